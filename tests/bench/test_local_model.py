"""The bench's server in a thread of its own: what it begins, and that its failures are told."""

from __future__ import annotations

import asyncio
import threading
import urllib.request

import pytest

from evals.bench.local_model import LocalModel, serving


def look(server: LocalModel) -> None:
    with urllib.request.urlopen(server.url) as answer:
        assert answer.read() == b"{}"


def test_the_server_is_one_thread_that_a_fork_beside_it_can_take_no_lock_from() -> None:
    before = threading.active_count()
    with serving() as server:
        look(server)
        assert threading.active_count() == before + 1
    assert server.looked == 1


def test_a_server_that_does_not_come_up_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refused(*_: object) -> None:
        raise OSError("no port is free")

    monkeypatch.setattr(asyncio, "start_server", refused)
    with pytest.raises(OSError, match="no port is free"), serving():
        raise AssertionError("it can't be used")


def test_a_server_that_stopped_in_between_says_what_of(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: LocalModel) -> None:
        raise RuntimeError("lost its loop")

    monkeypatch.setattr(LocalModel, "hang_up", broken)
    with pytest.raises(RuntimeError, match="lost its loop"), serving() as server:
        look(server)

"""What is loaded beside the first answer, and what is looked up meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from agent import session as session_module
from agent import warming
from tests.session.conftest import Opener
from tests.session.fakes import NoSearch

ANSWER = "I'd freeze the label first."


class OpensSlowly(NoSearch):
    """Has something to look up in long before its index is open."""

    def __init__(self) -> None:
        super().__init__()
        self.loading, self.loaded, self.opening = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.stopped = False

    async def load(self) -> None:
        self.loading.set()
        await self.loaded.wait()

    async def prepare(self) -> None:
        self.opening.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.stopped = True


@pytest.fixture
def search(monkeypatch: pytest.MonkeyPatch, small_services: None) -> OpensSlowly:
    real: Callable[..., Any] = session_module.make_context
    slow = OpensSlowly()
    monkeypatch.setattr(session_module, "make_context", lambda *arguments: replace(real(*arguments), search=slow))
    monkeypatch.setattr(warming, "QUIET_SECONDS", 0.0)
    return slow


async def test_an_answer_is_foreseen_as_soon_as_there_is_something_to_look_it_up_in(
    sit: Opener, search: OpensSlowly
) -> None:
    session, _ = await sit(round="ml_depth")
    async with asyncio.timeout(20):
        await search.loading.wait()
        await session.foresee(ANSWER)
        assert search.asked == [], "nothing is loaded"
        search.loaded.set()
        await search.opening.wait()
        await session.foresee(ANSWER)
        assert [sought.text for sought in search.asked] == [ANSWER]
        await session.close()
    assert search.stopped

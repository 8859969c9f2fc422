"""Sessions over small real implementations."""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from agent import assembly
from agent import session as session_module
from agent.settings import Settings, load_settings
from tests.session.fakes import PlainInterviewer
from tests.session.services import SMALL, sittings, with_services


@pytest.fixture
def interviewer() -> PlainInterviewer:
    return PlainInterviewer()


@pytest.fixture
def settings() -> Settings:
    return load_settings(offline=True)


@pytest.fixture(autouse=True)
def small_services(monkeypatch: pytest.MonkeyPatch, interviewer: PlainInterviewer) -> None:
    monkeypatch.setattr(assembly, "make_interviewer", lambda *_: interviewer)
    monkeypatch.setattr(session_module, "make_context", with_services(**SMALL))


Opener = Callable[..., Any]


@pytest.fixture
async def sit(settings: Settings) -> AsyncIterator[Opener]:
    """`sittings` with the settings of the test."""
    async with sittings() as opener:
        yield functools.partial(opener, settings)

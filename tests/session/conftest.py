"""Sessions over small real implementations."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest

from agent import assembly
from agent import session as session_module
from agent.domain.request import StartRequest
from agent.events import Event
from agent.session import Session
from agent.settings import Settings, load_settings
from tests.session.fakes import ByFirstWord, HearsNothing, NoSearch, PlainInterviewer


@pytest.fixture
def interviewer() -> PlainInterviewer:
    return PlainInterviewer()


@pytest.fixture
def settings() -> Settings:
    return load_settings(offline=True)


@pytest.fixture(autouse=True)
def small_services(monkeypatch: pytest.MonkeyPatch, interviewer: PlainInterviewer) -> None:
    real = session_module.make_context

    def make_context(*arguments: Any) -> Any:
        context = real(*arguments)
        return replace(context, search=NoSearch(), classifier=ByFirstWord(), listener=HearsNothing())

    monkeypatch.setattr(assembly, "make_interviewer", lambda *_: interviewer)
    monkeypatch.setattr(session_module, "make_context", make_context)


async def drain(events: AsyncIterator[Event]) -> list[Event]:
    return [event async for event in events]


Opener = Callable[..., Any]


@pytest.fixture
async def sit(settings: Settings) -> AsyncIterator[Opener]:
    """Start (or resume) sessions that are closed in the end; driven to where the interviewer waits."""
    opened: list[Session] = []

    async def opener(resume: str | None = None, **request: Any) -> tuple[Session, list[Event]]:
        session = await (
            Session.resume(resume, settings) if resume else Session.start(StartRequest(**request), settings)
        )
        opened.append(session)
        return session, await drain(session.proceed())

    yield opener
    for session in opened:
        await session.close()

"""Whole sessions over small real implementations, for every test that sits an interview."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from agent import session as session_module
from agent.domain.request import StartRequest
from agent.events import Event
from agent.session import Session
from agent.settings import Settings
from tests.session.fakes import ByFirstWord, HearsNothing, NoSearch

SMALL = {"search": NoSearch, "classifier": ByFirstWord, "listener": HearsNothing}
"""No embeddings, no index, no framework."""


def with_services(**made: Callable[[], Any]) -> Callable[..., Any]:
    """A `make_context` like the present one, for each session with services of its own in the place of some."""
    real = session_module.make_context
    return lambda *given: replace(real(*given), **{name: make() for name, make in made.items()})


async def drain(events: AsyncIterator[Event]) -> list[Event]:
    return [event async for event in events]


@asynccontextmanager
async def sittings() -> AsyncIterator[Callable[..., Any]]:
    """Start (or resume) sessions that are closed in the end; driven to where the interviewer waits."""
    opened: list[Session] = []

    async def opener(settings: Settings, resume: str | None = None, **request: Any) -> tuple[Session, list[Event]]:
        session = await (
            Session.resume(resume, settings) if resume else Session.start(StartRequest(**request), settings)
        )
        opened.append(session)
        return session, await drain(session.proceed())

    yield opener
    for session in opened:
        await session.close()

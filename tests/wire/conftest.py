"""Whole sessions of the model interviewer against a server on loopback; what goes over the wire is the test's to read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest

from agent import session as session_module
from agent.domain.request import StartRequest
from agent.events import Event
from agent.session import Session
from agent.settings import Settings, load_settings
from evals.bench.local_model import LocalModel, local_model
from tests.session.fakes import ByFirstWord, NoSearch

KEY = "sk-canary-0badc0ffee42"

Sit = Callable[..., Any]


@pytest.fixture
async def server() -> AsyncIterator[LocalModel]:
    async with local_model() as model:
        yield model


@pytest.fixture
def settings(server: LocalModel) -> Settings:
    return load_settings(model="m-large", grader_model="m-small", base_url=server.url, api_key=KEY)


@pytest.fixture(autouse=True)
def small_services(monkeypatch: pytest.MonkeyPatch) -> None:
    """No embeddings: what is measured here is what is sent."""
    real = session_module.make_context
    monkeypatch.setattr(
        session_module,
        "make_context",
        lambda *arguments: replace(real(*arguments), search=NoSearch(), classifier=ByFirstWord()),
    )


async def drain(events: AsyncIterator[Event]) -> list[Event]:
    return [event async for event in events]


@pytest.fixture
async def sit() -> AsyncIterator[Sit]:
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

"""Whole sessions of the model interviewer against a server on loopback; what goes over the wire is the test's to read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from agent import session as session_module
from agent.settings import Settings, load_settings
from evals.bench.local_model import LocalModel, local_model
from tests.session.fakes import ByFirstWord, NoSearch
from tests.session.services import sittings, with_services

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
    services = with_services(search=NoSearch, classifier=ByFirstWord)
    monkeypatch.setattr(session_module, "make_context", services)


@pytest.fixture
async def sit() -> AsyncIterator[Sit]:
    """See `sittings`."""
    async with sittings() as opener:
        yield opener

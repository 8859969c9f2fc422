"""Reasoning whose opening tag stands in the chat template, so that the stream begins with it: never shown, never kept."""

from __future__ import annotations

import pytest

from agent.events import Token
from agent.settings import Settings
from evals.bench.local_model import LocalModel
from tests.session.services import drain
from tests.wire.conftest import Sit

REASONING = "The candidate names a day. Moves: probe.\n@probe nothing\nSo I'd ask for the cost.\n</think>\n\n"


@pytest.fixture
def reasons(server: LocalModel, monkeypatch: pytest.MonkeyPatch) -> None:
    real = server.words
    monkeypatch.setattr(server, "words", lambda body: REASONING + real(body))


async def test_reasoning_without_an_opening_tag_is_not_spoken(sit: Sit, settings: Settings, reasons: None) -> None:
    session, events = await sit(settings, round="ml_depth")
    events += await drain(session.answer("I froze the label on 12 May, before anything else."))
    shown = "".join(event.text for event in events if isinstance(event, Token))
    (held,) = await session.transcript()
    assert shown.startswith("Hello, I am the interviewer")
    assert "You said so." in shown
    for text in (shown, *(turn.text for turn in held.turns)):
        assert "think" not in text
        assert "cost" not in text
        assert "@" not in text

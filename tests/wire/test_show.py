"""`prompts show --session`: what was sent, byte for byte, and where to find it."""

from __future__ import annotations

import pytest

from agent.errors import NotFoundError
from agent.maintenance import sent_requests
from agent.settings import Settings
from evals.bench.local_model import LocalModel
from tests.session.services import drain
from tests.wire.conftest import KEY, Sit


async def test_requests_are_shown_as_they_were_sent(sit: Sit, server: LocalModel, settings: Settings) -> None:
    session, _ = await sit(settings, round="ml_depth")
    await drain(session.answer("I froze the label on 12 May, before anything else."))
    await drain(session.answer("Two teams counted a sale on different days."))
    await session.close()
    replies = [body for body in server.bodies if body.get("stream")][1:]
    shown = await sent_requests(settings, session.id, "interviewer_turn", None)
    assert [[(m["role"], m["content"]) for m in body["messages"]] for body in replies] == [
        [(role, text) for role, text, _ in request.messages] for request in shown
    ]
    (second,) = await sent_requests(settings, session.id, "interviewer_turn", 3)
    assert second == shown[1]
    assert all(tokens > 0 for _, _, tokens in second.messages)
    (assessed,) = await sent_requests(settings, session.id, "grader", 1)
    assert assessed.purpose == "assess"
    with pytest.raises(NotFoundError, match="no request about turn 9 that was made with assess"):
        await sent_requests(settings, session.id, "assess", 9)
    assert KEY not in (settings.paths.session(session.id) / "journal.db").read_bytes().decode("latin-1")

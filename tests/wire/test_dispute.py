"""A disputed rating is answered from the evidence; only words that were said, and missed, move the record."""

from __future__ import annotations

import json

import pytest

from agent import library
from agent.disputing import dispute
from agent.errors import NotFoundError, UsageError
from agent.reports import json as documents
from agent.reports.markdown import report
from agent.settings import Settings
from evals.bench.local_model import LocalModel
from tests.session.services import drain
from tests.wire.conftest import Sit

FIRST = "I froze the label on 12 May, because two teams counted a sale on different days."
SECOND = "Nine percent of the baskets were empty on Tuesday, and I had the rollback rehearsed before the launch."


async def test_only_missed_words_move_a_rating_and_both_are_shown(
    sit: Sit, server: LocalModel, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, _ = await sit(settings, round="ml_depth")
    for answer in (FIRST, SECOND):
        await drain(session.answer(answer))
    await drain(session.end())
    await session.close()
    before = (await library.document(settings, session.id)).scorecard
    signal, (known, *_) = before.signals[0].id, before.signals[0].evidence
    asked = len(server.bodies)

    with pytest.raises(UsageError, match="No answer of yours in this round has these words"):
        await dispute(settings, session.id, signal, "I deserve a four, everybody says so")
    assert (await library.document(settings, session.id)).disputes == (), "nothing of it is kept"
    weighed = await dispute(settings, session.id, signal, known.quote)
    assert "it is among the evidence" in weighed.answer
    assert len(server.bodies) == asked, "neither is put to a model"

    missed = FIRST if known.turn == 3 else SECOND
    rated = {"signal": signal, "note": "It names the day.", "rating": 4}
    quoted = [{"turn": 1 if missed == FIRST else 3, "quote": missed[:60]}]
    monkeypatch.setattr(server, "words", lambda body: json.dumps({**rated, "evidence": quoted}))
    moved = await dispute(settings, session.id, signal, missed)
    assert (moved.before, moved.after) == (before.signals[0].rating, 4)
    assert "I deserve" not in json.dumps(server.bodies[asked:])
    document = await library.document(settings, session.id)
    assert document.scorecard == before, "what was locked stays to be seen"
    shown = documents.session_document(document)["disputes"][-1]
    assert (shown["rating_before"], shown["rating_after"]) == (3, 4)
    assert "It was rated 3 of 4 and is now 4 of 4" in report(document)
    rest = SECOND if missed == FIRST else FIRST
    monkeypatch.setattr(server, "words", lambda body: json.dumps({**rated, "rating": 2, "evidence": quoted}))
    asked = len(server.bodies)
    again = await dispute(settings, session.id, signal, missed[10:50])
    assert "weighed in an earlier dispute" in again.answer, "no second try with the same words"
    assert len(server.bodies) == asked
    fallen = await dispute(settings, session.id, signal, rest[-30:])
    assert (fallen.before, fallen.after) == (4, 2)
    put = server.bodies[-1]["messages"][-1]["content"]
    assert "was rated: 4. It rests on:" in put, "the record as it stands"
    assert missed in put.split("A passage of the same round was missed")[0], "and on the words that moved it"
    other = before.signals[1].id
    assert (await dispute(settings, session.id, other, rest)).decision_before is fallen.decision_after
    assert document.scorecard == before
    with pytest.raises(NotFoundError, match="has no signal"):
        await dispute(settings, session.id, "charm", missed)

"""What is plainly wrong in an answer is asked about next, once, behind the candidate's own words."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from test_leading_in import ByTopic
from tram_round import FOLLOW_UPS, candidate, hears_nothing, view

from agent.catalog.loader import Catalog
from agent.domain.falsehoods import FALSEHOODS
from agent.domain.interview import Allowed, Reply
from agent.domain.terms import MessageKind, Move, RoundKind
from agent.graph.nodes.reply import permitted
from agent.interviewer import phrases
from agent.interviewer.asking_again import may_ask_once_more
from agent.interviewer.offline import OfflineInterviewer
from agent.interviewer.pressing import UNTRUTH, pressed, pressing

KNOWN = Catalog().falsehoods(RoundKind.ML_DEPTH)
CLAIM = "With temperature zero the model can't hallucinate."
ID = f"{FALSEHOODS}temperature-zero"


def test_a_wrong_statement_calls_for_its_question() -> None:
    found = pressing(view(candidate(f"I'd start small. {CLAIM}")), KNOWN)
    assert found is not None and (found.id, found.kind) == (ID, UNTRUTH)
    assert found.said == CLAIM.rstrip(".") and "made-up citation" in (found.ask or "")


@pytest.mark.parametrize(
    ("text", "more"),
    [
        (CLAIM, {"asked": (ID,)}),
        (CLAIM, {"message": MessageKind.DODGE}),
        (f"```python\n# {CLAIM}\n```", {}),
        ("With temperature zero the model still hallucinates.", {}),
    ],
)
def test_it_is_asked_once_and_of_what_was_answered_in_words(text: str, more: dict[str, object]) -> None:
    assert pressing(replace(view(candidate(text)), **more), KNOWN) is None  # type: ignore[arg-type]


def test_a_sum_that_does_not_come_out_is_asked_for_again() -> None:
    found = pressing(view(candidate("38,000 chats, 1,000 tokens each, that's 3.8 million tokens.")), ())
    assert found is not None and found.ask in phrases.SUM_AGAIN
    opened = pressed(found.id, "q", RoundKind.ML_DEPTH, KNOWN)
    assert opened is not None and opened.again == phrases.SUM_IN_PIECES


@pytest.mark.parametrize("moves", [(Move.PROBE,), (Move.DEEPEN, Move.PROBE, Move.CLOSE)])
async def test_it_goes_before_all_that_fits_better_and_quotes_what_is_meant(moves: tuple[Move, ...]) -> None:
    seen = view(candidate(CLAIM), open_probe=FOLLOW_UPS[0].id, open_follow_up=FOLLOW_UPS[0])
    wrong = pressing(seen, KNOWN)
    assert wrong is not None
    better = [replace(follow_up, score=0.99) for follow_up in FOLLOW_UPS]
    interviewer = OfflineInterviewer(ByTopic(), hears_nothing)
    *_, reply = [piece async for piece in interviewer.reply(seen, Allowed(moves, (*better, wrong)))]
    assert isinstance(reply, Reply)
    assert reply.probe_id == ID
    assert CLAIM.rstrip(".") in reply.text and reply.text.endswith(wrong.ask or "-")
    allowed = Allowed((Move.PROBE, Move.REDIRECT), (wrong,))
    assert not may_ask_once_more(seen, allowed)


@pytest.mark.parametrize(("said", "first"), [(CLAIM, Move.DEEPEN), ("I'd start small.", Move.TWIST)])
async def test_what_is_wrong_is_gone_into_before_the_constraint_changes(said: str, first: Move) -> None:
    seen = view(candidate(said))
    context: Any = SimpleNamespace(
        search=SimpleNamespace(candidates=lambda _: asyncio.sleep(0, list(FOLLOW_UPS))),
        knowledge=SimpleNamespace(falsehoods=lambda _: KNOWN),
        plan=SimpleNamespace(level=seen.level),
    )
    due: Any = {"moves": ["twist", "deepen", "probe", "question", "close"]}
    allowed = await permitted(due, seen, context)
    assert allowed.moves[0] is first
    assert set(allowed.moves) == {Move(move) for move in due["moves"]}


def test_what_was_asked_is_known_by_its_id_and_nothing_else_is() -> None:
    opened = pressed(ID, "q", RoundKind.ML_DEPTH, KNOWN)
    assert opened is not None and opened.again.startswith("The likeliest next word")  # type: ignore[union-attr]
    assert pressed("labels-redefined", "q", RoundKind.ML_DEPTH, KNOWN) is None
    assert pressed(f"{FALSEHOODS}gone", "q", RoundKind.ML_DEPTH, KNOWN) is None

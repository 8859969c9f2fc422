"""The contract: every document that the product prints is valid against its schema."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from copy import deepcopy
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from agent import library
from agent.domain.request import StartRequest
from agent.domain.terms import RoundKind
from agent.reports import json as documents
from agent.session import Session
from agent.settings import load_settings
from tests.reports.documents import loop_debrief, round_document, scorecard

NAMES = ("followups", "loop", "round", "scorecard", "sessions", "transcript")


def schema(name: str) -> dict[str, Any]:
    text = files("agent.reports.schemas").joinpath(f"{name}.schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def validate(name: str, document: Any) -> None:
    """Validate what is printed, after a journey through its text."""
    Draft202012Validator(schema(name), format_checker=FormatChecker()).validate(json.loads(documents.dumps(document)))


@pytest.mark.parametrize("name", NAMES)
def test_the_schemas_are_carried(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert schema(name)["title"] == name


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("scorecard", lambda: documents.scorecard(scorecard())),
        ("scorecard", lambda: documents.scorecard(scorecard(session=None))),
        ("round", lambda: documents.session_document(round_document())),
        ("loop", lambda: documents.session_document(loop_debrief())),
        ("transcript", lambda: documents.transcript(round_document().transcript)),
    ],
)
def test_documents_with_everything_in_them(name: str, document: Callable[[], Any]) -> None:
    validate(name, document())


def test_scorecards_and_transcripts_of_a_loop_join_on_round_id() -> None:
    document = documents.loop_document(loop_debrief())
    ids = ["coding", "coding-2", "negotiation"]
    assert [card["round_id"] for card in document["scorecards"]] == ids
    assert [held["round_id"] for held in document["transcripts"]] == ids


def test_evidence_is_an_exact_substring_of_the_turn_it_names() -> None:
    document = documents.round_document(round_document())
    turns = document["transcript"]["turns"]
    found = [quoted for signal in document["scorecard"]["signals"] for quoted in signal["evidence"]]
    assert found[0]["quote"] in turns[found[0]["turn"]]["text"]


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("round", lambda document: document.pop("session")),
        ("round", lambda document: document["scorecard"].update(decision="maybe")),
        ("round", lambda document: document["transcript"]["turns"].clear()),
        ("loop", lambda document: document["scorecards"][0]["signals"][0].update(rating=5)),
    ],
)
def test_the_schemas_bite(name: str, spoil: Callable[[Any], Any]) -> None:
    made = documents.session_document(round_document() if name == "round" else loop_debrief())
    document = deepcopy(made)
    spoil(document)
    with pytest.raises(ValidationError):
        validate(name, document)


def test_numbers_that_json_does_not_know_are_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        documents.dumps({"score": float("nan")})


async def sit(*answers: str, **request: Any) -> str:
    """Sit an interview with the offline interviewer to where the answers end."""
    session = await Session.start(StartRequest(**request), load_settings(offline=True))
    try:
        async for _ in session.proceed():
            pass
        for answer in answers:
            async for _ in session.answer(answer):
                pass
        async for _ in session.end():
            pass
        return session.id
    finally:
        await session.close()


ANSWERS = (
    "I would freeze one definition of the label and rebuild the last two quarters on it.",
    "",
    "Two of us; 40 percent of the rows had no label for six weeks, so I looked at the matured ones only.",
)


def test_an_offline_round_as_it_is_kept() -> None:
    session = asyncio.run(sit(*ANSWERS, round="ml_depth"))
    kept = asyncio.run(library.interview(load_settings(), session))
    document = documents.interview(kept)
    validate("round", document)
    turns = document["transcript"]["turns"]
    quotes = [quoted for signal in document["scorecard"]["signals"] for quoted in signal["evidence"]]
    assert quotes
    assert all(quoted["quote"] in turns[quoted["turn"]]["text"] for quoted in quotes)
    assert sum(signal["weight"] for signal in document["scorecard"]["signals"]) == pytest.approx(1)


def test_an_offline_loop_as_it_is_kept() -> None:
    session = asyncio.run(sit(*ANSWERS, loop="startup", minutes=30))
    settings = load_settings()
    validate("loop", documents.session_document(asyncio.run(library.document(settings, session))))
    validate("sessions", documents.sessions(asyncio.run(library.sessions(settings))))


def test_an_interview_in_which_nothing_was_said() -> None:
    session = asyncio.run(sit(round="behavioral"))
    document = documents.session_document(asyncio.run(library.document(load_settings(), session)))
    validate("round", document)
    assert document["scorecard"]["decision"] == "not_enough_evidence"
    assert document["scorecard"]["score"] is None


def test_what_a_round_said_can_be_graded_again() -> None:
    from agent.debriefing import debrief, parse_transcript

    said = documents.dumps(documents.transcript(round_document().transcript))
    card = asyncio.run(debrief(parse_transcript(said), load_settings(offline=True)))
    validate("scorecard", documents.scorecard(card))
    assert card.session is None
    assert card.ended_by == "transcript"


def test_follow_ups() -> None:
    found = asyncio.run(
        library.followups(load_settings(), "Our labels were redefined twice last month.", RoundKind.ML_DEPTH, k=5)
    )
    printed = documents.followups(found)
    validate("followups", printed)
    scores = [item["score"] for item in printed]
    assert 1 <= len(printed) <= 5
    assert scores == sorted(scores, reverse=True)

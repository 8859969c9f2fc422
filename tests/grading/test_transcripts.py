"""Interviews held elsewhere: what is read, what is refused, and where the refusal says the fault is."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from graded_rounds import ASKS, STRONG, catalog, grader, held
from jsonschema import Draft202012Validator

from agent.domain.terms import Context, EndedBy, Level, Move, Role, RoundKind
from agent.domain.transcript import Turn
from agent.errors import TranscriptError
from agent.grading.evidence import is_verbatim
from agent.grading.transcripts import find_question, grade_transcript, read_transcript
from agent.reports.json import scorecard
from agent.reports.json import transcript as transcript_document

ASKED = {"role": "interviewer", "text": "Why?"}
SAID = {"role": "candidate", "text": "Because of the label."}


def given(*turns: Any, **more: Any) -> dict[str, Any]:
    return {"round": "ml_depth", "turns": list(turns) or [ASKED, SAID], **more}


def test_the_least_there_can_be_gets_its_defaults() -> None:
    found = read_transcript(given())
    assert (found.level, found.context) == (Level.L4, Context.BIG_TECH)
    assert found.question == "Why?"
    assert found.round_id == "ml_depth"
    assert [turn.role for turn in found.turns] == [Role.INTERVIEWER, Role.CANDIDATE]


def test_unknown_fields_are_ignored_and_known_ones_kept() -> None:
    turn = {
        **SAID, "at": "2026-05-01T10:00:00Z", "move": None, "question_id": None, "probe_id": "q.p", "hint_rung": 2,
        "sources": ["a", "b"], "code": "print(1)", "mood": "good", "signal": "measurement",
        "run": {"passed": 2, "failed": 1, "failures": [{"test": "t", "line": None, "message": "m"}], "seconds": 1},
    }  # fmt: skip
    asked = {**ASKED, "move": "probe"}
    found = read_transcript(given(asked, turn, level="staff", context="startup", question="Really?", extra={"a": 1}))
    assert (found.level, found.context, found.question) == (Level.STAFF, Context.STARTUP, "Really?")
    assert found.turns[0].move is Move.PROBE
    said = found.turns[1]
    assert (said.probe_id, said.hint_rung, said.sources, said.code) == ("q.p", 2, ("a", "b"), "print(1)")
    assert said.run is not None
    assert (said.run.passed, said.run.failed, said.run.failures[0].message) == (2, 1, "m")


def test_what_a_document_holds_is_read_back_as_it_was_graded() -> None:
    asked = Turn(
        Role.INTERVIEWER, "And?", move=Move.PROBE, question_id="q", probe_id="q.p", sources=("q",), signal="measurement"
    )
    held = replace(read_transcript(given()), turns=(asked, Turn(Role.CANDIDATE, "Two percent stay on the old rules.")))
    assert read_transcript(transcript_document(held)) == held


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ([], "the transcript: must be a JSON object"),
        ("text", "the transcript: must be a JSON object"),
        (None, "the transcript: must be a JSON object"),
        ({"turns": [ASKED, SAID]}, "round: is missing"),
        (given() | {"round": "ml_deep"}, "round: must be recruiter_screen"),
        (given() | {"round": None}, "round: must be"),
        (given() | {"level": "L9"}, "level: must be new_grad, L4, senior or staff"),
        (given() | {"level": 4}, "level: must be"),
        (given() | {"context": "bank"}, "context: must be startup, big_tech or ai_lab"),
        (given() | {"question": 3}, "question: must be a string"),
        ({"round": "ml_depth"}, "turns: must be a list"),
        (given() | {"turns": "none"}, "turns: must be a list"),
        (given() | {"turns": []}, "turns: there is no turn of the candidate"),
        (given(ASKED), "turns: there is no turn of the candidate"),
        (given(ASKED, "hello"), "turns[1]: must be an object"),
        (given(ASKED, SAID, {"text": "x"}), "turns[2].role: is missing"),
        (given(ASKED, SAID, ASKED, {"role": "judge", "text": "x"}), "turns[3].role: must be interviewer or candidate"),
        (given(ASKED, {"role": "candidate"}), "turns[1].text: must be a string"),
        (given(ASKED, {"role": "candidate", "text": None}), "turns[1].text: must be a string"),
        (given(ASKED, {**SAID, "hint_rung": 4}), "turns[1].hint_rung: must be 1, 2 or 3"),
        (given(ASKED, {**SAID, "hint_rung": True}), "turns[1].hint_rung: must be a whole number"),
        (given(ASKED, {**SAID, "sources": "a"}), "turns[1].sources: must be a list of strings"),
        (given({**ASKED, "move": "dance"}, SAID), "turns[0].move: must be question"),
        (given(ASKED, {**SAID, "run": {"passed": "two"}}), "turns[1].run.passed: must be a whole number"),
        (given(ASKED, {**SAID, "run": {"failures": [1]}}), "turns[1].run.failures[0]: must be an object"),
    ],
)
def test_what_breaks_the_schema_is_refused_with_its_place(data: Any, where: str) -> None:
    with pytest.raises(TranscriptError) as caught:
        read_transcript(data)
    assert str(caught.value).startswith(where)
    assert "\n" not in str(caught.value)


def test_candidate_turns_without_content_are_no_fault() -> None:
    assert read_transcript(given(ASKED, {"role": "candidate", "text": ""})).turns[1].text == ""


async def test_a_scorecard_of_a_transcript_fits_its_schema_and_quotes_original_turns() -> None:
    turns = [{"role": "interviewer", "text": "Good morning."}]
    for ask, answer in zip(ASKS, STRONG, strict=True):
        half = answer.index(". ") + 2
        turns += [
            {"role": "interviewer", "text": ask},
            {"role": "candidate", "text": answer[:half]},
            {"role": "candidate", "text": answer[half:]},
        ]
    transcript = read_transcript({"round": "ml_system_design", "level": "senior", "turns": turns, "question": ASKS[0]})
    card = await grade_transcript(transcript, catalog(), grader())
    assert (card.session, card.ended_by, card.questions[0].id) == (None, EndedBy.TRANSCRIPT, None)
    assert card.questions[0].title == ASKS[0][:80].rsplit(" ", 1)[0] + "…"
    quotes = [item for signal in card.signals for item in signal.evidence]
    assert quotes
    assert all(is_verbatim(transcript, item) for item in quotes)
    schema = json.loads(files("agent.reports").joinpath("schemas/scorecard.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(scorecard(card))


async def test_one_of_our_questions_is_known_by_its_id_or_its_words() -> None:
    ours = catalog().questions(RoundKind.ML_SYSTEM_DESIGN)[1]
    unknown = held(STRONG)
    assert find_question(unknown, catalog()) is None
    by_id = replace(unknown, turns=(replace(unknown.turns[0], question_id=ours.id), *unknown.turns[1:]))
    assert find_question(by_id, catalog()) == ours
    by_words = replace(unknown, question=ours.statement.upper().replace(",", " ") + " Please.")
    assert find_question(by_words, catalog()) == ours
    assert find_question(replace(unknown, question=" ".join(ours.statement.split()[:8])), catalog()) is None
    assert (await grade_transcript(by_id, catalog(), grader())).questions[0].title == ours.title


async def test_every_round_kind_that_is_held_can_be_graded() -> None:
    for kind in catalog().kinds():
        transcript = read_transcript({"round": kind.value, "turns": [ASKED, SAID]})
        card = await grade_transcript(transcript, catalog(), grader())
        assert {signal.id for signal in card.signals} == {signal.id for signal in catalog().rubric(kind).signals}

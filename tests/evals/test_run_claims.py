"""What an interviewer claims of code that was run is held to its run."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from agent.catalog.loader import Catalog
from agent.domain.terms import Move, Role, RoundKind
from agent.domain.transcript import CodeRun, Transcript, Turn
from agent.interviewer import run_talk
from evals.scorers.behaviour import CHECKS
from evals.scorers.behaviour.case import Case

CATALOG = Catalog()
QUESTION = CATALOG.question("coding-operating-rooms")
ASKS = Turn(Role.INTERVIEWER, QUESTION.statement, move=Move.QUESTION, question_id=QUESTION.id)
HANDED_IN = Turn(Role.CANDIDATE, "Here.\n```python\ndef rooms(x):\n    return 1\n```", run=CodeRun(4, 3))


def found(words: str, before: Turn = HANDED_IN, check: str = "runs_told_truly") -> list[str]:
    said = replace(ASKS, text=words, move=Move.PROBE)
    transcript = Transcript(RoundKind.CODING, (ASKS, before, said), "coding", question=QUESTION.statement)
    held: Any = SimpleNamespace(transcript=transcript, minutes=45)
    return [finding.what for finding in CHECKS[check](Case(held, CATALOG))]


@pytest.mark.parametrize(
    "words",
    [
        "That ran: four of seven checks go through. What comes back?",
        "4 of 7 checks pass. What comes back?",
        "Two of the five rows, which of them?",
        "I ran it. Which line did you mean?",
    ],
)
def test_what_is_so_is_no_finding(words: str) -> None:
    assert found(words) == []


@pytest.mark.parametrize(
    "words",
    [
        "That ran: five of seven checks go through.",
        "I ran it, and all seven checks pass.",
        "Nothing is run here. What would it print?",
    ],
)
def test_another_number_and_a_denied_run_are_found(words: str) -> None:
    assert len(found(words)) == 1


def test_a_result_without_a_run_is_found() -> None:
    assert len(found("I ran it, four of seven checks go through.", replace(HANDED_IN, run=None))) == 1
    assert found("Nothing is run here. What would it print?", replace(HANDED_IN, run=None)) == []


def test_the_checks_words_and_the_call_are_given_and_not_his_own() -> None:
    problem = CATALOG.problem(QUESTION.id)
    assert problem is not None
    told = run_talk.call_of(SimpleNamespace(problem=problem), problem)  # type: ignore[arg-type]
    assert found(f"{told} {problem.checks[0].ask}", check="plain_speech") == []

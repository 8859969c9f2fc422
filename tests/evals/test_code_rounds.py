"""What may not be told of code while it fails, what a debrief says of its runs, and candidates who hand it in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from agent.catalog.loader import Catalog
from agent.coding.runner import confinement
from agent.domain.code import submitted
from agent.domain.terms import Move, Role, RoundKind
from agent.domain.transcript import CodeFailure, CodeRun, Transcript, Turn
from agent.settings import load_settings
from evals.candidates.lines import code
from evals.scorers.behaviour import CHECKS
from evals.scorers.behaviour.case import Case
from evals.tasks.code_rounds import run, samples
from evals.world import Scope, World

CATALOG = Catalog()
QUESTION = CATALOG.question("coding-tile-cache")
ASKS = Turn(Role.INTERVIEWER, QUESTION.statement, move=Move.QUESTION, question_id=QUESTION.id)
FAILS = CodeRun(7, 2, failures=(CodeFailure("used-again", "not what was expected"), CodeFailure("size-zero", "")))
HANDED_IN = Turn(Role.CANDIDATE, "Here.\n```python\ndef misses(r, size):\n    return 1\n```", run=FAILS)
can_confine = pytest.mark.skipif(confinement() is not None, reason="code can't be confined here")


def kept_back(words: str, before: Turn = HANDED_IN) -> list[str]:
    turns = (ASKS, before, replace(ASKS, text=words, move=Move.PROBE))
    transcript = Transcript(RoundKind.CODING, turns, "coding", question=QUESTION.statement)
    held: Any = SimpleNamespace(transcript=transcript, minutes=45)
    return [finding.what for finding in CHECKS["answer_kept_back"](Case(held, CATALOG))]


@pytest.mark.parametrize(
    "words",
    [
        "It should be 5.",
        "I expected five there, and you return four.",
        "With size zero the right answer is 2.",
        "Your code doesn't move a tile that it finds.",
        "You forgot to move the tile. What comes out now?",
        "A request that finds its tile makes it the newest.",
        "Without a place all of them are drawn.",
    ],
)
def test_an_answer_or_a_fault_that_is_told_is_found(words: str) -> None:
    assert len(kept_back(words)) == 1
    assert kept_back(words, replace(HANDED_IN, run=CodeRun(9, 0))) == []
    assert kept_back(words, replace(HANDED_IN, run=None)) == []


@pytest.mark.parametrize(
    "words",
    [
        "That ran: seven of nine checks go through. Three places, and they ask for a, b, c, a, d, a, b. How many does your code draw?",
        "What I expected I keep to myself. Which number do you get?",
        "Where do you think the mistake is?",
        "Still seven of nine. What should come out for x, twice?",
        "You said five places. What do you hold at the end?",
    ],
)
def test_what_gives_nothing_away_is_no_finding(words: str) -> None:
    assert kept_back(words) == []


def test_what_the_candidate_said_first_may_be_taken_up() -> None:
    told = replace(HANDED_IN, text=f"A request that finds its tile makes it the newest. {HANDED_IN.text}")
    assert kept_back("So a request that finds its tile makes it the newest; then change it.", told) == []


@pytest.mark.parametrize(
    ("note", "findings"),
    [
        ("The code of turn 1 passed seven of nine checks. Missing from it: a thing.", 0),
        ("His code passed 7 of 9 checks.", 0),
        ("Two of the nine requests were traced by hand.", 0),
        ("The code of turn 1 passed all nine checks.", 1),
        ("The code of turn 1 passed eight of nine checks.", 1),
        ("In the end all nine checks went through.", 1),
    ],
)
def test_counts_of_a_debrief_are_those_of_runs(note: str, findings: int) -> None:
    transcript = Transcript(RoundKind.CODING, (ASKS, HANDED_IN), "coding", question=QUESTION.statement)
    prose = SimpleNamespace(headline=note, strengths=(), concerns=(), would_flip=())
    card = SimpleNamespace(signals=(SimpleNamespace(note=note),), prose=prose)
    held: Any = SimpleNamespace(transcript=transcript, scorecard=card, minutes=45)
    assert len(list(CHECKS["runs_reported_truly"](Case(held, CATALOG)))) == 2 * findings


def test_there_is_code_for_questions_that_run_it() -> None:
    assert {question.partition("-")[0] for question in code()} == {"coding", "ml_coding"}
    for question, held in code().items():
        problem = CATALOG.problem(question)
        assert problem is not None
        assert all(f"def {problem.call[:8]}" in (submitted(text) or "") for text in (held.wrong, held.right))


@can_confine
async def test_a_round_in_which_wrong_code_is_mended_is_clean(tmp_path: Path) -> None:
    sample = next(sample for sample in samples() if sample.id == "coding-operating-rooms/mends")
    world = World(load_settings(offline=True, home=tmp_path))
    try:
        result = await run(sample, Scope(world, "code_rounds", sample.id, 0))
    finally:
        await world.close()
    assert result.findings == () and result.output["runs"] == ["5 of 7", "7 of 7"]
    assert (result.scores["asked_about"], result.scores["ran_as_meant"]) == (1.0, 1.0)

"""What is told of a run: during the round nothing that the interviewer asks about, after it what each check was for."""

from __future__ import annotations

from dataclasses import replace

from agent.catalog.loader import Catalog
from agent.domain.terms import Move, Role, RoundKind
from agent.domain.transcript import CodeFailure, CodeRun, Transcript, Turn
from agent.reports.outline import problem_of
from agent.reports.wording import how_it_ran, ran

PROBLEM = Catalog().problem("coding-operating-rooms")
RUN = CodeRun(
    4, 3, None, "a\x1b[2J\nb\n\n" + "line\n" * 9,
    (
        CodeFailure("example", "not what was expected"),
        CodeFailure("none", "IndexError: list index out of range", 3),
        CodeFailure("no-length", "IndexError: list index out of range", 3),
    ),
)  # fmt: skip


def test_while_the_round_runs_a_check_is_a_number_and_what_was_raised_is_told() -> None:
    assert how_it_ran(RUN).splitlines()[:4] == [
        "Tests: 4 passed, 3 failed.",
        "IndexError: list index out of range (line 3), 2 times",
        "It printed:",
        "  a␛[2J",
    ]
    assert how_it_ran(RUN).endswith("  and 5 lines more")
    assert "example" not in how_it_ran(RUN)


def test_what_was_not_tried_is_told_as_that() -> None:
    late = tuple(CodeFailure(name, "there was no time left for it") for name in ("none", "no-length"))
    run = CodeRun(0, 3, "time", "", (CodeFailure("example", "took longer than 2 s"), *late))
    assert how_it_ran(run).splitlines() == [
        "Tests: 0 passed, 3 failed.",
        "1 of the failed took longer than 2 s.",
        "2 of the failed were not tried any more.",
    ]


def test_afterwards_each_failed_check_says_what_it_was_for() -> None:
    assert ran(RUN, PROBLEM).splitlines()[1:3] == [
        "the example of the statement gives 2: not what was expected",
        "a day without operations needs no room (line 3): IndexError: list index out of range",
    ]
    gone = replace(RUN, failures=(CodeFailure("gone", "not what was expected"),))
    assert "gone: not what was expected" in ran(gone, PROBLEM)


def test_a_turn_knows_what_its_code_was_held_to() -> None:
    asked = Turn(Role.INTERVIEWER, "How many?", move=Move.QUESTION, question_id="coding-operating-rooms")
    held = Transcript(RoundKind.CODING, (asked, Turn(Role.CANDIDATE, "Two.", run=RUN)))
    assert problem_of(held, 1) == PROBLEM
    assert problem_of(replace(held, turns=(replace(asked, question_id="../x"), held.turns[1])), 1) is None

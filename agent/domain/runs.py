"""What runs of submitted code say, read beside the problem that the code was held to.

A run may come out of somebody's file: a count in it can be anything, and a check that it names need not be there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.domain.code import submitted
from agent.domain.problems import CHECK, Check, Problem
from agent.domain.terms import Move, Role
from agent.domain.transcript import CodeFailure, CodeRun, Transcript, Turn

YOUR_CODE, FUNCTION = "your code", "function"
"""What a failure names in place of a check: the code fails by itself, or has nothing that could be called."""
AGAIN = ".again"
"""Ends the id of a turn that asks about a failed check in other words."""
ITSELF = ".ran-"
"""Stands in the id of a turn that tells how code failed by itself."""
THEN = ".then"
"""Ends the id of one that wants as code what was said to it in words."""
WRONG, ODD, NO_TIME = "not what was expected", "not of the kind that was expected", "there was no time left for it"
"""What is said of a failed check that raised nothing."""
SPEED = "algorithm_and_complexity"
"""The signal that a large input speaks about."""
_NO_SUCH_NAME = re.compile(r"(?:NameError|ImportError|ModuleNotFoundError)\b|AttributeError: module ")
_MANY = 1000
"""Checks that no problem has."""


@dataclass(frozen=True, slots=True)
class Version:
    """Code that was handed in and run: the index of its turn, the code, and what came of it."""

    turn: int
    code: str
    run: CodeRun


def own_error(run: CodeRun) -> CodeFailure | None:
    """What the code fails by itself, whatever it is tried with; None where it can be tried."""
    stopped = next((failure for failure in run.failures if failure.test in (YOUR_CODE, FUNCTION)), None)
    return stopped if stopped is not None else slip(run)


def slip(run: CodeRun) -> CodeFailure | None:
    """A name that is not there, by which most checks fail in one and the same line: an import that is missing."""
    failures = run.failures
    same = len({(failure.line, failure.message) for failure in failures}) == 1
    if not same or failures[0].line is None or not _NO_SUCH_NAME.match(failures[0].message):
        return None
    return failures[0] if len(failures) >= max(0, run.passed) else None


def is_slow(failure: CodeFailure) -> bool:
    """Whether it failed for want of time alone."""
    return failure.message.startswith(("took longer than", NO_TIME))


def is_silent(failure: CodeFailure) -> bool:
    """Whether nothing but the check itself could tell why it failed."""
    return failure.message.startswith((WRONG, ODD, NO_TIME))


def all_passed(run: CodeRun) -> bool:
    """Whether checks were tried and none failed."""
    return run.passed > 0 and run.failed <= 0 and not run.failures


def counted(run: CodeRun) -> tuple[int, int] | None:
    """How many checks passed, and of how many; None where the run's figures count nothing."""
    passed, failed = run.passed, run.failed
    total = passed + failed
    return (passed, total) if min(passed, failed) >= 0 and 0 < total < _MANY else None


def failed_checks(run: CodeRun, problem: Problem) -> tuple[Check, ...]:
    """The checks that failed, as one would take them up: the given example, what is right, what is fast enough."""
    failures = {failure.test: failure for failure in run.failures}
    found = [check for check in problem.checks if check.id in failures]
    return tuple(sorted(found, key=lambda c: (not c.given, is_slow(failures[c.id]) and not c.given, c.signal == SPEED)))


def probe_of(problem: Problem, check: Check) -> str:
    """The id under which a candidate is asked about a failed check."""
    return f"{problem.id}{CHECK}{check.id}"


def check_asked(probe_id: str | None, problem: Problem) -> Check | None:
    """The check that a turn's id asks about, None where it asks about something else."""
    start = f"{problem.id}{CHECK}"
    if probe_id is None or not probe_id.startswith(start):
        return None
    return problem.check(probe_id[len(start) :].removesuffix(AGAIN).removesuffix(THEN))


def versions(transcript: Transcript, question_id: str | None, name: str = "") -> tuple[Version, ...]:
    """The versions of the code for a question, in order; where the id is None, those of a round that names none.

    What never came to a check is none beside others, unless it defines the function, whose `name` that is: a test of
    his own, the three lines that changed. Once the constraint has changed, code is written for another problem, and is
    a version of this one only where it passes all the same.
    """
    found: list[tuple[bool, Version]] = []
    twisted = False
    for index, turn in enumerate(transcript.turns):
        if turn.role is Role.INTERVIEWER and (turn.question_id or question_id) == question_id:
            twisted |= turn.move is Move.TWIST
        elif turn.run is not None and transcript.question_id_at(index) == question_id:
            found.append((twisted, Version(index, turn.code or submitted(turn.text) or "", turn.run)))
    kept = [one for late, one in found if not late or all_passed(one.run)]
    defines = re.compile(rf"\bdef[ \t]+{re.escape(name)}\b|^{re.escape(name)}[ \t]*=", re.MULTILINE)
    whole = [one for one in kept if own_error(one.run) is None or (name and defines.search(one.code))]
    return tuple(whole or kept)


def is_for_changed_case(transcript: Transcript, index: int) -> bool:
    """Whether the code of a turn was handed in after the constraint had changed, and fails checks that know only the
    case before."""
    run, question = transcript.turns[index].run, transcript.question_id_at(index)
    if run is None or all_passed(run):
        return False
    return any(
        turn.move is Move.TWIST and transcript.question_id_at(at) == question
        for at, turn in enumerate(transcript.turns[:index])
    )


def last_run(turns: Sequence[Turn]) -> CodeRun | None:
    """The newest run among some turns."""
    return next((turn.run for turn in reversed(turns) if turn.run is not None), None)

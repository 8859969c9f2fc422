"""A small round in which code is run, with a problem that stands nowhere else, and runs made by hand."""

from __future__ import annotations

from dataclasses import replace

from tram_round import QUESTION, SPEC, asked, hears_nothing, view

from agent.domain.interview import Allowed, Reply, RoundView
from agent.domain.knowledge import Fact
from agent.domain.problems import Check, Problem
from agent.domain.terms import Move, Role
from agent.domain.transcript import CodeFailure, CodeRun, Turn
from agent.interviewer.offline import OfflineInterviewer

CODED = replace(SPEC, code=True)


def check(id: str, signal: str = "judgment", *, given: bool = False) -> Check:
    return Check(id, signal, f"{id} is shown", f"What comes out for {id}?", f"Once more, for {id}?", given)


CHECKS = (
    check("large", "algorithm_and_complexity"), check("empty"), check("example", given=True), check("ties"), check("order"),
)  # fmt: skip
PROBLEM = Problem(QUESTION.id, "gaps(trams)", "the gaps", CHECKS, "")
CODE = "def gaps(trams):\n    return sorted(trams)"
WRONG = "not what was expected"


def run(*failed: str, why: str = WRONG, line: int | None = None, limit: str | None = None, output: str = "") -> CodeRun:
    """A run in which these checks failed."""
    failures = tuple(CodeFailure(id, why, line) for id in failed)
    return CodeRun(len(CHECKS) - len(failed), len(failed), limit, output, failures)


def stopped(message: str, line: int | None = None, test: str = "your code") -> CodeRun:
    """A run that never came to a check."""
    return CodeRun(0, len(CHECKS), failures=(CodeFailure(test, message, line),))


def hands_in(result: CodeRun, code: str = CODE, text: str = "Here it is.") -> Turn:
    return Turn(Role.CANDIDATE, f"{text}\n```python\n{code}\n```", code=code, run=result)


def coded(*turns: Turn, **changes: object) -> RoundView:
    """The round up to the newest of these turns; what was asked before counts as asked, the last of it as open."""
    ids = [turn.probe_id for turn in turns if turn.role is Role.INTERVIEWER and turn.probe_id]
    given = {"spec": CODED, "problem": PROBLEM, "asked": tuple(ids), "open_probe": ids[-1] if ids else None}
    return view(*turns, **{**given, **changes})


def on(check_id: str, ending: str = "") -> Turn:
    """The interviewer's question about a failed check."""
    return asked(f"What comes out for {check_id}?", f"{PROBLEM.id}.check-{check_id}{ending}")


class Facts:
    """Knows one fact, or none."""

    def __init__(self, fact: Fact | None = None) -> None:
        self.fact = fact

    async def nearest_fact(self, text: str, facts: object) -> tuple[Fact, float] | None:
        return (self.fact, 0.9) if self.fact else None


def offline(fact: Fact | None = None) -> OfflineInterviewer:
    return OfflineInterviewer(Facts(fact), hears_nothing)


async def said(seen: RoundView, *moves: Move, fact: Fact | None = None) -> Reply:
    """What the interviewer without a model says."""
    given = Allowed(moves or (Move.TWIST, Move.DEEPEN, Move.PROBE, Move.CLOSE))
    pieces = [piece async for piece in offline(fact).reply(seen, given)]
    assert isinstance(pieces[-1], Reply)
    return pieces[-1]

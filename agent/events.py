"""What a session emits while it runs. The interface shows these and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from agent.domain.cost import Spending
from agent.domain.transcript import CodeRun, RoundPlan, Turn
from agent.domain.verdict import LoopDebrief, RoundDocument, Scorecard


@dataclass(frozen=True, slots=True)
class RoundStarted:
    """A round begins; `position` counts from 0."""

    plan: RoundPlan
    title: str
    position: int
    of: int


@dataclass(frozen=True, slots=True)
class AnswerKept:
    """The candidate's answer is on disk; it survives anything from here on."""

    turn: Turn


@dataclass(frozen=True, slots=True)
class Asked:
    """The interviewer's next words were asked for somewhere else and are awaited; not told where nobody is asked."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of what the interviewer is saying right now."""

    text: str


@dataclass(frozen=True, slots=True)
class InterviewerSpoke:
    """The interviewer's turn is complete and on disk; replaces the tokens since the last one."""

    turn: Turn


@dataclass(frozen=True, slots=True)
class CodeRuns:
    """The candidate's code is being run; the result follows."""


@dataclass(frozen=True, slots=True)
class CodeRan:
    """The candidate's code was run."""

    run: CodeRun


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the candidate should know about how he is heard; not said by the interviewer, and said once."""

    text: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The interviewer waits for the candidate.

    `seconds_left` and `answers_left` are what remains of the round's budgets; `closing` is true while the
    interviewer waits for the candidate's own questions; `spent` is what models cost so far, None where none was asked.
    """

    round_id: str
    seconds_left: float
    answers_left: int
    closing: bool
    can_take_back: bool
    spent: Spending | None = None


@dataclass(frozen=True, slots=True)
class RoundScored:
    """The round's scorecard is locked."""

    scorecard: Scorecard


@dataclass(frozen=True, slots=True)
class Ended:
    """The session is over; `document` is what the contract prints for it."""

    document: RoundDocument | LoopDebrief


Event = (
    RoundStarted
    | AnswerKept
    | Asked
    | Token
    | InterviewerSpoke
    | CodeRuns
    | CodeRan
    | Remark
    | Waiting
    | RoundScored
    | Ended
)

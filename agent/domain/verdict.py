"""Ratings, scorecards and the debrief of a loop, in the shapes of the contract's documents."""

from __future__ import annotations

from dataclasses import dataclass, field

from agent.domain.cost import Cost
from agent.domain.terms import Context, Decision, EndedBy, Flag, InterviewerKind, Level, RoundKind
from agent.domain.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim quote: an exact substring of `turns[turn].text`."""

    turn: int
    quote: str
    test: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class SignalRating:
    """How one signal of the rubric was rated: 1 to 4, or None where it was not observed."""

    id: str
    name: str
    weight: float
    rating: int | None
    evidence: tuple[Evidence, ...]
    graded_by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows from ratings by arithmetic alone.

    `score` is in 0..1 and monotone in `decision`; `confidence` is the stated probability that a second independent
    grading gives the same decision. `near` is a neighbour that is about as likely, where there is one.
    """

    decision: Decision
    score: float | None
    confidence: float
    too_close_to_call: bool
    near: Decision | None = None


@dataclass(frozen=True, slots=True)
class QuestionRef:
    """A question that was asked; `id` is None where it is not one of ours."""

    id: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Prose:
    """The words around a verdict. Whoever writes them cannot change the verdict."""

    headline: str
    strengths: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    would_flip: tuple[str, ...] = ()
    drills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepHeard:
    """A step and where it was heard first; None where it was not."""

    id: str
    name: str
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class FrameworkHeard:
    """What of a framework was heard in a round. It is evidence to read by; no rating rests on it.

    `signal` is the name of the signal it is evidence of; `words_before` counts the candidate's words before the step
    named `until`, None where there is no such step or it was not heard.
    """

    id: str
    name: str
    signal: str
    steps: tuple[StepHeard, ...]
    until: str | None = None
    words_before: int | None = None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The graded round. `frameworks` is evidence beside the ratings, on which nothing rests."""

    session: str | None
    round: RoundKind
    round_id: str
    level: Level
    context: Context
    questions: tuple[QuestionRef, ...]
    interviewer: InterviewerKind
    interviewer_model: str | None
    grader_model: str | None
    verdict: Verdict
    signals: tuple[SignalRating, ...]
    prose: Prose
    flags: tuple[Flag, ...]
    ended_by: EndedBy
    frameworks: tuple[FrameworkHeard, ...] = ()


@dataclass(frozen=True, slots=True)
class Dispute:
    """A disputed rating: the words the candidate pointed at, with their turn where he said them, and what came of it.

    `before` and `after` are the rating, `decision_before` and `decision_after` what follows from it by arithmetic; they
    differ only where a quote had been missed.
    """

    round_id: str
    signal: str
    quote: str
    turn: int | None
    before: int | None
    after: int | None
    answer: str
    decision_before: Decision
    decision_after: Decision


@dataclass(frozen=True, slots=True)
class RoundDocument:
    """A held round: what was said and how it was graded. `cost` is None where no model was asked."""

    session: str
    transcript: Transcript
    scorecard: Scorecard
    cost: Cost | None = None
    disputes: tuple[Dispute, ...] = ()


@dataclass(frozen=True, slots=True)
class LoopDebrief:
    """The committee's debrief over the scorecards of a loop.

    `weights` (by round_id, of every round of the plan) and `bars` (by level) are what the decision was computed with.
    `cost` is None where no model was asked.
    """

    session: str
    loop: str
    level: Level
    context: Context
    interviewer: InterviewerKind
    decision: Decision
    recommended_level: Level | None
    scorecards: tuple[Scorecard, ...]
    transcripts: tuple[Transcript, ...]
    rounds_not_held: tuple[str, ...]
    agreement: tuple[str, ...]
    dissent: tuple[str, ...]
    headline: str
    would_flip: tuple[str, ...]
    drills: tuple[str, ...]
    weights: dict[str, float] = field(default_factory=dict)
    bars: dict[Level, float] = field(default_factory=dict)
    cost: Cost | None = None
    disputes: tuple[Dispute, ...] = ()

"""Small held rounds for tests of the behaviour checks, around a question of ours."""

from __future__ import annotations

from functools import cache

from agent.catalog.loader import Catalog
from agent.domain.terms import Decision, EndedBy, Flag, InterviewerKind, Level, MessageKind, Move, Role, RoundKind
from agent.domain.transcript import Transcript, Turn
from agent.domain.verdict import Evidence, Prose, Scorecard, SignalRating, Verdict
from agent.grading.decision import decide_verdict
from evals.candidates.base import Line
from evals.scorers.behaviour.case import Case
from evals.simulation import Held, Moment

KIND = RoundKind.ML_DEPTH
ANSWER = (
    "I cut the stores with stock under two out of the history, and waste fell from 6.1 to 4.8 percent in forty stores."
)


@cache
def catalog() -> Catalog:
    return Catalog()


@cache
def question():
    return catalog().questions(KIND)[0]


def said(text: str, move: Move, **fields) -> Turn:
    return Turn(Role.INTERVIEWER, text, move=move, question_id=question().id, **fields)


def answered(text: str = ANSWER, kind: MessageKind = MessageKind.ANSWER, injects: bool = False) -> Line:
    return Line(text, kind, injects)


def case(*steps: Turn | Line, card: Scorecard | None = None, minutes: float = 45, closing: bool = True) -> Case:
    """A round that opens with the question; turns of the interviewer and lines of the candidate follow in order."""
    turns: list[Turn] = [said(question().statement, Move.QUESTION)]
    moments: list[Moment] = []
    for step in steps:
        if isinstance(step, Turn):
            turns.append(step)
            continue
        moments.append(Moment(len(turns), step, 600.0 - 20 * len(turns), 5, False))
        turns.append(Turn(Role.CANDIDATE, step.text))
    if closing:
        spec = catalog().round_spec(KIND)
        turns.append(said(spec.handovers[0], Move.CLOSE))
        moments.append(Moment(len(turns), Line("No, that was all."), 100.0, 1, True))
        turns += [Turn(Role.CANDIDATE, "No, that was all."), said(spec.farewells[0], Move.CLOSE)]
    transcript = Transcript(KIND, tuple(turns), KIND.value, Level.SENIOR, question=question().statement)
    return Case(Held(transcript, tuple(moments), card or scorecard(), minutes, 12), catalog())


def scorecard(rating: int | None = 3, quote: str = "waste fell from 6.1 to 4.8", **fields) -> Scorecard:
    """A card whose signals all have one rating, resting on a quote of turn 1."""
    rubric = catalog().rubric(KIND)
    signals = tuple(
        SignalRating(s.id, s.name, s.weight, rating, (Evidence(1, quote),) if rating else (), "offline")
        for s in rubric.signals
    )
    verdict: Verdict = fields.pop("verdict", None) or decide_verdict(signals, rubric.bars[Level.SENIOR])
    flags: tuple[Flag, ...] = fields.pop("flags", ())
    headline = fields.pop("headline", "He found the censored label himself.")
    return Scorecard(
        None, KIND, KIND.value, Level.SENIOR, "big_tech", (), InterviewerKind.OFFLINE, None, None, verdict, signals,
        Prose(headline, **fields), flags, EndedBy.ANSWERED,
    )  # fmt: skip


STRONG_HIRE = Verdict(Decision.STRONG_HIRE, 0.9, 0.5, False)

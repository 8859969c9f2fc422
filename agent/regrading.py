"""Grades a transcript several times over, so that one sees how much of a verdict is the grader's mood."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from agent.assembly import choose_interviewer, make_catalog
from agent.debriefing import debrief, seen
from agent.domain.terms import Decision, InterviewerKind
from agent.domain.transcript import Transcript
from agent.domain.verdict import SignalRating, Verdict
from agent.grading.decision import decide_verdict
from agent.settings import Settings


@dataclass(frozen=True, slots=True)
class Regrade:
    """Independent gradings of one transcript, each a verdict with the ratings it was computed from.

    `deterministic` says that the grader gives the same every time, so that one grading stands for all.
    """

    asked_for: int
    grader: str
    deterministic: bool
    gradings: tuple[tuple[Verdict, tuple[SignalRating, ...]], ...]

    @property
    def votes(self) -> dict[Decision, int]:
        """How many gradings came to each decision, the most first."""
        return dict(Counter(verdict.decision for verdict, _ in self.gradings).most_common())

    @property
    def too_close_to_call(self) -> bool:
        """Whether the votes split."""
        return len(self.votes) > 1

    def ratings(self) -> dict[str, tuple[int | None, ...]]:
        """The ratings of each signal, in the order of the gradings."""
        names = [signal.name for signal in self.gradings[0][1]]
        return {name: tuple(signals[i].rating for _, signals in self.gradings) for i, name in enumerate(names)}


async def regrade(transcript: Transcript, settings: Settings, times: int) -> Regrade:
    """Grade a transcript `times` times, each blind to the others. Raises ProviderError; nothing is kept."""
    choice = choose_interviewer(settings)
    if choice.kind is not InterviewerKind.MODEL:
        card = await debrief(transcript, settings)
        return Regrade(times, "offline", True, ((card.verdict, card.signals),))
    from agent.interviewer.model import ModelInterviewer

    # At temperature 0 the same request gives the same answer: its spread would say nothing.
    interviewer = ModelInterviewer.from_settings(settings, grading_temperature=None)
    try:
        view = seen(transcript, make_catalog(settings))
        grades = [await interviewer.grade(view, ()) for _ in range(times)]
    finally:
        await interviewer.aclose()
    bar = view.rubric.bars[view.level]
    gradings = tuple((decide_verdict(grade.signals, bar), grade.signals) for grade in grades)
    return Regrade(times, choice.grader or "", False, gradings)

"""The protocol of an interviewer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from agent.domain.interview import Allowed, Assessment, CommitteeProse, Reply, RoundGrade, RoundView
from agent.domain.terms import InterviewerKind
from agent.domain.verdict import LoopDebrief, Prose, Verdict
from agent.events import Asked


class Interviewer(Protocol):
    """Somebody who can hold a round and grade it.

    `open` and `reply` yield the spoken words in pieces and, as their last item, the finished `Reply` whose text is
    the concatenation of the pieces. `Asked` says that somebody else was asked and the words are awaited. Any of them
    may raise `ProviderError`.
    """

    kind: InterviewerKind
    name: str  # "offline" or the model's name
    grader: str  # who grades: "offline" or the model's name

    def open(self, view: RoundView) -> AsyncIterator[str | Asked | Reply]:
        """Greet (or hand over from the last round) and put the round's question."""
        ...

    def reply(self, view: RoundView, allowed: Allowed) -> AsyncIterator[str | Asked | Reply]:
        """Say the next thing."""
        ...

    async def assess(self, view: RoundView) -> Assessment:
        """Say what the newest answer showed."""
        ...

    async def grade(self, view: RoundView, assessments: Sequence[tuple[int, Assessment]]) -> RoundGrade:
        """Rate every signal of the rubric over the whole round; `assessments` come with the index of their turn."""
        ...

    async def debrief(self, view: RoundView, grade: RoundGrade, verdict: Verdict) -> Prose:
        """Write the words around a round's verdict."""
        ...

    async def committee(self, debrief: LoopDebrief) -> CommitteeProse:
        """Write the words around a loop's decision; the debrief's own prose fields are filled by arithmetic."""
        ...

    async def get_ready(self) -> None:
        """Have at hand what the next reply is asked with while the candidate writes. Nobody is asked, nothing fails."""
        ...

    async def aclose(self) -> None:
        """Let go of connections."""
        ...

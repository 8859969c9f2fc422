"""Real small implementations of what a session uses, so that the machine can be tested without models or embeddings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

from agent.domain.interview import (
    Allowed,
    Assessment,
    CommitteeProse,
    FollowUp,
    Reply,
    RoundGrade,
    RoundView,
    SignalShown,
    Sought,
)
from agent.domain.knowledge import Question
from agent.domain.terms import InterviewerKind, MessageKind, Move, RoundKind
from agent.domain.transcript import Transcript
from agent.domain.verdict import LoopDebrief, Prose, SignalRating, Verdict
from agent.errors import ProviderError


class PlainInterviewer:
    """Takes the first allowed move and says something unique; counts what it was asked to do.

    `fail` names calls ("reply", "assess", "grade", ...) that fail with a ProviderError, once each.
    """

    grader = "offline"

    def __init__(self, kind: InterviewerKind = InterviewerKind.OFFLINE, name: str = "offline") -> None:
        self.kind, self.name = kind, name
        self.calls: list[tuple[str, int]] = []
        self.views: list[RoundView] = []
        self.joined: list[LoopDebrief] = []
        self.fail: set[str] = set()

    def _called(self, what: str, view: RoundView | None = None) -> None:
        self.calls.append((what, view.transcript.turns[-1].seq if view and view.transcript.turns else 0))
        if view is not None:
            self.views.append(view)
        if what in self.fail:
            self.fail.remove(what)
            raise ProviderError("The provider did not answer; everything is kept. Try again with `mockloop resume`.")

    async def open(self, view: RoundView) -> AsyncIterator[str | Reply]:
        self._called("open", view)
        text = f"Hello to {view.spec.title}. {view.question.statement}"
        yield text
        yield Reply(text, Move.QUESTION)

    async def reply(self, view: RoundView, allowed: Allowed) -> AsyncIterator[str | Reply]:
        move = allowed.moves[0]
        probe = None
        if move in (Move.DEEPEN, Move.PROBE):
            probe = f"made-up-{len(view.transcript.turns)}"
        if move is Move.CHALLENGE:
            probe = view.conflicts[0].id
        text = f"{move.value} number {len(view.transcript.turns)}"
        yield text[:4]
        self._called("reply", view)
        yield text[4:]
        rung = view.hints_given + 1 if move is Move.HINT else None
        yield Reply(text, move, probe, hint_rung=rung, signal=view.rubric.signals[0].id if probe else None)

    async def assess(self, view: RoundView) -> Assessment:
        self._called("assess", view)
        quote = view.transcript.turns[-1].text[:10] or "-"
        return Assessment((SignalShown(view.rubric.signals[0].id, 3, quote),), answered=True)

    async def grade(self, view: RoundView, assessments: Sequence[tuple[int, Assessment]]) -> RoundGrade:
        self._called("grade", view)
        rating = 3 if assessments else None
        return RoundGrade(
            tuple(SignalRating(s.id, s.name, s.weight, rating, (), self.grader) for s in view.rubric.signals)
        )

    async def debrief(self, view: RoundView, grade: RoundGrade, verdict: Verdict) -> Prose:
        self._called("debrief", view)
        return Prose(f"{verdict.decision.words}.")

    async def committee(self, debrief: LoopDebrief) -> CommitteeProse:
        self._called("committee")
        self.joined.append(debrief)
        return CommitteeProse(f"{debrief.decision.words}.")

    async def get_ready(self) -> None:
        return None

    async def aclose(self) -> None:
        self.calls.append(("aclose", 0))


class NoSearch:
    """Finds nothing."""

    def __init__(self) -> None:
        self.asked: list[Sought] = []

    async def load(self) -> None:
        await asyncio.sleep(0)

    async def prepare(self) -> None:
        await asyncio.sleep(0)

    async def close(self) -> None:
        return None

    async def belongs(self, text: str, question: Question) -> bool:
        return True

    async def brought_up(self, target_id: str, round: RoundKind) -> FollowUp | None:
        return None

    async def candidates(self, sought: Sought) -> list[FollowUp]:
        self.asked.append(sought)
        return []


class ByFirstWord:
    """A message is what its first word says ("skip ...", "hint ..."), else an answer."""

    async def classify(self, text: str, open_ask: str, *, closing: bool, confirming: bool) -> MessageKind:
        word = text.split(maxsplit=1)[0].lower() if text.strip() else "nothing"
        return MessageKind(word) if word in set(MessageKind) else MessageKind.ANSWER


class HearsNothing:
    """No framework, and no phrase that a debrief would take up."""

    async def frameworks(self, transcript: Transcript, known: Sequence[Any]) -> tuple[()]:
        return ()

    async def reframed(self, transcript: Transcript, profile: Any, prose: Prose) -> Prose:
        return prose

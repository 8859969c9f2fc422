"""Who interviews while processes are killed: one that speaks slowly from a script, and a watch over any other."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Sequence

from agent.domain.frameworks import Framework
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
from agent.domain.people import BackgroundProfile
from agent.domain.terms import InterviewerKind, MessageKind, Move, RoundKind
from agent.domain.transcript import Transcript
from agent.domain.verdict import Evidence, FrameworkHeard, LoopDebrief, Prose, SignalRating, Verdict
from agent.events import Asked
from agent.interviewer.base import Interviewer

TOKEN_SECONDS = 0.001
"""Between two tokens of the scripted interviewer: a model's pace, quickened; kills at random times land in it."""


class HearsNothing:
    """Listens for no phrasing, so that no embedder is loaded."""

    async def frameworks(self, transcript: Transcript, known: Sequence[Framework]) -> tuple[FrameworkHeard, ...]:
        """None."""
        return ()

    async def reframed(self, transcript: Transcript, profile: BackgroundProfile | None, prose: Prose) -> Prose:
        """As they are."""
        return prose


class ScriptedInterviewer:
    """Speaks like a model: in tokens, beside its assessment, with words that follow from the turn alone."""

    kind = InterviewerKind.MODEL
    name = grader = "scripted"

    async def open(self, view: RoundView) -> AsyncIterator[str | Reply]:
        """Put the round's question."""
        async for piece in _slowly(Reply(f"Round {view.round_index}. {view.question.title}?", Move.QUESTION)):
            yield piece

    async def reply(self, view: RoundView, allowed: Allowed) -> AsyncIterator[str | Reply]:
        """Take the best allowed move; the words name the message they answer, so that none come twice."""
        move = allowed.moves[0]
        seq = view.transcript.turns[-1].seq
        probe = f"made-up.{seq}" if move in (Move.PROBE, Move.DEEPEN, Move.TWIST) else None
        if move is Move.CHALLENGE:
            probe = "claims." + (view.conflicts[0].later.subject or "figure").replace(" ", "-")
        signal = view.rubric.signals[seq % len(view.rubric.signals)].id if probe else None
        rung = view.hints_given + 1 if move is Move.HINT else None
        text = f"You said so in message {seq}, and I {move.value}: what would you do next, and how would you know?"
        async for piece in _slowly(Reply(text, move, probe, hint_rung=rung, signal=signal)):
            yield piece

    async def assess(self, view: RoundView) -> Assessment:
        """One signal an answer, in turn."""
        turn = view.transcript.turns[-1]
        await asyncio.sleep(5 * TOKEN_SECONDS)
        signal = view.rubric.signals[turn.seq % len(view.rubric.signals)].id
        return Assessment((SignalShown(signal, 1 + len(turn.text) % 4, turn.text[:20]),), answered=True)

    async def grade(self, view: RoundView, assessments: Sequence[tuple[int, Assessment]]) -> RoundGrade:
        """The rating shown last for each signal."""
        await asyncio.sleep(5 * TOKEN_SECONDS)
        shown = {s.signal: (s.rating, Evidence(index, s.quote)) for index, a in assessments for s in a.shown}
        return RoundGrade(tuple(
            SignalRating(s.id, s.name, s.weight, shown[s.id][0] if s.id in shown else None,
                         (shown[s.id][1],) if s.id in shown else (), self.grader)
            for s in view.rubric.signals
        ))  # fmt: skip

    async def debrief(self, view: RoundView, grade: RoundGrade, verdict: Verdict) -> Prose:
        """A headline."""
        await asyncio.sleep(5 * TOKEN_SECONDS)
        return Prose(f"{verdict.decision.words} after {len(view.transcript.turns)} turns.")

    async def committee(self, debrief: LoopDebrief) -> CommitteeProse:
        """A headline."""
        await asyncio.sleep(5 * TOKEN_SECONDS)
        return CommitteeProse(f"{debrief.decision.words} over {len(debrief.scorecards)} rounds.")

    async def get_ready(self) -> None:
        """Nothing is needed."""

    async def aclose(self) -> None:
        """Nothing to let go of."""


async def _slowly(reply: Reply) -> AsyncIterator[str | Reply]:
    for piece in re.findall(r"\S+\s*", reply.text):
        await asyncio.sleep(TOKEN_SECONDS)
        yield piece
    yield reply


class WatchedInterviewer:
    """Passes everything on to another interviewer, notes each call when it starts, and passes points on the way.

    `note(what, round_id, seq)` is called first: `seq` is the message a call is about, 0 for a round as a whole.
    """

    def __init__(self, inner: Interviewer, reach: Callable[[str], None], note: Callable[[str, str, int], None]) -> None:
        self._inner, self._reach, self._note = inner, reach, note
        self.kind, self.name, self.grader = inner.kind, inner.name, inner.grader

    async def open(self, view: RoundView) -> AsyncIterator[str | Asked | Reply]:
        """Watched."""
        self._note("reply", view.transcript.round_id, 0)
        async for piece in self._inner.open(view):
            self._reach("streaming/an opening")
            yield piece

    async def reply(self, view: RoundView, allowed: Allowed) -> AsyncIterator[str | Asked | Reply]:
        """Watched."""
        self._note("reply", view.transcript.round_id, view.transcript.turns[-1].seq)
        async for piece in self._inner.reply(view, allowed):
            self._reach("streaming/a reply")
            yield piece

    async def assess(self, view: RoundView) -> Assessment:
        """Watched."""
        self._note("assess", view.transcript.round_id, view.transcript.turns[-1].seq)
        self._reach("assessing/begun")
        result = await self._inner.assess(view)
        self._reach("assessing/done")
        return result

    async def grade(self, view: RoundView, assessments: Sequence[tuple[int, Assessment]]) -> RoundGrade:
        """Watched."""
        self._note("grade", view.transcript.round_id, 0)
        self._reach("scoring/grading begun")
        result = await self._inner.grade(view, assessments)
        self._reach("scoring/grading done")
        return result

    async def debrief(self, view: RoundView, grade: RoundGrade, verdict: Verdict) -> Prose:
        """Watched."""
        self._note("scorecard", view.transcript.round_id, 0)
        self._reach("scoring/debrief begun")
        result = await self._inner.debrief(view, grade, verdict)
        self._reach("scoring/debrief done")
        return result

    async def committee(self, debrief: LoopDebrief) -> CommitteeProse:
        """Watched."""
        self._note("committee", "", 0)
        self._reach("committee/begun")
        result = await self._inner.committee(debrief)
        self._reach("committee/done")
        return result

    async def get_ready(self) -> None:
        """Passed on."""
        await self._inner.get_ready()

    async def aclose(self) -> None:
        """Passed on."""
        await self._inner.aclose()


class NoSearch:
    """Finds nothing: the scripted interviewer makes its probes up."""

    async def candidates(self, sought: Sought) -> list[FollowUp]:
        """Nothing."""
        return []

    async def belongs(self, text: str, question: Question) -> bool:
        """Always."""
        return True

    async def brought_up(self, target_id: str, round: RoundKind) -> FollowUp | None:
        """Nothing."""
        return None

    async def load(self) -> None:
        """Nothing to load."""

    async def prepare(self) -> None:
        """Nothing to load."""

    async def close(self) -> None:
        """Nothing to let go of."""


class EveryMessageAnswers:
    """Takes every message for an answer."""

    async def classify(self, text: str, open_ask: str, *, closing: bool, confirming: bool) -> MessageKind:
        """An answer."""
        return MessageKind.ANSWER

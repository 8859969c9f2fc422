"""Sits whole rounds and loops without an interface: a simulated candidate through the session's own door."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path

from agent.domain.request import StartRequest
from agent.domain.terms import Role, RoundKind
from agent.domain.transcript import Transcript
from agent.domain.verdict import LoopDebrief, RoundDocument, Scorecard
from agent.events import Ended, Event, Waiting
from agent.graph.context import GraphContext
from agent.session import Session
from evals.candidates.base import Candidate, Hearing, Line
from evals.world import Scope

MOST_MESSAGES = 400
"""More than any loop takes; past it a session that never ends is a fault."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One message of the candidate: where it stands, what he meant by it, and what was left when he spoke."""

    turn: int
    line: Line
    seconds_left: float
    answers_left: int
    closing: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A held round as checks see it: what was said, what the candidate meant, and the verdict."""

    transcript: Transcript
    moments: tuple[Moment, ...]
    scorecard: Scorecard
    minutes: float
    answers: int

    def moment(self, turn: int) -> Moment | None:
        """The candidate's message at a turn."""
        return next((moment for moment in self.moments if moment.turn == turn), None)


@dataclass(frozen=True, slots=True)
class Sat:
    """A session to its end."""

    document: RoundDocument | LoopDebrief
    rounds: tuple[Held, ...]


def shared_services(scope: Scope) -> Callable[[GraphContext], GraphContext]:
    """Services of the run in the place of a session's own, and a secret that is the same each time."""
    world = scope.world

    def refit(context: GraphContext) -> GraphContext:
        return replace(
            context,
            interviewer=scope.interviewer(),
            search=world.search,
            classifier=world.classifier,
            salt=scope.salt,
        )

    return refit


async def sit(request: StartRequest, make: Callable[[RoundKind], Candidate], scope: Scope) -> Sat:
    """Hold what is asked for to its end; `make` gives the candidate of each round.

    Raises ProviderError; AssertionError where a session does not end.
    """
    with tempfile.TemporaryDirectory(prefix="mockloop-eval-") as folder:
        settings = scope.world.settings.model_copy(update={"home": Path(folder)})
        session = await Session.start(request, settings, shared_services(scope), scope.world.catalog)
        try:
            return await _drive(session, make)
        finally:
            await session.close()


async def _drive(session: Session, make: Callable[[RoundKind], Candidate]) -> Sat:
    candidates: dict[str, Candidate] = {}
    moments: dict[str, list[Moment]] = {}
    kinds = {plan.round_id: plan.kind for plan in session.plan.rounds}
    last = await _last(session.proceed())
    for _ in range(MOST_MESSAGES):
        if isinstance(last, Ended):
            return _sat(last.document, session, moments)
        assert isinstance(last, Waiting), f"the session stopped at {last} without waiting"
        round_id = last.round_id
        transcript = next(t for t in await session.transcript() if t.round_id == round_id)
        candidate = candidates.setdefault(round_id, make(kinds[round_id]))
        hearing = Hearing(
            kinds[round_id], round_id, transcript.turns, last.seconds_left, last.answers_left, last.closing
        )
        line = await candidate.say(hearing)
        moments.setdefault(round_id, []).append(
            Moment(len(transcript.turns), line, last.seconds_left, last.answers_left, last.closing)
        )
        last = await _last(session.answer(line.text, seconds=line.seconds))
    raise AssertionError(f"the session did not end within {MOST_MESSAGES} messages")


def _sat(document: RoundDocument | LoopDebrief, session: Session, moments: dict[str, list[Moment]]) -> Sat:
    transcripts = (document.transcript,) if isinstance(document, RoundDocument) else document.transcripts
    cards = (document.scorecard,) if isinstance(document, RoundDocument) else document.scorecards
    plans = {plan.round_id: plan for plan in session.plan.rounds}
    by_round = {card.round_id: card for card in cards}
    held = [
        Held(t, tuple(moments.get(t.round_id, ())), by_round[t.round_id], plans[t.round_id].minutes,
             plans[t.round_id].turns)
        for t in transcripts
    ]  # fmt: skip
    for item in held:
        spoken = [i for i, turn in enumerate(item.transcript.turns) if turn.role is Role.CANDIDATE]
        assert spoken == [moment.turn for moment in item.moments], "a message stands in another place than it was given"
    return Sat(document, tuple(held))


async def _last(events: AsyncIterator[Event]) -> Event | None:
    last = None
    async for event in events:
        last = event
    return last

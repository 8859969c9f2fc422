"""A session and a backend that need neither a model nor a graph: real implementations of the app's interfaces.

`FakeSession` holds a scripted interview in memory (its `Store` plays the disk). Where a test wants to stand between
two events it hands over a `Gate`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace

from sample_interviews import (
    INTERVIEWERS,
    LOOPS,
    PROBES,
    QUESTIONS,
    ROUNDS,
    Store,
    card_of,
    document_of,
    row_of,
    store_for,
    transcripts_of,
)

from agent.domain.request import StartRequest
from agent.domain.terms import Decision, EndedBy, Move, Role, SessionStatus
from agent.domain.transcript import RoundPlan, Transcript, Turn
from agent.domain.verdict import Dispute, LoopDebrief, RoundDocument, Scorecard
from agent.errors import MockloopError, NotFoundError, StorageError
from agent.events import AnswerKept, Ended, Event, InterviewerSpoke, RoundScored, RoundStarted, Token, Waiting
from agent.library import InterviewerRow, LoopRow, RoundRow, SessionRow
from agent.settings import Settings, load_settings

FAREWELL = "Thank you. Somebody will be in touch by the end of the week."


class Gate:
    """Holds a session up until a test lets it go on."""

    def __init__(self) -> None:
        self._open = asyncio.Event()
        self.reached = asyncio.Event()

    async def pass_through(self) -> None:
        self.reached.set()
        await self._open.wait()

    def open(self) -> None:
        self._open.set()


@dataclass
class Script:
    """What goes wrong or waits, and how long a round is."""

    answers_a_round: int = 2
    gate: Gate | None = None  # reached after the first token of a reply
    fails: list[MockloopError] = field(default_factory=list)  # raised one a call, after the first token
    refuses: list[MockloopError] = field(default_factory=list)  # raised one a call, before the answer is kept
    crash: Exception | None = None
    replies: Sequence[str] = PROBES
    closing_after: int | None = None  # answers after which the floor is the candidate's


class FakeSession:
    """A scripted interview."""

    def __init__(self, store: Store, script: Script, settings: Settings) -> None:
        self.store = store
        self.script = script
        self.settings = settings
        self.plan = store.plan
        self.id = store.plan.session
        self.said: list[tuple[str, float | None]] = []
        self.closed = 0
        self.disk_is_full = False
        self.keep_gate: Gate | None = None  # in front of the disk
        self.ended = False
        self.switched: list[Settings] = []

    async def proceed(self) -> AsyncIterator[Event]:
        for event in self._begin_round():
            yield event
        turns = self._turns()
        if turns and turns[-1].role is Role.CANDIDATE:
            async for event in self._after_answer():
                yield event
        else:
            yield self._waiting()

    async def answer(self, text: str, *, seconds: float | None = None) -> AsyncIterator[Event]:
        if self.script.refuses:
            raise self.script.refuses.pop(0)
        if self.keep_gate is not None:
            await self.keep_gate.pass_through()
        self.said.append((text, seconds))
        turn = self._add(Role.CANDIDATE, text)
        self.store.took_back = False
        yield AnswerKept(turn)
        async for event in self._after_answer():
            yield event

    async def end(self) -> AsyncIterator[Event]:
        self.ended = True
        self.store.status = SessionStatus.ENDED
        card = self._score(EndedBy.CANDIDATE)
        yield RoundScored(card)
        yield Ended(document_of(self.store))

    async def take_back(self) -> str | None:
        turns = self._turns()
        answers = [index for index, turn in enumerate(turns) if turn.role is Role.CANDIDATE]
        if not answers or self.store.took_back:
            return None
        text = turns[answers[-1]].text
        del turns[answers[-1] :]
        self.store.took_back = True
        return text

    async def transcript(self) -> list[Transcript]:
        return transcripts_of(self.store)

    async def foresee(self, text: str) -> None:
        return None

    async def keep_draft(self, text: str) -> None:
        if self.disk_is_full:
            raise StorageError("The disk is full.")
        self.store.draft = text

    async def draft(self) -> str:
        return self.store.draft

    async def switch_interviewer(self, settings: Settings) -> None:
        self.switched.append(settings)
        self.settings = settings

    async def close(self) -> None:
        self.closed += 1

    # -- the script

    def _round(self) -> RoundPlan:
        return self.plan.rounds[self.store.position]

    def _turns(self) -> list[Turn]:
        return self.store.turns.setdefault(self._round().round_id, [])

    def _add(self, role: Role, text: str) -> Turn:
        turn = Turn(role, text, move=Move.PROBE if role is Role.INTERVIEWER else None)
        self._turns().append(turn)
        return turn

    def _begin_round(self) -> list[Event]:
        if self._turns():
            return []
        plan = self._round()
        text = QUESTIONS[plan.kind]
        started = RoundStarted(plan, plan.kind.label, self.store.position, len(self.plan.rounds))
        return [started, *(Token(word) for word in pieces(text)), InterviewerSpoke(self._add(Role.INTERVIEWER, text))]

    def _answers(self) -> int:
        return sum(turn.role is Role.CANDIDATE for turn in self._turns())

    def _waiting(self) -> Waiting:
        answers = self._answers()
        left = self.script.answers_a_round - answers
        can_take_back = answers > 0 and not self.store.took_back
        closing = self.script.closing_after is not None and answers >= self.script.closing_after
        return Waiting(self._round().round_id, 1500.0 - 60 * answers, left, closing, can_take_back)

    async def _after_answer(self) -> AsyncIterator[Event]:
        if self.script.crash is not None:
            raise self.script.crash
        if self._answers() >= self.script.answers_a_round:
            async for event in self._finish_round():
                yield event
            return
        text = self.script.replies[(self._answers() - 1) % len(self.script.replies)]
        words = pieces(text)
        yield Token(words[0])
        if self.script.gate is not None:
            await self.script.gate.pass_through()
        if self.script.fails:
            raise self.script.fails.pop(0)
        for word in words[1:]:
            yield Token(word)
        yield InterviewerSpoke(self._add(Role.INTERVIEWER, text))
        yield self._waiting()

    async def _finish_round(self) -> AsyncIterator[Event]:
        yield InterviewerSpoke(self._add(Role.INTERVIEWER, FAREWELL))
        yield RoundScored(self._score(EndedBy.ANSWERED))
        if self.store.position + 1 < len(self.plan.rounds):
            self.store.position += 1
            for event in self._begin_round():
                yield event
            yield self._waiting()
        else:
            self.store.status = SessionStatus.FINISHED
            yield Ended(document_of(self.store))

    def _score(self, ended_by: EndedBy) -> Scorecard:
        card = card_of(self.plan, self._round(), self._turns(), ended_by)
        self.store.cards.append(card)
        return card


def pieces(text: str) -> list[str]:
    """Words with the space behind them, as a stream brings them."""
    return [word + " " for word in text.split(" ")[:-1]] + [text.split(" ")[-1]]


class FakeBackend:
    """The app's backend over memory."""

    def __init__(self, script: Script | None = None, stores: Sequence[Store] = (), **settings: object) -> None:
        self.script = script or Script()
        self.stores = {store.plan.session: store for store in stores}
        self.given = settings
        self.remembered: dict[str, str | bool] = {}
        self.opened: list[FakeSession] = []
        self.requests: list[StartRequest] = []
        self.start_gate: Gate | None = None
        self.start_error: Exception | None = None
        self.dispute_error: MockloopError | None = None

    @property
    def session(self) -> FakeSession:
        """The session opened last."""
        return self.opened[-1]

    async def load_settings(self) -> Settings:
        return load_settings(**self.given)

    async def remember(self, settings: Settings, **changes: str | bool) -> None:
        self.remembered |= changes

    async def rounds(self, settings: Settings) -> list[RoundRow]:
        return ROUNDS

    async def loops(self, settings: Settings) -> list[LoopRow]:
        return LOOPS

    async def interviewers(self, settings: Settings) -> list[InterviewerRow]:
        return INTERVIEWERS

    async def sessions(self, settings: Settings) -> list[SessionRow]:
        return [row_of(store) for store in self.stores.values()]

    async def document(self, settings: Settings, session: str) -> RoundDocument | LoopDebrief:
        return document_of(self.stores[session])

    async def dispute(self, settings: Settings, session: str, signal: str, words: str, round_id: str) -> Dispute:
        """Words of the second answer were missed, all others were weighed."""
        if self.dispute_error is not None:
            raise self.dispute_error
        store = self.stores[session]
        card = next(card for card in store.cards if card.round_id == round_id)
        before = next(rating.rating for rating in card.signals if rating.id == signal)
        missed = words in store.turns[round_id][3].text
        answer = "This was missed. It names who loses." if missed else "This was weighed."
        outcome = Dispute(
            round_id, signal, words, 3 if missed else 1, before, 4 if missed else before, answer,
            card.verdict.decision, Decision.HIRE if missed else card.verdict.decision,
        )  # fmt: skip
        store.disputes.append(outcome)
        return outcome

    async def delete(self, settings: Settings, session: str) -> None:
        del self.stores[session]

    async def eval_runs(self, settings: Settings) -> list[SimpleNamespace]:
        about = "offline; small; 2 of 2 passed"
        return [SimpleNamespace(id=name, about=about) for name in ("20261120-1", "baseline")]

    async def eval_view(self, settings: Settings, runs: Sequence[str]) -> SimpleNamespace:
        return SimpleNamespace(runs=tuple(runs), figures=f"figures of {', '.join(runs)}", samples=())

    async def settings_to_resume(self, settings: Settings, session: str | None) -> Settings:
        return settings

    async def prepare(self) -> None:
        """Nothing to load."""

    async def start(self, request: StartRequest, settings: Settings) -> FakeSession:
        self.requests.append(request)
        if self.start_gate is not None:
            await self.start_gate.pass_through()
        if self.start_error is not None:
            raise self.start_error
        store = store_for(request, f"s{len(self.stores) + 1}")
        self.stores[store.plan.session] = store
        return self._open(store, settings)

    async def resume(self, session: str | None, settings: Settings) -> FakeSession:
        active = [store for store in self.stores.values() if store.status is SessionStatus.ACTIVE]
        store = self.stores.get(session) if session else next(iter(active), None)
        if store is None:
            raise NotFoundError(f"There is no session {session or 'to go on with'}.")
        return self._open(store, settings)

    def _open(self, store: Store, settings: Settings) -> FakeSession:
        self.opened.append(FakeSession(store, self.script, settings))
        return self.session

"""A session and a backend that need neither a model nor a graph: real implementations of the app's interfaces.

`FakeSession` holds a scripted interview in memory (its `Store` plays the disk). Where a test wants to stand between
two events it hands over a `Gate`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace

from agent.domain.request import StartRequest
from agent.domain.terms import Context, Decision, EndedBy, InterviewerKind, Level, Move, Role, RoundKind, SessionStatus
from agent.domain.transcript import RoundPlan, SessionPlan, Transcript, Turn
from agent.domain.verdict import (
    Evidence,
    LoopDebrief,
    Prose,
    QuestionRef,
    RoundDocument,
    Scorecard,
    SignalRating,
    Verdict,
)
from agent.errors import MockloopError, NotFoundError, ProviderError
from agent.events import (
    AnswerKept,
    Ended,
    Event,
    InterviewerSpoke,
    RoundScored,
    RoundStarted,
    Token,
    Waiting,
)
from agent.library import LoopRow, RoundRow, SessionRow
from agent.settings import Settings, load_settings

QUESTIONS = {
    RoundKind.ML_DEPTH: (
        "Our sales team changed what counts as a qualified lead twice last month, and the model that ranks leads was "
        "trained on all of it. What breaks first, and how would you notice?"
    ),
    RoundKind.BEHAVIORAL: "Tell me about a decision that you reversed. What made you see it?",
}
PROBES = (
    "You froze one definition. Who loses when you do that?",
    "The dashboard is green and sales says the list got worse. Whom do you believe, and what do you look at first?",
    "What would you have measured before the change, had you known it was coming?",
)
LOOP_ROUNDS = (RoundKind.ML_DEPTH, RoundKind.BEHAVIORAL)


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
class Store:
    """What a session leaves behind: shared by the session objects that open it."""

    plan: SessionPlan
    turns: dict[str, list[Turn]] = field(default_factory=dict)
    draft: str = ""
    cards: list[Scorecard] = field(default_factory=list)
    status: SessionStatus = SessionStatus.ACTIVE
    position: int = 0
    held: bool = False
    took_back: bool = False


@dataclass
class Script:
    """What goes wrong or waits, and how long a round is."""

    answers_a_round: int = 2
    gate: Gate | None = None  # reached after the first token of a reply
    fails: list[MockloopError] = field(default_factory=list)  # raised one a call, after the first token
    refuses: list[MockloopError] = field(default_factory=list)  # raised one a call, before the answer is kept
    crash: Exception | None = None
    replies: Sequence[str] = PROBES


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

    async def keep_draft(self, text: str) -> None:
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
        return Waiting(self._round().round_id, 1500.0 - 60 * answers, left, False, can_take_back)

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
        yield InterviewerSpoke(
            self._add(Role.INTERVIEWER, "Thank you. Somebody will be in touch by the end of the week.")
        )
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


def transcripts_of(store: Store) -> list[Transcript]:
    kinds = {plan.round_id: plan.kind for plan in store.plan.rounds}
    return [Transcript(kinds[id], tuple(turns), round_id=id) for id, turns in store.turns.items() if turns]


def card_of(plan: SessionPlan, round_: RoundPlan, turns: Sequence[Turn], ended_by: EndedBy) -> Scorecard:
    """A scorecard whose first signal quotes the first answer."""
    said = [(index, turn.text) for index, turn in enumerate(turns) if turn.role is Role.CANDIDATE and turn.text]
    evidence = tuple(Evidence(index, text[:70]) for index, text in said[:1])
    later = tuple(Evidence(index, text[-60:]) for index, text in said[-1:])
    signals = (
        SignalRating("failure_judgment", "Judgment under failure", 0.4, 3, evidence, "offline", "Names what breaks before the model does."),
        SignalRating("measurement", "Measurement", 0.35, 2, later, "offline", "Says what to watch, not what it would have to show."),
        SignalRating("ownership", "Ownership", 0.25, None, (), "offline"),
    )  # fmt: skip
    prose = Prose(
        "He sees that the evaluation breaks first, and stops one step short of saying how he would prove it.",
        strengths=("Went to the definition before the model, unprompted.",),
        concerns=("No figure in any answer: nothing he said could turn out to be wrong.",),
        would_flip=("It would move with a number for the overlap, and what it would have to be to roll back.",),
        drills=(
            "For each system you name, say the one number that would make you turn it off.",
            "Tell the story of one wrong dashboard in ninety seconds.",
        ),
    )
    return Scorecard(
        plan.session, round_.kind, round_.round_id, plan.level, plan.context,
        (QuestionRef("ml_depth-sales-labels", "Sales keeps changing the label"),), InterviewerKind.OFFLINE, None, None,
        Verdict(Decision.LEAN_HIRE, 0.58, 0.64, True), signals, prose, (), ended_by,
    )  # fmt: skip


def document_of(store: Store) -> RoundDocument | LoopDebrief:
    transcripts = transcripts_of(store)
    if store.plan.loop is None:
        return RoundDocument(store.plan.session, transcripts[0], store.cards[0])
    held = {card.round_id for card in store.cards}
    return LoopDebrief(
        store.plan.session, store.plan.loop, store.plan.level, store.plan.context, InterviewerKind.OFFLINE,
        Decision.LEAN_HIRE, Level.L4, tuple(store.cards), tuple(transcripts),
        tuple(plan.round_id for plan in store.plan.rounds if plan.round_id not in held),
        agreement=("Both rounds heard somebody who looks at the data before the model.",),
        dissent=("The hiring manager would not go below a figure; the depth round would.",),
        headline="A lean hire that one number would settle.",
        would_flip=("One measured before and after, in either round.",),
        drills=("Bring one incident with its numbers.",),
    )  # fmt: skip


LOOPS = [
    LoopRow(
        "startup", "Startup loop", "Six talks with a company that has two ML engineers and needs the third.",
        (RoundKind.RECRUITER_SCREEN, RoundKind.ML_SYSTEM_DESIGN, RoundKind.ML_DEPTH, RoundKind.BEHAVIORAL,
         RoundKind.FOUNDER, RoundKind.NEGOTIATION), 215.0,
    ),
    LoopRow("ai_lab", "AI lab loop", "Code, depth and taste.", LOOP_ROUNDS, 180.0),
]  # fmt: skip
ROUNDS = [
    RoundRow(
        RoundKind.ML_DEPTH, "ML depth", "One system you know, taken apart until it is clear what you understood.", 45.0,
        (("ml_depth-sales-labels", "Sales keeps changing the label"), ("ml_depth-offline-online", "Good offline, random online")),
    ),
    RoundRow(RoundKind.BEHAVIORAL, "Behavioral", "What you did, and what you would do again.", 40.0, ()),
]  # fmt: skip


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

    async def sessions(self, settings: Settings) -> list[SessionRow]:
        return [row_of(store) for store in self.stores.values()]

    async def document(self, settings: Settings, session: str) -> RoundDocument | LoopDebrief:
        return document_of(self.stores[session])

    async def delete(self, settings: Settings, session: str) -> None:
        del self.stores[session]

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


def store_for(request: StartRequest, session: str = "s1") -> Store:
    kinds = LOOP_ROUNDS if request.loop else (RoundKind(request.round or "ml_depth"),)
    rounds = tuple(RoundPlan(kind, kind.value, 25.0, 12) for kind in kinds)
    return Store(
        SessionPlan(
            session, rounds, loop=request.loop, level=request.level, context=request.context or Context.BIG_TECH
        )
    )


def row_of(store: Store) -> SessionRow:
    answers = sum(turn.role is Role.CANDIDATE for turns in store.turns.values() for turn in turns)
    over = store.status is not SessionStatus.ACTIVE
    return SessionRow(
        store.plan.session, "2026-03-02T09:30:00Z", store.plan.loop, tuple(plan.round_id for plan in store.plan.rounds),
        store.status, answers, InterviewerKind.OFFLINE, Decision.LEAN_HIRE if over else None,
    )  # fmt: skip


ANSWERS = (
    "The evaluation breaks before the model does: last month's positives and this month's aren't the same thing, so any "
    "lift we show is fake.\nI'd freeze one definition and relabel the last two quarters by it.",
    "Whoever sold by the new definition loses. I'd keep theirs as a second column and watch the overlap between what the "
    "reps pick and what we rank.",
)


def finished(request: StartRequest, session: str = "s1") -> Store:
    """A session that was sat to its end."""
    store = store_for(request, session)
    for plan in store.plan.rounds:
        turns = [Turn(Role.INTERVIEWER, QUESTIONS[plan.kind]), Turn(Role.CANDIDATE, ANSWERS[0])]
        turns += [Turn(Role.INTERVIEWER, PROBES[0]), Turn(Role.CANDIDATE, ANSWERS[1])]
        store.turns[plan.round_id] = turns
        store.cards.append(card_of(store.plan, plan, turns, EndedBy.ANSWERED))
    store.status = SessionStatus.FINISHED
    return store


def unfinished(request: StartRequest, session: str = "s1", draft: str = "") -> Store:
    """A session that was left after one answer."""
    store = finished(request, session)
    first = store.plan.rounds[0].round_id
    store.turns = {first: store.turns[first][:3]}
    return replace(store, cards=[], status=SessionStatus.ACTIVE, draft=draft)


__all__ = [
    "ANSWERS",
    "FakeBackend",
    "FakeSession",
    "Gate",
    "ProviderError",
    "Script",
    "Store",
    "finished",
    "unfinished",
]

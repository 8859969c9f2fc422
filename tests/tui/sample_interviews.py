"""Sessions to show: what was asked and said in them, and how it was graded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from agent.domain.request import StartRequest
from agent.domain.terms import Context, Decision, EndedBy, InterviewerKind, Level, Role, RoundKind, SessionStatus
from agent.domain.transcript import RoundPlan, SessionPlan, Transcript, Turn
from agent.domain.verdict import (
    Dispute,
    Evidence,
    LoopDebrief,
    Prose,
    QuestionRef,
    RoundDocument,
    Scorecard,
    SignalRating,
    Verdict,
)
from agent.library import InterviewerRow, LoopRow, RoundRow, SessionRow

QUESTIONS = {
    RoundKind.ML_DEPTH: (
        "Our sales team changed what counts as a qualified lead twice last month, and the model that ranks leads was "
        "trained on all of it. What breaks first, and how would you notice?"
    ),
    RoundKind.BEHAVIORAL: "Tell me about a decision that you reversed. What made you see it?",
    RoundKind.ML_CODING: "Write k-means for points on a sphere. Which function comes first?",
}
PROBES = (
    "You froze one definition. Who loses when you do that?",
    "The dashboard is green and sales says the list got worse. Whom do you believe, and what do you look at first?",
    "What would you have measured before the change, had you known it was coming?",
)
_NOTES = ("Names what breaks before the model does.", "Says what to watch, not what it would have to show.")
LOOP_ROUNDS = (RoundKind.ML_DEPTH, RoundKind.BEHAVIORAL)


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
    disputes: list[Dispute] = field(default_factory=list)


def transcripts_of(store: Store) -> list[Transcript]:
    kinds = {plan.round_id: plan.kind for plan in store.plan.rounds}
    return [Transcript(kinds[id], tuple(turns), round_id=id) for id, turns in store.turns.items() if turns]


def card_of(plan: SessionPlan, round_: RoundPlan, turns: Sequence[Turn], ended_by: EndedBy) -> Scorecard:
    """A scorecard whose first signal quotes the first answer."""
    said = [(index, turn.text) for index, turn in enumerate(turns) if turn.role is Role.CANDIDATE and turn.text]
    evidence = tuple(Evidence(index, text[:70]) for index, text in said[:1])
    later = tuple(Evidence(index, text[-60:]) for index, text in said[-1:])
    signals = (
        SignalRating("failure_judgment", "Judgment under failure", 0.4, 3, evidence, "offline", _NOTES[0]),
        SignalRating("measurement", "Measurement", 0.35, 2, later, "offline", _NOTES[1]),
        SignalRating("ownership", "Ownership", 0.25, None, (), "offline"),
    )
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
        Verdict(Decision.LEAN_HIRE, 0.58, 0.64, True, Decision.HIRE), signals, prose, (), ended_by,
    )  # fmt: skip


def document_of(store: Store) -> RoundDocument | LoopDebrief:
    transcripts = transcripts_of(store)
    if store.plan.loop is None:
        return RoundDocument(store.plan.session, transcripts[0], store.cards[0], disputes=tuple(store.disputes))
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
        disputes=tuple(store.disputes),
    )  # fmt: skip


INTERVIEWERS = [
    InterviewerRow("founder", "Founder", "Wants the price.", (RoundKind.FOUNDER,)),
    InterviewerRow("staff_engineer", "Staff engineer", "Stays on one spot.", (RoundKind.ML_DEPTH,)),
]
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
        (("ml_depth-sales-labels", "Sales keeps changing the label"), ("ml_depth-gap", "Good offline, random online")),
    ),
    RoundRow(RoundKind.BEHAVIORAL, "Behavioral", "What you did, and what you would do again.", 40.0, ()),
    RoundRow(RoundKind.ML_CODING, "ML coding", "Something written from nothing.", 45.0, (), ai_assistance=True),
]  # fmt: skip


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
    "The evaluation breaks before the model does: last month's positives and this month's aren't the same thing, so "
    "any lift we show is fake.\nI'd freeze one definition and relabel the last two quarters by it.",
    "Whoever sold by the new definition loses. I'd keep theirs as a second column and watch the overlap between what "
    "the reps pick and what we rank.",
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

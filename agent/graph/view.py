"""What an interviewer is shown, put together from the state and the journal."""

from __future__ import annotations

from agent.domain.claims import Claim, Conflict
from agent.domain.knowledge import Question
from agent.domain.terms import MessageKind
from agent.domain.transcript import RoundPlan, Transcript
from agent.graph.context import GraphContext
from agent.graph.state import InterviewState
from agent.interviewer.base import RoundView


def round_plan(state: InterviewState, context: GraphContext) -> RoundPlan:
    """The plan of the round in progress."""
    return context.plan.rounds[state["position"]]


async def read_transcript(state: InterviewState, context: GraphContext) -> Transcript:
    """What was said in the round so far."""
    plan = round_plan(state, context)
    turns = tuple(await context.journal.turns(plan.round_id))
    question = context.knowledge.question(state["question_id"]).statement if state["question_id"] else ""
    return Transcript(plan.kind, turns, plan.round_id, context.plan.level, context.plan.context, question)


async def build_view(state: InterviewState, context: GraphContext) -> RoundView:
    """The view of the round at this point."""
    plan = round_plan(state, context)
    transcript = await read_transcript(state, context)
    claims = await context.journal.claims()
    open_turn = await context.journal.turn(state["open_seq"]) if state["open_seq"] else None
    return RoundView(
        spec=context.knowledge.round_spec(plan.kind),
        rubric=context.knowledge.rubric(plan.kind),
        question=context.knowledge.question(state["question_id"]),
        transcript=transcript,
        level=context.plan.level,
        context=context.plan.context,
        background=context.plan.background,
        interviewer_name=context.interviewer.name,
        seed=context.plan.seed,
        round_index=state["position"],
        rounds_total=len(context.plan.rounds),
        seconds_left=max(0.0, plan.minutes * 60 - state["elapsed"]),
        answers_left=max(0, plan.turns - state["answers"]),
        message=_message(state),
        open_ask=open_turn.text if open_turn else transcript.question,
        open_probe=state["open_probe"] or None,
        asked=tuple(await context.journal.asked()),
        signals_seen=state["signals"],
        claims=tuple(claims),
        conflicts=tuple(await open_conflicts(state, context, claims)),
        session_facts=tuple(await context.journal.stated_facts(plan.round_id)),
        hints_given=state["hints"],
        closing=state["phase"] == "handover",
        next_question=next_question(state, context),
        salt=context.salt,
    )


async def open_conflicts(state: InterviewState, context: GraphContext, claims: list[Claim]) -> list[Conflict]:
    """Contradictions in the newest message that the candidate was not asked about yet."""
    asked = set(await context.journal.asked())
    found = context.ledger.conflicts(claims, state["turn"])
    return [conflict for conflict in found if conflict_id(conflict) not in asked]


def conflict_id(conflict: Conflict) -> str:
    """The id under which a contradiction is asked about, once per session."""
    return "claims." + (conflict.later.subject or "figure").replace(" ", "-")


def next_question(state: InterviewState, context: GraphContext) -> Question | None:
    """The question that this round would put next, None where it has no other.

    Which one is fixed by the seed, so that a session that was killed asks the same.
    """
    plan = round_plan(state, context)
    if plan.question_id:
        if state["question_number"]:
            return None
        return context.knowledge.question(plan.question_id)
    fits = [
        question
        for question in context.knowledge.questions(plan.kind)
        if context.plan.level in question.levels and context.plan.context in question.contexts
    ] or list(context.knowledge.questions(plan.kind))
    earlier = sum(1 for other in context.plan.rounds[: state["position"]] if other.kind is plan.kind)
    step = context.plan.seed + earlier + state["question_number"]
    if state["question_number"] >= len(fits):
        return None
    return fits[step % len(fits)]


def _message(state: InterviewState) -> MessageKind:
    kind = state["message"]
    return MessageKind(kind) if kind in set(MessageKind) else MessageKind.ANSWER

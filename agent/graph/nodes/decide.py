"""Ask the router what the interviewer may do now."""

from __future__ import annotations

from langgraph.runtime import Runtime

from agent.domain.terms import EndedBy, MessageKind
from agent.graph.context import GraphContext
from agent.graph.routes import Budget, rule
from agent.graph.state import InterviewState
from agent.graph.view import next_question, open_conflicts, round_plan
from agent.storage.journal import END_PROVIDER


async def decide(state: InterviewState, runtime: Runtime[GraphContext]) -> InterviewState:
    """Put the router's ruling into the state."""
    context = runtime.context
    if state["message"] == "end":
        control = await context.journal.message(state["turn"])
        why = EndedBy.PROVIDER if control.text == END_PROVIDER else EndedBy.CANDIDATE
        if state["phase"] == "handover":  # the round had reached its end: that reason stands
            why = EndedBy(state["ended_by"])
        # A round of a loop in which the candidate has not said a word was not held, and is not graded.
        held = state["messages"] > 0 or len(context.plan.rounds) == 1
        return InterviewState(phase="over" if held else "not_held", ended_by=why.value, stop=True, moves=[])
    ruling = rule(state, await _budget(state, context))
    return InterviewState(
        moves=[move.value for move in ruling.moves],
        ended_by=ruling.ended_by.value if ruling.ended_by else "",
        confirming=ruling.confirming,
        stop=ruling.stop,
    )


async def _budget(state: InterviewState, context: GraphContext) -> Budget:
    plan = round_plan(state, context)
    question = context.knowledge.question(state["question_id"])
    conflicts = (
        await open_conflicts(state, context, await context.journal.claims())
        if state["message"] in (MessageKind.ANSWER, MessageKind.CORRECTION)
        else []
    )
    return Budget(
        seconds=plan.minutes * 60,
        turns=plan.turns,
        more_questions=next_question(state, context) is not None,
        has_conflict=bool(conflicts),
        question_seconds=question.minutes * 60,
        signals=len(context.knowledge.rubric(plan.kind).signals),
    )

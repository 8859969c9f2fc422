"""Ask the router what the interviewer may do now."""

from __future__ import annotations

from collections.abc import Sequence

from langgraph.runtime import Runtime

from agent.domain.claims import Claim
from agent.domain.terms import ANSWERS, EndedBy
from agent.graph.context import GraphContext
from agent.graph.routes import Budget, rule
from agent.graph.state import InterviewState
from agent.graph.view import next_question, open_conflicts, round_plan
from agent.storage.journal import END_PROVIDER


async def decide(state: InterviewState, runtime: Runtime[GraphContext]) -> InterviewState:
    """Put the router's ruling into the state."""
    return await ruling(state, runtime.context, await runtime.context.journal.claims())


async def ruling(state: InterviewState, context: GraphContext, claims: Sequence[Claim]) -> InterviewState:
    """The router's ruling on the newest message, as an update of the state; `claims` are those of the session."""
    if state["message"] == "end":
        control = await context.journal.message(state["turn"])
        why = EndedBy.PROVIDER if control.text == END_PROVIDER else EndedBy.CANDIDATE
        if state["phase"] == "handover":  # the round had reached its end: that reason stands
            why = EndedBy(state["ended_by"])
        # A round of a loop in which the candidate has not said a word was not held, and is not graded.
        held = state["messages"] > 0 or len(context.plan.rounds) == 1
        return InterviewState(phase="over" if held else "not_held", ended_by=why.value, stop=True, moves=[])
    ruled = rule(state, await _budget(state, context, claims))
    return InterviewState(
        moves=[move.value for move in ruled.moves],
        ended_by=ruled.ended_by.value if ruled.ended_by else "",
        confirming=ruled.confirming,
        stop=ruled.stop,
    )


async def _budget(state: InterviewState, context: GraphContext, claims: Sequence[Claim]) -> Budget:
    plan = round_plan(state, context)
    question = context.knowledge.question(state["question_id"])
    conflicts = await open_conflicts(state, context, claims) if state["message"] in ANSWERS else []
    return Budget(
        seconds=plan.minutes * 60,
        turns=plan.turns,
        more_questions=next_question(state, context) is not None,
        has_conflict=bool(conflicts),
        question_seconds=question.minutes * 60,
        signals=len(context.knowledge.rubric(plan.kind).signals),
    )

"""Start the next round of the plan."""

from __future__ import annotations

from langgraph.runtime import Runtime

from agent.events import RoundStarted
from agent.graph.context import GraphContext
from agent.graph.state import InterviewState, new_round


async def enter_round(state: InterviewState, runtime: Runtime[GraphContext]) -> InterviewState:
    """Set the round's fields to where a round starts, and say that it does."""
    context = runtime.context
    position = state["position"] + 1 if "position" in state else 0
    plan = context.plan.rounds[position]
    title = context.knowledge.round_spec(plan.kind).title
    runtime.stream_writer(RoundStarted(plan, title, position, len(context.plan.rounds)))
    return new_round(position, plan.round_id)

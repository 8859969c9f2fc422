"""Wait for the candidate. A resumed node runs again from its first line, so this one does nothing else."""

from __future__ import annotations

from langgraph.types import interrupt

from agent.graph.state import InterviewState


async def await_answer(state: InterviewState) -> InterviewState:
    """Stop until the session resumes with the number of the next input in the journal."""
    return InterviewState(turn=interrupt({"after": state.get("turn", 0)}))

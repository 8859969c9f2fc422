"""Wait for the candidate. A resumed node runs again from its first line, so this one does nothing else."""

from __future__ import annotations

from langgraph.types import interrupt

from agent.graph.state import InterviewState


async def await_answer(state: InterviewState) -> InterviewState:
    """Stop until the session resumes with the number of the next input in the journal.

    A turn that was cut short (a kill, a provider's failure) is driven on without an input, and then langgraph hands
    the number it was resumed with last to the next interrupt too. Numbers only grow: one that was taken is waited over.
    """
    taken = state.get("turn", 0)
    number: int = interrupt({"after": taken})
    while number <= taken:
        number = interrupt({"after": taken})
    return InterviewState(turn=number)

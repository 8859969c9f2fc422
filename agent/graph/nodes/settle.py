"""Where reply and assessment meet."""

from __future__ import annotations

from agent.graph.state import InterviewState


async def settle(state: InterviewState) -> InterviewState:
    """Nothing is left to do for this message."""
    return InterviewState(moves=[])

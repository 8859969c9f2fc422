"""Rate every signal of the rubric over the whole round."""

from __future__ import annotations

from langgraph.runtime import Runtime

from agent.domain.interview import Assessment, RoundView
from agent.graph.context import GraphContext
from agent.graph.state import InterviewState
from agent.graph.view import build_view
from agent.storage.codec import from_plain, to_plain


async def grade(state: InterviewState, runtime: Runtime[GraphContext]) -> InterviewState:
    """Grade the round once; the result is kept and reused."""
    context = runtime.context
    round_id = state["round_id"]
    if await context.journal.result(round_id, 0, "grade") is None:
        view = await build_view(state, context)
        result = await context.interviewer.grade(view, await _assessments(view, context))
        await context.journal.keep_result(round_id, 0, "grade", to_plain(result))
    return InterviewState()


async def _assessments(view: RoundView, context: GraphContext) -> list[tuple[int, Assessment]]:
    kept = dict(await context.journal.results(view.transcript.round_id, "assess"))
    return [
        (index, from_plain(Assessment, kept[turn.seq]))
        for index, turn in view.transcript.candidate_turns()
        if turn.seq in kept
    ]

"""Say what the newest answer showed, beside the reply that is being spoken and never before it was asked for."""

from __future__ import annotations

from langgraph.runtime import Runtime

from agent.domain.interview import Assessment
from agent.domain.terms import MessageKind
from agent.errors import MockloopError
from agent.graph.context import GraphContext
from agent.graph.state import InterviewState
from agent.graph.view import build_view
from agent.storage.codec import from_plain, to_plain

ASSESSED = (MessageKind.ANSWER, MessageKind.CORRECTION, MessageKind.DODGE, MessageKind.STUCK, MessageKind.CLARIFY)


async def assess(state: InterviewState, runtime: Runtime[GraphContext]) -> InterviewState:
    """Assess the message once; the result is kept under its number and reused."""
    context = runtime.context
    if state["message"] not in ASSESSED or state["phase"] != "talk":
        return InterviewState()
    kept = await context.journal.result(state["round_id"], state["turn"], "assess")
    if kept is None:
        assessment = await _assessed(state, context)
        await context.journal.keep_result(state["round_id"], state["turn"], "assess", to_plain(assessment))
    else:
        assessment = from_plain(Assessment, kept)
    seen = dict(state["signals"])
    for signal in {shown.signal for shown in assessment.shown}:
        seen[signal] = seen.get(signal, 0) + 1
    return InterviewState(signals=seen)


async def _assessed(state: InterviewState, context: GraphContext) -> Assessment:
    """Ask for it once the reply was asked for. An error waits for the reply to end: it would take it along."""
    # A reply in the journal may have been said by a run that was cut short: nobody says it again.
    replying = await context.journal.reply_to(state["round_id"], state["turn"]) is None
    if replying:
        await context.headway.until_under_way(state["turn"])
    try:
        return await context.interviewer.assess(await build_view(state, context, state["turn"]))
    except MockloopError:
        if replying:
            await context.headway.until_over(state["turn"])
        raise

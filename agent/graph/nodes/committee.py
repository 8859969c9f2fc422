"""Join the locked scorecards of a loop into the committee's debrief; a single round has none."""

from __future__ import annotations

from dataclasses import replace

from langgraph.runtime import Runtime

from agent.domain.interview import CommitteeProse
from agent.domain.transcript import Transcript
from agent.domain.verdict import LoopDebrief, Scorecard
from agent.grading.committee import join_rounds
from agent.graph.context import GraphContext
from agent.graph.state import InterviewState
from agent.graph.view import round_transcript
from agent.storage.codec import from_plain, to_plain


async def committee(state: InterviewState, runtime: Runtime[GraphContext]) -> InterviewState:
    """Decide by arithmetic over the scorecards, then have the words around it written, once."""
    context = runtime.context
    if context.plan.loop is not None and await context.journal.result("", 0, "committee") is None:
        debrief = join_rounds(context.plan, await scorecards(context))
        # A quote is checked against what was said; the debrief that is kept does without, the journal has the turns.
        prose = await context.interviewer.committee(replace(debrief, transcripts=await transcripts(context)))
        await context.journal.keep_result("", 0, "committee", to_plain(_with(debrief, prose)))
    return InterviewState(done=True)


async def scorecards(context: GraphContext) -> list[Scorecard]:
    """The scorecards that are locked, in the order of the plan."""
    kept = [await context.journal.result(plan.round_id, 0, "scorecard") for plan in context.plan.rounds]
    return [from_plain(Scorecard, card) for card in kept if card is not None]


async def transcripts(context: GraphContext) -> tuple[Transcript, ...]:
    """What was said in the rounds that were opened, in the order of the plan."""
    said = [await round_transcript(plan, context) for plan in context.plan.rounds]
    return tuple(transcript for transcript in said if transcript.turns)


def _with(debrief: LoopDebrief, prose: CommitteeProse) -> LoopDebrief:
    return replace(
        debrief,
        headline=prose.headline,
        agreement=prose.agreement,
        dissent=prose.dissent,
        would_flip=prose.would_flip,
        drills=prose.drills,
    )

"""What the turn after an answer will need, before the graph takes it. Nothing is kept and nobody is asked."""

from __future__ import annotations

import asyncio

from agent.domain.interview import Allowed, RoundView
from agent.graph.context import GraphContext
from agent.graph.nodes.classify import hear, kind_of
from agent.graph.nodes.decide import ruling
from agent.graph.nodes.reply import permitted, sought_for
from agent.graph.routes import after_decide
from agent.graph.state import InterviewState
from agent.graph.view import build_view, round_plan, round_transcript
from agent.interviewer.pressing import warm


async def foresee(text: str, state: InterviewState, context: GraphContext) -> None:
    """Embed and look up what a message of this text asks for. Where the message becomes another, it is done again."""
    if state["phase"] != "talk" or not state["open_seq"]:
        return
    open_ask = (await context.journal.turn(state["open_seq"])).text
    await kind_of(text, open_ask, state, context)
    asked = tuple(await context.journal.asked())
    plan = round_plan(state, context)
    kind = plan.kind
    opening = (await round_transcript(plan, context, state["question_id"])).opening_answer(state["question_id"])
    await context.search.candidates(sought_for(text, context, kind, state["question_id"], open_ask, asked, opening))
    await asyncio.to_thread(warm, text, kind, context.knowledge.falsehoods)


async def next_reply(state: InterviewState, seq: int, context: GraphContext) -> tuple[RoundView, Allowed] | None:
    """What the interviewer will be shown, and may do, once the graph has taken message `seq` in this state.

    None where nothing will be said. It is what the nodes of the graph come to, worked out without waiting for what they
    keep.
    """
    state = InterviewState({**state, "turn": seq})
    heard = await hear(state, context)
    state = InterviewState({**state, **heard.update})
    claims = heard.ledger(await context.journal.claims(), seq, context)
    state = InterviewState({**state, **await ruling(state, context, claims)})
    if "reply" not in after_decide(state):
        return None
    view = await build_view(state, context, seq, claims)
    return view, await permitted(state, view, context)

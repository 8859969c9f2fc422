"""What the turn after an answer will need, done while the answer is being written: nothing is kept, nobody is asked."""

from __future__ import annotations

from agent.graph.context import GraphContext
from agent.graph.nodes.classify import kind_of
from agent.graph.nodes.reply import find
from agent.graph.state import InterviewState
from agent.graph.view import round_plan


async def foresee(text: str, state: InterviewState, context: GraphContext) -> None:
    """Embed and look up what a message of this text asks for. Where the message becomes another, it is done again."""
    if state["phase"] != "talk" or not state["open_seq"]:
        return
    open_ask = (await context.journal.turn(state["open_seq"])).text
    await kind_of(text, open_ask, state, context)
    asked = tuple(await context.journal.asked())
    await find(text, context, round_plan(state, context).kind, state["question_id"], open_ask, asked)

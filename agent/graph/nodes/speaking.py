"""How an interviewer's words get from the interviewer to the screen and the journal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from langgraph.runtime import Runtime

from agent.domain.interview import Reply
from agent.domain.terms import Move, Role
from agent.domain.transcript import Turn
from agent.events import Asked, InterviewerSpoke, Token
from agent.graph.context import GraphContext
from agent.graph.state import InterviewState
from agent.graph.view import next_question

Speech = Callable[[], AsyncIterator[str | Asked | Reply]]


async def speak(
    state: InterviewState,
    runtime: Runtime[GraphContext],
    replies_to: int,
    speech: Speech,
    moves: tuple[Move, ...],
) -> Turn:
    """Stream what the interviewer says and write it to the journal; `replies_to` is the message it answers.

    Where the journal has the reply already (the process was killed after it), it is said again from there and
    nobody is asked.
    """
    context, say = runtime.context, runtime.stream_writer
    kept = await context.journal.reply_to(state["round_id"], replies_to)
    if kept is None:
        reply = await _listen(speech(), say, lambda: context.headway.under_way(replies_to))
        turn = _as_turn(reply, state, moves, context)
        kept = await context.journal.add_reply(
            state["round_id"], replies_to, turn, context.interviewer.name, reply.stated_fact
        )
    say(InterviewerSpoke(kept))
    return kept


async def _listen(
    pieces: AsyncIterator[str | Asked | Reply], say: Callable[[Token | Asked], None], under_way: Callable[[], None]
) -> Reply:
    async for piece in pieces:
        under_way()
        if isinstance(piece, Reply):
            return piece
        say(Token(piece) if isinstance(piece, str) else piece)
        await asyncio.sleep(0)  # pieces that came together are handed on while the rest is read
    raise AssertionError("an interviewer's last item is its Reply")


def _as_turn(reply: Reply, state: InterviewState, moves: tuple[Move, ...], context: GraphContext) -> Turn:
    move = reply.move if reply.move in moves else moves[0]
    return Turn(
        Role.INTERVIEWER,
        reply.text,
        at=context.now(),
        move=move,
        question_id=_question_of(move, state, context),
        probe_id=reply.probe_id,
        sources=reply.sources,
        hint_rung=reply.hint_rung,
        signal=reply.signal,
    )


def _question_of(move: Move, state: InterviewState, context: GraphContext) -> str:
    """The question a turn belongs to: one that puts the next question belongs to that one."""
    put = next_question(state, context) if move is Move.QUESTION and state["question_number"] else None
    return put.id if put is not None else state["question_id"]

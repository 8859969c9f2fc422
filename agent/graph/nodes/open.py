"""Greet the candidate and put the round's question."""

from __future__ import annotations

from langgraph.runtime import Runtime

from agent.domain.terms import Move
from agent.graph.context import GraphContext
from agent.graph.nodes.speaking import speak
from agent.graph.state import InterviewState
from agent.graph.view import build_view, next_question


async def open_round(state: InterviewState, runtime: Runtime[GraphContext]) -> InterviewState:
    """Speak first. After a kill the same words stand: they are in the journal."""
    context = runtime.context
    question = next_question(state, context)
    assert question is not None, "a round is only planned where it has a question"
    asking = InterviewState(**{**state, "question_id": question.id})
    view = await build_view(asking, context)
    turn = await speak(asking, runtime, 0, lambda: context.interviewer.open(view), (Move.QUESTION,))
    return InterviewState(question_id=question.id, question_number=1, open_seq=turn.seq)

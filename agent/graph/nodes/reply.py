"""Say the next thing: find what could be asked, let the interviewer choose and speak, note what is open now."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from langgraph.runtime import Runtime

from agent.domain.code import gist
from agent.domain.interview import Allowed, RoundView, Sought
from agent.domain.terms import EndedBy, MessageKind, Move, RoundKind
from agent.domain.transcript import Turn
from agent.graph.context import GraphContext, Prefers
from agent.graph.nodes.speaking import speak
from agent.graph.routes import presses_first
from agent.graph.state import UNNAMED, InterviewState
from agent.graph.view import build_view, next_question
from agent.interviewer.pressing import pressing

SEARCHING = {Move.PROBE, Move.DEEPEN}


async def reply(state: InterviewState, runtime: Runtime[GraphContext]) -> InterviewState:
    """Speak within what the router allows."""
    context = runtime.context
    try:
        view = await build_view(state, context, state["turn"])
        allowed = await permitted(state, view, context)
        speech = partial(context.head_start.reply, view, allowed, context.interviewer)
        turn = await speak(state, runtime, state["turn"], speech, allowed.moves)
    finally:
        context.headway.over(state["turn"])  # whatever came of it
    return after(state, turn, context)


async def permitted(state: InterviewState, view: RoundView, context: GraphContext) -> Allowed:
    """What the interviewer may do and ask now."""
    moves = tuple(Move(move) for move in state["moves"])
    if not SEARCHING.intersection(moves):
        return Allowed(moves)
    newest, opening = view.transcript.turns[-1].text, view.transcript.opening_answer(view.question.id)
    sought = sought_for(newest, context, view.spec.id, view.question.id, view.open_ask, view.asked, opening)
    found = await context.search.candidates(sought)
    # Beside code, what is searched for is not all verbatim: only what is can be quoted back.
    found = [f if f.said in newest else replace(f, said="") for f in found]
    wrong = pressing(view, context.knowledge.falsehoods(view.spec.id))
    if wrong is not None:
        moves, found = presses_first(moves), [wrong, *found]
    general = [probe.id for probe in view.general_probes]
    prefers = context.search.preferred(sought, general) if isinstance(context.search, Prefers) else None
    return Allowed(moves, tuple(found), await prefers if prefers is not None else ())


def sought_for(
    text: str,
    context: GraphContext,
    kind: RoundKind,
    question_id: str,
    open_ask: str,
    asked: tuple[str, ...],
    opening: str,
) -> Sought:
    """What could be asked about a message, as it is looked up; `opening` as in `Transcript.opening_answer`."""
    level = context.plan.level
    return Sought(gist(text), kind, question_id, level, open_ask, frozenset(asked), k=12, opening=gist(opening))


def after(state: InterviewState, turn: Turn, context: GraphContext) -> InterviewState:
    """The state after `turn` was said: a pure function, so that a reply from the journal leads to it too."""
    move = turn.move
    if move in (Move.PROBE, Move.DEEPEN, Move.CHALLENGE, Move.TWIST):
        # A model may go deeper in words of its own: the thread stays the same, and the limit to its depth holds.
        stays = move is Move.DEEPEN and turn.probe_id is None
        signal = state["open_signal"] if stays else turn.signal or ""
        same = stays or (bool(signal) and signal == state["open_signal"])
        return InterviewState(
            open_probe=turn.probe_id or UNNAMED, open_seq=turn.seq, open_signal=signal, pressed=False,
            depth=state["depth"] + 1 if same else 0, twisted=state["twisted"] or move is Move.TWIST,
        )  # fmt: skip
    if move is Move.REDIRECT:
        return InterviewState(pressed=state["pressed"] or not state["confirming"])
    if move is Move.HINT:
        return InterviewState(hints=min(3, state["hints"] + 1))
    if move is Move.QUESTION:
        return _next_question(state, turn, context)
    if move is Move.CLOSE:
        return _closing(state)
    return InterviewState()


def _next_question(state: InterviewState, turn: Turn, context: GraphContext) -> InterviewState:
    question = next_question(state, context)
    assert question is not None, "the router offers a question only where there is one"
    return InterviewState(
        question_id=question.id, question_number=state["question_number"] + 1, question_elapsed=0.0, hints=0, depth=0,
        twisted=False, pressed=False, open_probe="", open_seq=turn.seq, open_signal="",
    )  # fmt: skip


def _closing(state: InterviewState) -> InterviewState:
    over = state["phase"] == "handover" or state["message"] == MessageKind.STOP
    return InterviewState(
        phase="over" if over else "handover", ended_by=state["ended_by"] or EndedBy.ANSWERED.value, open_probe=""
    )

"""What an interviewer is shown, put together from the state and the journal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from agent.domain.claims import Claim, Conflict
from agent.domain.interview import FollowUp, RoundView
from agent.domain.knowledge import Question
from agent.domain.problems import Problem
from agent.domain.sources import OWN
from agent.domain.terms import MessageKind
from agent.domain.transcript import RoundPlan, Transcript
from agent.errors import NotFoundError
from agent.graph.context import GraphContext
from agent.graph.state import InterviewState
from agent.interviewer.pressing import pressed
from agent.interviewer.run_briefing import open_check

Found = TypeVar("Found")


def round_plan(state: InterviewState, context: GraphContext) -> RoundPlan:
    """The plan of the round in progress."""
    return context.plan.rounds[state["position"]]


ROUND_STRIDE = 11
"""How far a round's seed is from the one before it: the ways to say a thing begin at another one in each round."""


async def round_transcript(
    plan: RoundPlan, context: GraphContext, question_id: str = "", newest: int | None = None
) -> Transcript:
    """What was said in a round, up to turn `newest`; `question_id` is its question as long as no turn has put one."""
    turns = tuple(await context.journal.turns(plan.round_id, newest))
    first = next((turn.question_id for turn in turns if turn.question_id), None) or question_id
    question = context.knowledge.question(first).statement if first else ""
    return Transcript(plan.kind, turns, plan.round_id, context.plan.level, context.plan.context, question)


async def build_view(
    state: InterviewState, context: GraphContext, newest: int | None = None, claims: Sequence[Claim] | None = None
) -> RoundView:
    """The view of the round at this point: all that was said, or what was said up to turn `newest`.

    What answers or assesses a message has to name it: the two run side by side, and a kill or a failure may have left
    the reply in the journal before the assessment is made. `claims` None are those that the journal holds.
    """
    plan = round_plan(state, context)
    transcript = await round_transcript(plan, context, state["question_id"], newest)
    claims = await context.journal.claims() if claims is None else claims
    open_turn = await context.journal.turn(state["open_seq"]) if state["open_seq"] else None
    put_next = next_question(state, context)
    return RoundView(
        spec=context.knowledge.round_spec(plan.kind),
        rubric=context.knowledge.rubric(plan.kind),
        question=context.knowledge.question(state["question_id"]),
        problem=problem_of(state["question_id"], context),
        next_problem=problem_of(put_next.id, context) if put_next is not None else None,
        transcript=transcript,
        level=context.plan.level,
        context=context.plan.context,
        background=context.plan.background,
        interviewer_name=context.interviewer.name,
        seed=context.plan.seed + ROUND_STRIDE * state["position"],
        round_index=state["position"],
        rounds_total=len(context.plan.rounds),
        minutes=plan.minutes,
        seconds_left=max(0.0, plan.minutes * 60 - state["elapsed"]),
        answers_left=max(0, plan.turns - state["answers"]),
        message=_message(state),
        open_ask=open_turn.text if open_turn else transcript.question,
        open_probe=state["open_probe"] or None,
        asked=tuple(await context.journal.asked(newest)),
        signals_seen=state["signals"],
        claims=tuple(claims),
        conflicts=tuple(await open_conflicts(state, context, claims)),
        session_facts=tuple(await context.journal.stated_facts(plan.round_id, newest)),
        hints_given=state["hints"],
        closing=state["phase"] == "handover",
        round_only=state.get("round_only", False),
        next_question=put_next,
        open_follow_up=await open_follow_up(state, context),
        general_probes=tuple(p for p in context.knowledge.probe_set(plan.kind).probes if p.fits_any),
        salt=context.salt,
        questions=tuple(context.knowledge.question(id) for id in transcript.question_ids()),
        problems=tuple(filter(None, map(context.knowledge.problem, transcript.question_ids()))),
        character=_known(context.knowledge.character, plan.interviewer),
        profile=_known(context.knowledge.background, context.plan.background),
        ai_assisted=plan.ai_assisted,
    )


def problem_of(question_id: str, context: GraphContext) -> Problem | None:
    """How code for a question is tried in this session, None where none is run."""
    if context.runner is None or context.runner.why_not() is not None:
        return None
    return context.knowledge.problem(question_id)


def _known(find: Callable[[str], Found], name: str | None) -> Found | None:
    """What knowledge has under a name; None without one, and where the file is gone since the session began."""
    try:
        return find(name) if name else None
    except NotFoundError:
        return None


async def open_conflicts(state: InterviewState, context: GraphContext, claims: Sequence[Claim]) -> list[Conflict]:
    """Contradictions in the newest message that the candidate was not asked about yet."""
    asked = set(await context.journal.asked(state["turn"]))
    found = context.ledger.conflicts(claims, state["turn"])
    return [conflict for conflict in found if conflict.id not in asked]


async def open_follow_up(state: InterviewState, context: GraphContext) -> FollowUp | None:
    """The follow-up that the candidate has to answer, None for the round's question and for what a model made up."""
    wanted = state["open_probe"]
    if not wanted:
        return None
    on_code = open_check(wanted, context.knowledge.problem(state["question_id"]))
    if on_code is not None:
        return on_code
    probe = context.knowledge.probe(wanted)
    if probe is not None:
        source = wanted.rpartition(".")[0]
        return FollowUp(probe.id, "probe", probe.ask, probe.again, probe.about, 1.0, source, probe.signal, probe.rung)
    kind = round_plan(state, context).kind
    untruth = pressed(wanted, state["question_id"], kind, context.knowledge.falsehoods(kind))
    if untruth is not None:
        return untruth
    mode = next((mode for mode in context.knowledge.failure_modes() if mode.id == wanted), None)
    if mode is None:
        own = wanted.startswith(OWN)
        return await context.search.brought_up(wanted, kind) if own else None
    return FollowUp(mode.id, "failure_mode", mode.ask, mode.again, mode.about, 1.0, mode.id, mode.signals.get(kind), 2)


def next_question(state: InterviewState, context: GraphContext) -> Question | None:
    """The question that this round would put next, None where it has no other.

    Which one was fixed when the session started, so that a session that was killed asks the same.
    """
    plan = round_plan(state, context)
    asked = state["question_number"]
    if plan.question_id:
        return None if asked else context.knowledge.question(plan.question_id)
    if plan.questions:
        return context.knowledge.question(plan.questions[asked]) if asked < len(plan.questions) else None
    heads = context.knowledge.question_heads(plan.kind)  # a session from before questions were planned
    fits = [h for h in heads if context.plan.level in h.levels and context.plan.context in h.contexts] or heads
    earlier = sum(1 for other in context.plan.rounds[: state["position"]] if other.kind is plan.kind)
    if asked >= len(fits):
        return None
    return context.knowledge.question(fits[(context.plan.seed + earlier + asked) % len(fits)].id)


def _message(state: InterviewState) -> MessageKind:
    kind = state["message"]
    return MessageKind(kind) if kind in set(MessageKind) else MessageKind.ANSWER

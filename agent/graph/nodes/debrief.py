"""Compute the round's verdict, have the words around it written, and lock the scorecard."""

from __future__ import annotations

from langgraph.runtime import Runtime

from agent.domain.interview import RoundGrade, RoundView
from agent.domain.terms import EndedBy, Flag, InterviewerKind, Role
from agent.domain.verdict import QuestionRef, Scorecard
from agent.events import RoundScored
from agent.grading.decision import decide_verdict
from agent.graph.context import GraphContext
from agent.graph.state import InterviewState
from agent.graph.view import build_view
from agent.storage.codec import from_plain, to_plain


async def debrief(state: InterviewState, runtime: Runtime[GraphContext]) -> InterviewState:
    """The decision is arithmetic on the ratings; the prose is written around it and cannot change it."""
    context = runtime.context
    round_id = state["round_id"]
    kept = await context.journal.result(round_id, 0, "scorecard")
    if kept is None:
        view = await build_view(state, context)
        grade = from_plain(RoundGrade, await context.journal.result(round_id, 0, "grade"))
        scorecard = await _scorecard(state, view, grade, context)
        await context.journal.keep_result(round_id, 0, "scorecard", to_plain(scorecard))
    else:
        scorecard = from_plain(Scorecard, kept)
    runtime.stream_writer(RoundScored(scorecard))
    return InterviewState()


async def _scorecard(state: InterviewState, view: RoundView, grade: RoundGrade, context: GraphContext) -> Scorecard:
    from agent.grading.doubts import doubt_in

    verdict = decide_verdict(grade.signals, view.rubric.bars[view.level], doubt_in(view.transcript, grade.flags))
    prose = await context.interviewer.debrief(view, grade, verdict)
    prose = await context.listener.reframed(view.transcript, view.profile, prose)
    heard = await context.listener.frameworks(view.transcript, context.knowledge.frameworks(view.spec.id))
    speakers = await context.journal.speakers(state["round_id"])
    models = [name for name in speakers if name != "offline"]
    graders = sorted({signal.graded_by for signal in grade.signals} - {"offline"})
    return Scorecard(
        session=context.plan.session,
        round=view.spec.id,
        round_id=state["round_id"],
        level=view.level,
        context=view.context,
        questions=_questions(view, context),
        interviewer=who(speakers),
        interviewer_model=models[0] if models else None,
        grader_model=graders[0] if graders else None,
        verdict=verdict,
        signals=grade.signals,
        prose=prose,
        flags=_flags(grade, view, loose=bool(await context.journal.meta("unconfined_code"))),
        ended_by=EndedBy(state["ended_by"]),
        frameworks=heard,
    )


def _flags(grade: RoundGrade, view: RoundView, *, loose: bool) -> tuple[Flag, ...]:
    """The grader's flags, that an assistant was allowed, and that code ran without being confined."""
    ran = any(turn.run is not None for turn in view.transcript.turns)
    raised = {*grade.flags, *([Flag.AI_ASSISTED] if view.ai_assisted else [])}
    raised |= {Flag.UNCONFINED_CODE} if loose and ran else set()
    return tuple(flag for flag in Flag if flag in raised)


def who(speakers: list[str]) -> InterviewerKind:
    """What the names of those who spoke come to: offline, model or mixed."""
    offline = "offline" in speakers
    if offline and len(speakers) > 1:
        return InterviewerKind.MIXED
    return InterviewerKind.OFFLINE if offline else InterviewerKind.MODEL


def _questions(view: RoundView, context: GraphContext) -> tuple[QuestionRef, ...]:
    ids = dict.fromkeys(
        turn.question_id for turn in view.transcript.turns if turn.role is Role.INTERVIEWER and turn.question_id
    )
    return tuple(QuestionRef(id, context.knowledge.question(id).title) for id in ids)

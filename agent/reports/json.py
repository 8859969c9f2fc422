"""The documents that other programs read, in the exact shapes of the contract (schemas/ holds them)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from agent.domain.cost import Cost, Spending
from agent.domain.terms import Role
from agent.domain.transcript import CodeRun, SessionPlan, Transcript, Turn
from agent.domain.verdict import Dispute, Evidence, FrameworkHeard, LoopDebrief, RoundDocument, Scorecard, SignalRating

if TYPE_CHECKING:
    from agent.domain.interview import FollowUp
    from agent.library import Interview, SessionRow
    from agent.regrading import Regrade

SCHEMA = 1
"""The version of the documents' shapes."""


def dumps(document: Any) -> str:
    """A document as text: ASCII, so that nothing in it reaches a terminal raw, and strict JSON (no NaN)."""
    return json.dumps(document, indent=2, ensure_ascii=True, allow_nan=False)


def session_document(document: RoundDocument | LoopDebrief) -> dict[str, Any]:
    """What `round`, `loop`, `resume` and `report` print: a round or a loop."""
    return round_document(document) if isinstance(document, RoundDocument) else loop_document(document)


def round_document(document: RoundDocument) -> dict[str, Any]:
    """A held round: what was said and how it was graded."""
    return {
        "schema": SCHEMA,
        "session": document.session,
        "transcript": transcript(document.transcript),
        "scorecard": scorecard(document.scorecard),
        **_cost(document.cost),
        **_disputes(document.disputes),
    }


def loop_document(debrief: LoopDebrief) -> dict[str, Any]:
    """The committee's debrief; scorecards and transcripts join on `round_id`."""
    return {
        "schema": SCHEMA,
        "session": debrief.session,
        "loop": debrief.loop,
        "level": debrief.level.value,
        "context": debrief.context.value,
        "interviewer": debrief.interviewer.value,
        "decision": debrief.decision.value,
        "recommended_level": debrief.recommended_level.value if debrief.recommended_level else None,
        "headline": debrief.headline,
        "agreement": list(debrief.agreement),
        "dissent": list(debrief.dissent),
        "would_flip": list(debrief.would_flip),
        "drills": list(debrief.drills),
        "rounds_not_held": list(debrief.rounds_not_held),
        "scorecards": [scorecard(card) for card in debrief.scorecards],
        "transcripts": [transcript(held) for held in debrief.transcripts],
        **_cost(debrief.cost),
        **_disputes(debrief.disputes),
    }


def scorecard(card: Scorecard) -> dict[str, Any]:
    """A graded round; `debrief` prints it alone."""
    return {
        "schema": SCHEMA,
        "session": card.session,
        "round": card.round.value,
        "round_id": card.round_id,
        "level": card.level.value,
        "context": card.context.value,
        "questions": [{"id": question.id, "title": question.title} for question in card.questions],
        "interviewer": card.interviewer.value,
        "interviewer_model": card.interviewer_model,
        "grader_model": card.grader_model,
        "decision": card.verdict.decision.value,
        "score": card.verdict.score,
        "confidence": card.verdict.confidence,
        "too_close_to_call": card.verdict.too_close_to_call,
        "headline": card.prose.headline,
        "signals": [_signal(signal) for signal in card.signals],
        "strengths": list(card.prose.strengths),
        "concerns": list(card.prose.concerns),
        "would_flip": list(card.prose.would_flip),
        "drills": list(card.prose.drills),
        "flags": [flag.value for flag in card.flags],
        "ended_by": card.ended_by.value,
        "frameworks": [_framework(found) for found in card.frameworks],
    }


def regrade(spread: Regrade) -> dict[str, Any]:
    """Several gradings of one transcript."""
    return {
        "times": spread.asked_for,
        "graded_by": spread.grader,
        "deterministic": spread.deterministic,
        "decisions": {decision.value: votes for decision, votes in spread.votes.items()},
        "scores": [verdict.score for verdict, _ in spread.gradings],
        "ratings": {name: list(ratings) for name, ratings in spread.ratings().items()},
        "too_close_to_call": spread.too_close_to_call,
    }


def transcript(held: Transcript) -> dict[str, Any]:
    """What was said in a round. What is not known is left out; `debrief` reads this again."""
    return {
        "round": held.round.value,
        **({"round_id": held.round_id} if held.round_id else {}),
        "level": held.level.value,
        "context": held.context.value,
        **({"question": held.question} if held.question else {}),
        "turns": [_turn(turn) for turn in held.turns],
    }


def followups(found: Sequence[FollowUp]) -> list[dict[str, Any]]:
    """What the interviewer would ask next, best first."""
    return [
        {
            "id": item.id,
            "kind": item.kind,
            "ask": item.ask,
            "about": item.about,
            "score": item.score,
            "source": item.source,
        }
        for item in found
    ]


def sessions(rows: Sequence[SessionRow]) -> list[dict[str, Any]]:
    """The history, newest first."""
    return [
        {
            "session": row.session,
            "started": row.started,
            "loop": row.loop,
            "rounds": list(row.rounds),
            "status": row.status.value,
            "answers": row.answers,
            "interviewer": row.interviewer.value,
            "decision": row.decision.value if row.decision else None,
        }
        for row in rows
    ]


def interview(kept: Interview) -> dict[str, Any]:
    """Everything of a session: its document where it is over, else its plan and what was said so far."""
    if kept.document is not None:
        return session_document(kept.document)
    return {
        "schema": SCHEMA,
        **sessions([kept.row])[0],
        "plan": _plan(kept.plan),
        "transcripts": [transcript(held) for held in kept.transcripts],
    }


def _cost(cost: Cost | None) -> dict[str, Any]:
    """What models cost: in all, by round ("" is the committee), call by call; nothing where none was asked."""
    if cost is None:
        return {}
    calls = [
        {
            "round_id": call.round_id,
            "purpose": call.purpose,
            "model": call.model,
            "input_tokens": call.input,
            "cached_tokens": call.cached,
            "output_tokens": call.output,
            "estimated": call.estimated,
            "usd": call.usd,
        }
        for call in cost.calls
    ]
    rounds = {round_id: _spending(spent) for round_id, spent in cost.rounds().items()}
    return {"cost": {**_spending(cost.total), "rounds": rounds, "per_call": calls}}


def _disputes(disputes: Sequence[Dispute]) -> dict[str, Any]:
    """Disputed ratings with what they were and are; the scorecard keeps what was locked. Nothing where none was."""
    shown = [
        {
            "round_id": dispute.round_id,
            "signal": dispute.signal,
            "quote": dispute.quote,
            "turn": dispute.turn,
            "rating_before": dispute.before,
            "rating_after": dispute.after,
            "decision_before": dispute.decision_before.value,
            "decision_after": dispute.decision_after.value,
            "answer": dispute.answer,
        }
        for dispute in disputes
    ]
    return {"disputes": shown} if shown else {}


def _spending(spent: Spending) -> dict[str, Any]:
    """Sums; `usd` is null where the price of any call is unknown."""
    return {
        "calls": spent.calls,
        "input_tokens": spent.input,
        "cached_tokens": spent.cached,
        "output_tokens": spent.output,
        "estimated": spent.estimated,
        "usd": None if spent.unpriced else spent.usd,
    }


def _plan(plan: SessionPlan) -> dict[str, Any]:
    return {
        "level": plan.level.value,
        "context": plan.context.value,
        "background": plan.background,
        "seed": plan.seed,
        "rounds": [
            {
                "round": item.kind.value,
                "round_id": item.round_id,
                "minutes": item.minutes,
                "turns": item.turns,
                "weight": item.weight,
                "question_id": item.question_id,
                "interviewer": item.interviewer,
                "ai_assisted": item.ai_assisted,
            }
            for item in plan.rounds
        ],
    }


def _framework(found: FrameworkHeard) -> dict[str, Any]:
    """What was heard of a framework: evidence beside the ratings."""
    return {
        "id": found.id,
        "name": found.name,
        "signal": found.signal,
        "heard": [
            {"step": step.id, "turn": step.evidence.turn, "quote": step.evidence.quote}
            for step in found.steps
            if step.evidence is not None
        ],
        "not_heard": [step.id for step in found.steps if step.evidence is None],
        "words_before": found.words_before,
    }


def _signal(signal: SignalRating) -> dict[str, Any]:
    return {
        "id": signal.id,
        "name": signal.name,
        "weight": signal.weight,
        "rating": signal.rating,
        "evidence": [_evidence(quoted) for quoted in signal.evidence],
        "note": signal.note,
        "graded_by": signal.graded_by,
    }


def _evidence(quoted: Evidence) -> dict[str, Any]:
    found: dict[str, Any] = {"turn": quoted.turn, "quote": quoted.quote}
    if quoted.test is not None or quoted.line is not None:
        found |= {"test": quoted.test, "line": quoted.line}
    return found


def _turn(turn: Turn) -> dict[str, Any]:
    found: dict[str, Any] = {"role": turn.role.value, "text": turn.text}
    if turn.at is not None:
        found["at"] = turn.at
    if turn.move is not None:
        found["move"] = turn.move.value
    if turn.role is Role.INTERVIEWER:
        found |= {"question_id": turn.question_id, "probe_id": turn.probe_id, "sources": list(turn.sources)}
        if turn.hint_rung is not None:
            found["hint_rung"] = turn.hint_rung
    if turn.signal is not None:
        found["signal"] = turn.signal  # without it the same interview, graded from its document, is weighed otherwise
    if turn.code is not None:
        found["code"] = turn.code
    if turn.run is not None:
        found["run"] = _run(turn.run)
    return found


def _run(run: CodeRun) -> dict[str, Any]:
    return {
        "passed": run.passed,
        "failed": run.failed,
        "limit": run.limit,
        "output": run.output,
        "failures": [{"test": item.test, "line": item.line, "message": item.message} for item in run.failures],
        "seconds": run.seconds,
    }

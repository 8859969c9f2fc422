"""Grades a transcript with whoever grades in this run: what the tasks about verdicts share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from agent.domain.terms import Context, Decision, InterviewerKind, Level, Role, RoundKind
from agent.domain.transcript import Transcript, Turn
from evals.world import Scope

if TYPE_CHECKING:
    from agent.domain.verdict import Scorecard

LADDER = (
    Decision.STRONG_NO_HIRE, Decision.NO_HIRE, Decision.LEAN_NO_HIRE, Decision.LEAN_HIRE, Decision.HIRE,
    Decision.STRONG_HIRE,
)  # fmt: skip


def transcript_of(row: Mapping[str, Any]) -> Transcript:
    """A row of a dataset of graded transcripts. A `context` in free words is for its reader; ours is the default."""
    turns = tuple(Turn(Role(turn["role"]), turn["text"]) for turn in row["turns"])
    context = Context(row["context"]) if row.get("context") in set(Context) else Context.BIG_TECH
    kind = RoundKind(row["round"])
    return Transcript(kind, turns, kind.value, Level(row["level"]), context, row["question"])


async def grade(transcript: Transcript, scope: Scope) -> Scorecard:
    """The scorecard of a transcript. Raises ProviderError."""
    if scope.kind is InterviewerKind.OFFLINE:
        from agent.grading.transcripts import grade_transcript

        return await grade_transcript(transcript, scope.world.catalog, scope.world.offline_grader)
    from agent.debriefing import grade_with

    return await grade_with(scope.interviewer(), transcript, scope.world.catalog, scope.salt)


def step(decision: Decision) -> int:
    """The place of a decision, 1 (strong no hire) to 6; not enough evidence counts as 1."""
    return LADDER.index(decision) + 1 if decision in LADDER else 1


def words_said(transcript: Transcript) -> int:
    """How much the candidate said."""
    return sum(len(turn.text.split()) for _, turn in transcript.candidate_turns())


def plain_card(card: Scorecard) -> dict[str, Any]:
    """What of a scorecard a run keeps to explain a verdict."""
    return {
        "decision": card.verdict.decision.value,
        "score": card.verdict.score,
        "confidence": card.verdict.confidence,
        "flags": [flag.value for flag in card.flags],
        "ratings": {signal.id: signal.rating for signal in card.signals},
        "quotes": {signal.id: [item.quote for item in signal.evidence] for signal in card.signals},
    }

"""The committee's arithmetic: locked scorecards, the loop's weights and the level's bar make one decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agent.domain.terms import Decision, InterviewerKind, Level, RoundKind
from agent.domain.transcript import SessionPlan
from agent.domain.verdict import LoopDebrief, Scorecard
from agent.grading.decision import LADDER, decision_for, weighted_mean

MIN_WEIGHT = 0.5
"""Share of the loop (by weight) that has to be held and graded before there is a decision."""
LEVEL_ANSWERS = 9
"""Answers that a round is planned for, on average by weight, from which on a level above the one asked for may be
recommended: a full form has 9 to 16, and a short one hears too little for more than it was asked."""


def join_rounds(plan: SessionPlan, scorecards: Sequence[Scorecard]) -> LoopDebrief:
    """The debrief of a loop without its prose, which an interviewer adds. Transcripts are added by the session.

    The loop's mean is the mean of the rounds' weighted mean ratings by the rounds' weights. A strong no hire in any
    round but the negotiation, which comes after the offer, caps the decision at lean no hire; while it stands no level
    is recommended, and below a hire, or from a short form, none above the one that was asked for.
    """
    weights = {round_plan.round_id: round_plan.weight for round_plan in plan.rounds}
    held = {card.round_id for card in scorecards}
    bars = {Level(level): bar for level, bar in plan.bars.items()}
    decision, mean = decide_loop(scorecards, weights, bars[plan.level])
    higher = decision in (Decision.HIRE, Decision.STRONG_HIRE) and not _is_short(plan)
    level = recommend_level(mean, bars, None if higher else plan.level) if not held_up(scorecards) else None
    return LoopDebrief(
        session=plan.session,
        loop=plan.loop or "",
        level=plan.level,
        context=plan.context,
        interviewer=_who(scorecards),
        decision=decision,
        recommended_level=level,
        scorecards=tuple(scorecards),
        transcripts=(),
        rounds_not_held=tuple(r.round_id for r in plan.rounds if r.round_id not in held),
        agreement=(),
        dissent=(),
        headline="",
        would_flip=(),
        drills=(),
        weights=weights,
        bars=bars,
    )


def decide_loop(
    scorecards: Sequence[Scorecard], weights: Mapping[str, float], bar: float
) -> tuple[Decision, float | None]:
    """The decision over the rounds that have one, and the mean rating it comes from."""
    rounds = [(weights[card.round_id], weighted_mean(card.signals)[0], card) for card in scorecards]
    graded = [
        (weight, mean)
        for weight, mean, card in rounds
        if mean is not None and card.verdict.decision is not Decision.NOT_ENOUGH_EVIDENCE
    ]
    total = sum(weight for weight, _ in graded)
    if total < MIN_WEIGHT * sum(weights.values()):
        return Decision.NOT_ENOUGH_EVIDENCE, None
    mean = sum(weight * mean for weight, mean in graded) / total
    decision = decision_for(mean, bar)
    if held_up(scorecards):
        decision = min(decision, Decision.LEAN_NO_HIRE, key=LADDER.index)
    return decision, mean


def recommend_level(mean: float | None, bars: Mapping[Level, float], highest: Level | None = None) -> Level | None:
    """The highest level whose bar the mean reaches, up to `highest`; None where it reaches none."""
    levels = list(Level)
    allowed = levels if highest is None else levels[: levels.index(highest) + 1]
    reached = [level for level in allowed if mean is not None and level in bars and mean >= bars[level]]
    return reached[-1] if reached else None


def held_up(scorecards: Sequence[Scorecard]) -> tuple[str, ...]:
    """The ids of the rounds whose strong no hire keeps the loop below its bar, whatever its mean is."""
    return tuple(
        card.round_id
        for card in scorecards
        if card.verdict.decision is Decision.STRONG_NO_HIRE and card.round is not RoundKind.NEGOTIATION
    )


def _is_short(plan: SessionPlan) -> bool:
    weight = sum(own.weight for own in plan.rounds)
    return sum(own.weight * own.turns for own in plan.rounds) < LEVEL_ANSWERS * weight


def _who(scorecards: Sequence[Scorecard]) -> InterviewerKind:
    kinds = {card.interviewer for card in scorecards}
    if len(kinds) == 1:
        return kinds.pop()
    return InterviewerKind.MIXED if kinds else InterviewerKind.OFFLINE

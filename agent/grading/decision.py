"""The arithmetic from ratings to a decision. Nobody argues with it: a model writes prose around it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import erf, hypot, sqrt
from typing import NamedTuple

from agent.domain.terms import Decision
from agent.domain.verdict import SignalRating, Verdict

LOWEST, HIGHEST = 1.0, 4.0
MIN_WEIGHT = 0.4
"""Share of the rubric that has to be observed before there is a decision."""
RATING_SD = 0.55
"""Assumed spread of one rating between two independent graders (about three in ten differ by a step)."""
UNSEEN_SD = 1.2
"""Assumed spread of a signal that was not observed."""
SHARED_SD = 0.4
"""What is misread in all signals of a round together, in ratings: with it the confidence states on average what readers
bear out (0.48 stated, 0.47 found, over 684 training transcripts graded by a model that had not seen their question)."""
SUREST = 0.9
"""No confidence goes further: where more than that would be stated, a reader decided the same in 0.89 (0.83 to 0.95) of
86 such rounds."""
JUST_BELOW = 0.01
"""How far below a border a mean counts that may not pass it: for want of the benefit of the doubt, or of answers."""
CLOSE = 0.12
"""Two decisions are too close to call when their probabilities differ by less."""

LADDER = (
    Decision.STRONG_NO_HIRE,
    Decision.NO_HIRE,
    Decision.LEAN_NO_HIRE,
    Decision.LEAN_HIRE,
    Decision.HIRE,
    Decision.STRONG_HIRE,
)
# Borders between neighbours of LADDER as shares of the way from the bar down to 1 and up to 4: the bar moves with the
# level, and so does the room on either side of it.
_BELOW = (0.55, 0.22)
_ABOVE = (0.25, 0.55)


class Doubt(NamedTuple):
    """What a round adds to its ratings' own doubt: `spread` in ratings, which moves no decision.

    A lean hire is the benefit of the doubt; where that is `withheld`, a mean that would just have reached the bar has
    not. Where the answers are `few` no decision goes further than a lean one, to either side.
    """

    spread: float = 0.0
    withheld: bool = False
    few: bool = False


NO_DOUBT = Doubt()


def borders(bar: float) -> tuple[float, ...]:
    """The five weighted mean ratings that part the six decisions, lowest first; the third is the bar itself."""
    down, up = bar - LOWEST, HIGHEST - bar
    return (bar - _BELOW[0] * down, bar - _BELOW[1] * down, bar, bar + _ABOVE[0] * up, bar + _ABOVE[1] * up)


def decision_for(mean: float, bar: float) -> Decision:
    """The decision for a weighted mean rating; a mean on a border belongs to the better side."""
    return LADDER[sum(mean >= border - 1e-9 for border in borders(bar))]


def score_for(mean: float, bar: float) -> float:
    """A score in 0..1 for ranking: 0.5 at the bar, monotone in the decision."""
    if mean >= bar:
        return 0.5 + 0.5 * (mean - bar) / (HIGHEST - bar)
    return 0.5 - 0.5 * (bar - mean) / (bar - LOWEST)


def weighted_mean(signals: Sequence[SignalRating]) -> tuple[float | None, float]:
    """The mean of the observed ratings by weight, and the share of the rubric that was observed (0..1)."""
    seen = [(signal.weight, signal.rating) for signal in signals if signal.rating is not None]
    observed = sum(weight for weight, _ in seen)
    if observed <= 0:
        return None, 0.0
    return sum(weight * rating for weight, rating in seen) / observed, min(1.0, observed)


def decide_verdict(signals: Sequence[SignalRating], bar: float, doubt: Doubt = NO_DOUBT) -> Verdict:
    """The verdict that follows from ratings, weights and the bar.

    Ratings of None are left out of the mean and widen its spread, which lowers the confidence; `doubt` is what else
    widens it, and what it keeps a decision from (`doubts.doubt_in`). With less than MIN_WEIGHT of the rubric observed
    there is no decision.
    """
    mean, observed = weighted_mean(signals)
    if mean is None or observed < MIN_WEIGHT:
        return Verdict(Decision.NOT_ENOUGH_EVIDENCE, None, round(min(SUREST, 1.0 - observed), 3), False)
    if doubt.few:
        _, lowest, _, highest, _ = borders(bar)
        mean = min(max(mean, lowest), highest - JUST_BELOW)
    if doubt.withheld and decision_for(mean, bar) is Decision.LEAN_HIRE:
        mean = bar - JUST_BELOW
    spread = hypot(_spread(signals, observed), doubt.spread)
    chances = _chances(mean, spread, bar)
    decision = decision_for(mean, bar)
    at = LADDER.index(decision)
    own = chances[at]
    rival = max(chance for place, chance in enumerate(chances) if place != at)
    reach = range(2, 4) if doubt.few else range(len(LADDER))
    beside = max((place for place in (at - 1, at + 1) if place in reach), key=lambda place: chances[place])
    near = LADDER[beside] if own - chances[beside] < CLOSE else None
    sure = min(SUREST, _chances(mean, hypot(spread, SHARED_SD), bar)[at])
    return Verdict(decision, round(score_for(mean, bar), 4), round(sure, 3), own - rival < CLOSE, near)


def _spread(signals: Sequence[SignalRating], observed: float) -> float:
    shares = [signal.weight / observed for signal in signals if signal.rating is not None]
    return sqrt(sum((share * RATING_SD) ** 2 for share in shares) + ((1.0 - observed) * UNSEEN_SD) ** 2)


def _chances(mean: float, spread: float, bar: float) -> list[float]:
    """The probability of each decision of LADDER when the mean is normal around `mean`."""
    below = [0.5 * (1.0 + erf((border - mean) / (spread * sqrt(2.0)))) for border in borders(bar)]
    edges = [0.0, *below, 1.0]
    return [upper - lower for lower, upper in pairwise(edges)]

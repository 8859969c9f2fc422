"""From ratings in fractions to whole ones whose weighted mean stays where the fractions put it."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor

NEAR = 0.25
"""A rating this near to a whole one is that one; only those in between can go either way."""


def whole_ratings(wanted: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, int]:
    """Whole ratings 1 to 4, each next to the wanted one, with the weighted mean nearest to the wanted mean.

    Rounding each rating by itself would move a round by up to half a step, since the signals of one candidate lie close
    together. So those in between are rounded down first; then the ones nearest to their upper neighbour go up while
    that brings the mean nearer.
    """
    held = {signal: min(4.0, max(1.0, value)) for signal, value in wanted.items()}
    ratings = {signal: floor(value + NEAR) for signal, value in held.items()}
    missing = sum(weights[signal] * (held[signal] - ratings[signal]) for signal in held)
    between = [signal for signal in held if held[signal] - ratings[signal] >= NEAR]
    for signal in sorted(between, key=lambda signal: (ratings[signal] - held[signal], -weights[signal], signal)):
        if missing >= weights[signal] / 2:
            ratings[signal] += 1
            missing -= weights[signal]
    return ratings

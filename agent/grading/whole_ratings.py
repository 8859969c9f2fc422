"""From ratings in fractions to whole ones whose weighted mean stays where the fractions put it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from math import ceil, floor

NEAR = 0.15
"""A rating this near to a whole one is that one; only those in between can go either way."""
LEVEL_FIRST = 10.0
"""What the mean's error weighs against the errors of single ratings, squared."""


def whole_ratings(wanted: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, int]:
    """Whole ratings 1 to 4, each next to the wanted one, with a weighted mean near the wanted mean.

    Rounding each rating by itself would move a round by up to half a step, since the signals of one candidate lie close
    together. A rubric has few signals, so all ways of rounding are compared.
    """
    held = {signal: min(4.0, max(1.0, wanted[signal])) for signal in sorted(wanted)}
    total = sum(weights[signal] for signal in held) or 1.0

    def error(ratings: Iterable[int]) -> float:
        off = [rating - value for rating, value in zip(ratings, held.values(), strict=True)]
        mean = sum(weights[signal] * by for signal, by in zip(held, off, strict=True)) / total
        return LEVEL_FIRST * mean**2 + sum(by**2 for by in off) / len(off)

    ways: Iterable[tuple[int, ...]] = product(*(_beside(value) for value in held.values()))
    return dict(zip(held, min(ways, key=error), strict=True)) if held else {}


def _beside(value: float) -> tuple[int, ...]:
    if abs(value - round(value)) <= NEAR:
        return (round(value),)
    return floor(value), ceil(value)

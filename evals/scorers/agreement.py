"""How far two ratings of the same things agree. Pure functions of numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def quadratic_kappa(given: Sequence[float], label: Sequence[float]) -> float | None:
    """Kappa with quadratic weights (QWK) of two ratings on one scale; 1 is full agreement, 0 chance.

    Half steps are allowed: one minus the mean squared difference over what it would be if both were shuffled (Cohen
    1968). None where that is zero: both sides say one and the same.
    """
    first, second = np.asarray(given, dtype=float), np.asarray(label, dtype=float)
    if not len(first):
        return None
    chance = float(first.var() + second.var() + (first.mean() - second.mean()) ** 2)
    return float(1.0 - ((first - second) ** 2).mean() / chance) if chance else None


def spearman(first: Sequence[float], second: Sequence[float]) -> float | None:
    """The rank correlation of two series; equal values share their mean rank. None where one never changes."""
    if len(first) < 2:
        return None
    ranks = [_ranks(first), _ranks(second)]
    if ranks[0].std() == 0 or ranks[1].std() == 0:
        return None
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def within(given: Sequence[float], label: Sequence[float], steps: float = 1.0) -> float | None:
    """The share of ratings at most `steps` away from their label."""
    pairs = list(zip(given, label, strict=True))
    return sum(abs(a - b) <= steps for a, b in pairs) / len(pairs) if pairs else None


def pairwise_order(
    given: Sequence[float], label: Sequence[float], group: Sequence[str], apart: float = 0.5
) -> float | None:
    """Share of the pairs in a group, with labels at least `apart`, that stand in the right order; ties count half."""
    members: dict[str, list[int]] = {}
    for place, name in enumerate(group):
        members.setdefault(name, []).append(place)
    right, pairs = 0.0, 0
    for places in members.values():
        for position, i in enumerate(places):
            for j in places[position + 1 :]:
                if abs(label[i] - label[j]) < apart:
                    continue
                pairs += 1
                agreement = (given[i] - given[j]) * (label[i] - label[j])
                right += 1.0 if agreement > 0 else 0.5 if agreement == 0 else 0.0
    return right / pairs if pairs else None


def from_others(label: Sequence[float], of: Sequence[str]) -> list[float]:
    """What each label would be guessed from the others of its kind alone (the mean of all where it is the only one)."""
    values = np.asarray(label, dtype=float)
    guesses = []
    for place, kind in enumerate(of):
        others = [values[i] for i, name in enumerate(of) if name == kind and i != place]
        guesses.append(float(np.mean(others)) if others else float(values.mean()))
    return guesses


def _ranks(values: Sequence[float]) -> np.ndarray:
    _, place, counts = np.unique(np.asarray(values, dtype=float), return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks: np.ndarray = (ends - (counts - 1) / 2.0)[place]
    return ranks

"""How far two orders of the same interviews agree."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np


def quadratic_kappa(given: Sequence[int], label: Sequence[int], steps: int = 6) -> float:
    """Cohen's kappa with quadratic weights (QWK) of two ratings 1..steps; 1 is full agreement, 0 is chance."""
    seen = np.zeros((steps, steps))
    for row, column in zip(given, label, strict=True):
        seen[row - 1, column - 1] += 1
    places = np.arange(steps)
    distance = (places[:, None] - places[None, :]) ** 2
    chance = np.outer(seen.sum(axis=1), seen.sum(axis=0)) / seen.sum()
    return float(1 - (distance * seen).sum() / (distance * chance).sum())


def spearman(first: Sequence[float], second: Sequence[float]) -> float:
    """The rank correlation of two series; equal values share their mean rank."""
    return float(np.corrcoef(_ranks(first), _ranks(second))[0, 1])


def pairwise_order(given: Sequence[float], label: Sequence[float], group: Sequence[str]) -> float:
    """Share of the pairs inside a group with different labels that are in the right order; ties count half."""
    right, pairs = 0.0, 0
    for i, j in combinations(range(len(label)), 2):
        if group[i] != group[j] or label[i] == label[j]:
            continue
        pairs += 1
        agreement = (given[i] - given[j]) * (label[i] - label[j])
        right += 1.0 if agreement > 0 else 0.5 if agreement == 0 else 0.0
    return right / pairs if pairs else float("nan")


def _ranks(values: Sequence[float]) -> np.ndarray:
    given = np.asarray(values, dtype=float)
    return np.array([(given < value).sum() + ((given == value).sum() - 1) / 2 for value in given])

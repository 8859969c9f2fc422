"""Two small regressions, on standardised columns, with a penalty."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

RIDGE = 20.0
LOGISTIC = 3.0
_STEPS = 50


def fit_ridge(
    answers: Sequence[np.ndarray], empty: Sequence[int], wanted: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray, np.ndarray]:
    """Ridge regression of a transcript's target on its answers: base, and per column mean, sd and weight.

    `answers` holds a row per answer that says something, `empty` counts those that don't; an empty one is worth exactly
    1, whatever the table says. A penalty pulls predictions towards the middle; the weights are stretched so that they
    spread as the targets do, since the decisions at either end would never be reached otherwise.
    """
    everything = np.concatenate([rows for rows in answers if len(rows)])
    mean, sd = everything.mean(axis=0), np.maximum(everything.std(axis=0), 1e-6)
    total = np.array([len(rows) + blank for rows, blank in zip(answers, empty, strict=True)])
    sums = np.array([((rows - mean) / sd).sum(axis=0) if len(rows) else np.zeros(len(mean)) for rows in answers])
    blanks = np.array(empty) / total
    given = np.column_stack([1 - blanks, sums / total[:, None]])
    penalty = np.diag([0.0] + [RIDGE * float((given[:, 1:].std(axis=0) ** 2).mean())] * len(mean))
    found = np.linalg.solve(given.T @ given + penalty, given.T @ (wanted - blanks))
    reached = given @ found + blanks
    stretch = wanted.std() / max(reached.std(), 1e-6)
    middle = wanted.mean() + (found[0] - wanted.mean()) * stretch
    return float(middle), mean, sd, found[1:] * stretch


def fit_logistic(given: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Logistic regression by Newton's steps: per column mean, sd and weight (the intercept is left to the caller)."""
    mean, sd = given.mean(axis=0), np.maximum(given.std(axis=0), 1e-6)
    scaled = np.column_stack([(given - mean) / sd, np.ones(len(given))])
    penalty = np.array([LOGISTIC] * given.shape[1] + [1e-6])
    weights = np.zeros(scaled.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (chance - wanted) + penalty * weights
        bend = (scaled * (chance * (1 - chance))[:, None]).T @ scaled + np.diag(penalty)
        weights -= np.linalg.solve(bend, slope)
    return mean, sd, weights[:-1]

"""Two small regressions, on standardised columns, with a penalty."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

RIDGE = 40.0
LOGISTIC = 3.0
_STEPS = 50


def fit_ridge(
    answers: Sequence[np.ndarray], empty: Sequence[np.ndarray], wanted: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray, np.ndarray]:
    """Ridge regression of a transcript's target on the mean of its answers: base, and per column mean, sd and weight.

    `answers` holds a row per answer, `empty` says which of them count for 1 whatever the table says. A penalty pulls
    predictions towards the middle; the weights are stretched so that what comes out spreads as the targets do, since
    the decisions at either end would never be reached otherwise.
    """
    given = np.array([rows.mean(axis=0) for rows in answers])
    mean, sd = given.mean(axis=0), np.maximum(given.std(axis=0), 1e-6)
    scaled = (given - mean) / sd
    inner = scaled.T @ scaled + RIDGE * np.eye(given.shape[1])
    weights = np.linalg.solve(inner, scaled.T @ (wanted - wanted.mean()))
    middle = float(wanted.mean())

    def spread(stretch: float) -> float:
        worth = [np.clip(middle + stretch * ((rows - mean) / sd @ weights), 1, 4) for rows in answers]
        levels = [np.where(blank, 1.0, values).mean() for values, blank in zip(worth, empty, strict=True)]
        return float(np.std(levels))

    stretch = min(np.arange(1.0, 2.5, 0.05), key=lambda k: abs(spread(float(k)) - wanted.std()))
    return middle, mean, sd, weights * stretch


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

"""What the features of an answer are worth: the one table from which every offline rating follows.

Fitted by `python -m evals.training.fit_offline_grader` on the 48 transcripts of
tests/data/graded_dev.jsonl: the target of a transcript is the middle of its label's stretch of ratings under the bar
of its level. `mean` and `sd` are those of the feature over the transcripts, `weight` is in rating points (1 to 4) for
one sd.
"""

from __future__ import annotations

from typing import NamedTuple

from agent.grading.features import Features


class Coefficient(NamedTuple):
    """One line of the table."""

    feature: str
    mean: float
    sd: float
    weight: float


class Table(NamedTuple):
    """`base` is the value of an answer that is average in everything."""

    base: float
    rows: tuple[Coefficient, ...]

    def value(self, features: Features) -> float:
        """The base and what each feature adds or takes."""
        return self.base + sum(self.worth(features).values())

    def worth(self, features: Features) -> dict[str, float]:
        """How much each feature adds or takes."""
        return {row.feature: row.weight * (features.value(row.feature) - row.mean) / row.sd for row in self.rows}


QUALITY = Table(
    2.49,
    (
        Coefficient("near_best", 0.801, 0.719, 0.134),
        Coefficient("near_mean", -0.019, 0.606, 0.137),
        Coefficient("hollow", -0.025, 0.073, -0.139),
        Coefficient("echo", 0.258, 0.082, -0.085),
        Coefficient("figures", 0.356, 0.221, 0.144),
        Coefficient("acts", 0.198, 0.144, 0.099),
        Coefficient("failure", 0.074, 0.085, 0.164),
        Coefficient("bounds", 0.226, 0.158, 0.079),
        Coefficient("overclaim", 0.004, 0.006, -0.126),
        Coefficient("we", 0.056, 0.109, -0.009),
    ),
)
"""The quality of an answer, on the scale of ratings but not held within it."""

SUBSTANCE = Table(
    1.631,
    (
        Coefficient("near_best", 0.644, 1.18, 0.48),
        Coefficient("near_mean", 0.163, 1.011, 0.41),
        Coefficient("hollow", 0.014, 0.178, -0.579),
        Coefficient("echo", 0.247, 0.163, 0.283),
        Coefficient("figures", 0.31, 0.346, 1.4),
        Coefficient("acts", 0.114, 0.202, 0.541),
        Coefficient("failure", 0.058, 0.154, 0.356),
        Coefficient("bounds", 0.183, 0.257, 0.65),
        Coefficient("overclaim", 0.004, 0.011, -0.339),
        Coefficient("deferred", 0.001, 0.007, -0.092),
        Coefficient("unknown", 0.003, 0.011, -0.462),
        Coefficient("generic", 0.006, 0.017, -0.278),
    ),
)
"""Whether an answer says something at all: below 0 it does not."""

"""What the features of an answer are worth: the one table from which every offline rating follows.

Fitted by `python -m evals.training.fit_offline_grader` (ridge regression, penalty 10) on the 48 transcripts of
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
    """`base` is the rating of an answer that is average in everything."""

    base: float
    rows: tuple[Coefficient, ...]

    def quality(self, features: Features) -> float:
        """How good an answer is, on the scale of ratings but not held within it."""
        return self.base + sum(self.worth(features).values())

    def worth(self, features: Features) -> dict[str, float]:
        """How many rating points each feature adds or takes."""
        return {row.feature: row.weight * (features.value(row.feature) - row.mean) / row.sd for row in self.rows}


TABLE = Table(
    2.490,
    (
        Coefficient("near_best", 0.801, 0.719, 0.151),
        Coefficient("near_mean", -0.019, 0.606, 0.138),
        Coefficient("echo", 0.258, 0.082, -0.043),
        Coefficient("figures", 0.376, 0.233, 0.186),
        Coefficient("acts", 0.218, 0.17, 0.031),
        Coefficient("failure", 0.101, 0.117, 0.214),
        Coefficient("bounds", 0.184, 0.134, 0.08),
        Coefficient("overclaim", 0.004, 0.006, -0.163),
        Coefficient("deferred", 0.001, 0.005, 0.029),
        Coefficient("unknown", 0.005, 0.008, 0.014),
        Coefficient("generic", 0.011, 0.015, 0.045),
        Coefficient("we", 0.056, 0.109, -0.02),
    ),
)

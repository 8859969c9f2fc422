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
    3.014,
    (
        Coefficient("near_best", 1.185, 0.846, 0.198),
        Coefficient("near_mean", 0.283, 0.748, 0.188),
        Coefficient("hollow", -0.063, 0.068, 0.051),
        Coefficient("echo", 0.245, 0.157, 0.012),
        Coefficient("figures", 0.484, 0.302, 0.138),
        Coefficient("acts", 0.238, 0.25, 0.093),
        Coefficient("failure", 0.099, 0.18, 0.261),
        Coefficient("bounds", 0.286, 0.238, 0.07),
        Coefficient("overclaim", 0.004, 0.009, -0.284),
        Coefficient("we", 0.042, 0.137, 0.14),
    ),
)
"""The quality of an answer, on the scale of ratings but not held within it."""

SUBSTANCE = Table(
    1.63,
    (
        Coefficient("near_best", 0.671, 1.141, 0.499),
        Coefficient("near_mean", 0.189, 0.978, 0.432),
        Coefficient("hollow", 0.007, 0.168, -0.534),
        Coefficient("echo", 0.247, 0.162, 0.344),
        Coefficient("figures", 0.313, 0.345, 1.338),
        Coefficient("acts", 0.114, 0.202, 0.578),
        Coefficient("failure", 0.058, 0.154, 0.383),
        Coefficient("bounds", 0.183, 0.258, 0.691),
        Coefficient("overclaim", 0.004, 0.011, -0.311),
        Coefficient("deferred", 0.001, 0.007, -0.082),
        Coefficient("unknown", 0.003, 0.011, -0.459),
        Coefficient("generic", 0.006, 0.017, -0.265),
    ),
)
"""Whether an answer says something at all: below 0 it does not."""

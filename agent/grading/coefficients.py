"""What the features of an answer tell: whether it says anything, and the reasons that its notes name.

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
        Coefficient("near_best", 0.801, 0.719, 0.112),
        Coefficient("near_mean", -0.019, 0.606, 0.119),
        Coefficient("hollow", -0.025, 0.073, -0.114),
        Coefficient("echo", 0.258, 0.082, -0.067),
        Coefficient("figures", 0.347, 0.216, 0.136),
        Coefficient("acts", 0.131, 0.13, 0.09),
        Coefficient("failure", 0.071, 0.081, 0.143),
        Coefficient("bounds", 0.226, 0.158, 0.073),
        Coefficient("overclaim", 0.004, 0.006, -0.103),
        Coefficient("we", 0.056, 0.109, -0.008),
    ),
)
"""The quality of an answer, on the scale of ratings but not held within it."""

SUBSTANCE = Table(
    1.428,
    (
        Coefficient("near_best", 0.644, 1.18, 0.37),
        Coefficient("near_mean", 0.163, 1.011, 0.623),
        Coefficient("hollow", 0.014, 0.178, -0.421),
        Coefficient("echo", 0.247, 0.163, -0.037),
        Coefficient("figures", 0.308, 0.343, 1.399),
        Coefficient("acts", 0.08, 0.172, 0.682),
        Coefficient("failure", 0.053, 0.147, 0.328),
        Coefficient("bounds", 0.183, 0.257, 0.684),
        Coefficient("overclaim", 0.004, 0.011, -0.38),
        Coefficient("deferred", 0.001, 0.007, -0.13),
        Coefficient("unknown", 0.003, 0.011, -0.492),
        Coefficient("generic", 0.006, 0.017, -0.311),
        Coefficient("astray", -0.15, 0.132, -0.537),
    ),
)
"""Whether an answer says something at all: below 0 it does not."""

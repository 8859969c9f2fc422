"""Figures that a good answer to one probe names, computed from what its own question gives as known."""

from __future__ import annotations

from importlib.resources import files
from math import exp, log, log1p, pi, sqrt
from statistics import NormalDist

import numpy as np
import pytest


def says(question: str, *phrases: str) -> None:
    text = " ".join(files("knowledge").joinpath(f"questions/{question}.md").read_text(encoding="utf-8").split())
    missing = [phrase for phrase in phrases if phrase not in text]
    assert not missing, f"{question} doesn't say {missing}"


def log_loss(area: float, rate: float, shift: float) -> tuple[float, float]:
    """Log loss and mean output of a model that ranks with `area`, its log odds too high by `shift`.

    Scores are normal in both classes with one spread; with a shift of zero the outputs are the true probabilities.
    """
    apart = sqrt(2) * NormalDist().inv_cdf(area)
    z = np.linspace(-8, 8, 4001)
    density = np.exp(-z * z / 2) / sqrt(2 * pi) * (z[1] - z[0])
    prior = log(rate / (1 - rate)) + shift
    positive = apart * (z + apart) - apart**2 / 2 + prior
    negative = apart * z - apart**2 / 2 + prior
    loss = rate * np.log1p(np.exp(-positive)) + (1 - rate) * np.log1p(np.exp(negative))
    mean = rate / (1 + np.exp(-positive)) + (1 - rate) / (1 + np.exp(-negative))
    return float(density @ loss), float(density @ mean)


def test_balanced_weights_cost_more_log_loss_than_one_rate_for_all() -> None:
    says(
        "ml_depth/clinic-probabilities",
        "AUC 0.72, log loss 0.61",
        "has a log loss of 0.471",
        "The mean prediction is now 0.45",
        "about 1.5 from the logit",
    )
    constant = -0.18 * log(0.18) - 0.82 * log1p(-0.18)
    assert constant == pytest.approx(0.471, abs=5e-4)
    weight = log(0.82 / 0.18)
    assert (exp(weight), weight) == pytest.approx((4.6, 1.5), abs=0.05)
    balanced, mean = log_loss(0.72, 0.18, weight)
    assert (balanced, mean) == pytest.approx((0.61, 0.45), abs=0.005)
    repaired, mean = log_loss(0.72, 0.18, 0)
    assert repaired < constant < balanced
    assert mean == pytest.approx(0.18, abs=1e-6)


def test_the_years_a_later_grant_would_fill() -> None:
    says(
        "negotiation/back-loaded-vesting",
        "Years three and four at 345 get none",
        "one and two, at 275 and 295",
        "year three is 292 and 28 would come",
    )
    years = [185 + cash + 400 * piece for cash, piece in ((70, 0.05), (50, 0.15), (0, 0.4), (0, 0.4))]
    assert years == pytest.approx([275, 295, 345, 345])
    lower = 185 + 160 * 2 / 3
    assert (lower, 320 - lower) == pytest.approx((292, 28), abs=0.4)


def test_what_five_minutes_of_top_scores_send() -> None:
    says(
        "ml_system_design/push-notifications", "210,000 candidates a second at the peak are 63 million in five minutes"
    )
    average = 6e9 / 86_400
    assert average == pytest.approx(70_000, rel=0.01)
    assert 3 * 70_000 * 300 == 63e6


def test_what_a_hundred_clerks_leave_by_noon() -> None:
    says("ml_system_design/invoice-keying", "a hundred type 5,100 in three hours while near 13,000 come in")
    an_hour = 60 / 3.5
    assert int(an_hour) == 17
    assert 100 * int(an_hour) * 3 == 5_100
    assert pytest.approx(13_000, rel=0.02) == 30_000 / 7 * 3


def test_what_a_week_of_learners_can_tell() -> None:
    says("founder/one-week", "1,050 a side, can't tell less than four points")
    assert 300 * 7 / 2 == 1_050
    assert 100 * 1.96 * sqrt(2 * 0.38 * 0.62 / 1_050) == pytest.approx(4, abs=0.2)


def test_the_questions_a_small_model_has_to_answer() -> None:
    says("ml_breadth/city-hotline", "three points takes about seven hundred", "differ in a tenth of them, far more")
    power = (NormalDist().inv_cdf(0.95) + NormalDist().inv_cdf(0.8)) ** 2  # one-sided five percent, 80 percent power
    assert power * 0.1 / 0.03**2 == pytest.approx(700, rel=0.03)
    assert power * 2 * 0.76 * 0.24 / 0.03**2 > 3 * 700


def test_the_sums_of_example_answers_in_the_rubrics() -> None:
    designs = " ".join(files("knowledge").joinpath("rubrics/ml_system_design.md").read_text(encoding="utf-8").split())
    stories = " ".join(files("knowledge").joinpath("rubrics/behavioral.md").read_text(encoding="utf-8").split())
    assert "eight hundred and fifty more orders a day, at twenty of margin each" in designs
    assert 0.02 * 1_000_000 - 3_000 == 850 * 20
    assert "it's forty a week, so four weeks of running and he's paid" in designs
    assert 200 / 5 * 4 == 160
    assert "Two hundred orders a day, I would need more than a year for two percent" in designs
    power = (NormalDist().inv_cdf(0.975) + NormalDist().inv_cdf(0.8)) ** 2
    assert 365 < 2 * (2 * power / 0.02**2) / 200 < 450  # counts of orders in two arms, each as variable as its mean
    assert "nearly half a person. Four hours a day of sorting mails became forty minutes" in stories
    assert pytest.approx(0.42, abs=0.01) == (4 - 40 / 60) / 8

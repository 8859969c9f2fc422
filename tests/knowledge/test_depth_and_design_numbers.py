"""The figures in the questions on depth and design, worked out again from what the same files give as known."""

from __future__ import annotations

from importlib.resources import files
from math import exp, sqrt

import pytest


def says(question: str, *phrases: str) -> None:
    text = " ".join(files("knowledge").joinpath(f"questions/{question}.md").read_text(encoding="utf-8").split())
    missing = [phrase for phrase in phrases if phrase not in text]
    assert not missing, f"{question} doesn't say {missing}"


def test_the_gain_on_twenty_eight_cells() -> None:
    says(
        "ml_depth/battery-paper",
        "mean 0.9 and standard deviation 4.5",
        "standard error of 0.85",
        "minus 0.8 to plus 2.6",
    )
    error = 4.5 / sqrt(28)
    assert error == pytest.approx(0.85, abs=0.005)
    t = 2.052  # the 97.5 percent point of Student's t with 27 degrees of freedom
    assert (0.9 - t * error, 0.9 + t * error) == pytest.approx((-0.8, 2.6), abs=0.05)


def test_the_third_becomes_a_sixth() -> None:
    says(
        "ml_depth/battery-paper",
        "error falls by a third",
        "seventeen percent",
        "A third becomes a sixth",
        "about 24,000",
    )
    assert pytest.approx(0.34, abs=0.005) == 1 - 6.0 / 9.1
    assert pytest.approx(1 / 6) == 1 - 6.0 / 7.2
    assert 12 + 6 + 4 + 4 + 2 == 28
    assert 140 + 22 == 162
    assert round(0.1 * 112) == 11
    assert 31_000 / 5 == 6_200


def test_what_a_bad_trial_of_freight_prices_loses() -> None:
    says(
        "ml_system_design/freight-quotes",
        "about 127 euro a load",
        "28 million a year",
        "112 thousand margin a day",
        "some 134 days",
    )
    loads = 4_000 * 0.22
    margin = 1_150 * 0.11
    assert loads == pytest.approx(880)
    assert margin == pytest.approx(127, abs=0.6)
    assert loads * margin * 250 / 1e6 == pytest.approx(28, abs=0.5)
    daily_loss = loads * 127 * 0.1 * 0.1
    assert daily_loss == pytest.approx(1_100, abs=30)
    assert 150_000 / daily_loss == pytest.approx(134, abs=1)
    assert pytest.approx(70, abs=1) == 0.06 * 1_150


def test_the_equations_that_candidates_bring_along() -> None:
    says("ml_depth/one-equation", "0.9 pushes four times as hard as one at 0.8", "one mention gives 1, ten give 1.96")
    says("ml_depth/one-equation", "from 2 to a quarter", "keeps 81 percent", "near nine tenths of a point")
    assert exp((0.9 - 0.8) / 0.07) == pytest.approx(4.2, abs=0.05)
    k1 = 1.2
    assert [tf * (k1 + 1) / (tf + k1) for tf in (1, 10)] == pytest.approx([1, 1.96], abs=0.005)
    assert (16 / 8, 16 / 64) == (2, 0.25)
    assert pytest.approx((0.01, 0.81)) == ((1 - 0.9) ** 2, (1 - 0.1) ** 2)
    assert 100 * sqrt(0.812 * 0.188 / 2_000) == pytest.approx(0.9, abs=0.05)
    assert pytest.approx(50) == 1 / 0.02


def test_what_two_people_can_save_in_a_week_of_bikes() -> None:
    says("ml_system_design/bikes-one-week", "a bit over six thousand euro", "about 1,600 a day", "28 days gives eleven")
    assert pytest.approx(6_150) == 410 * 15
    trips = 6 * 9
    saved = trips * 2 * 15
    assert (trips, saved) == (54, 1_620)
    assert 3 < 5_000 / saved < 4
    error = 60 / sqrt(28)
    assert error == pytest.approx(11, abs=0.5)
    assert 2.8 * error == pytest.approx(30, abs=2)  # 80 percent power at five percent
    assert pytest.approx(147e6, rel=0.01) == 240 * 60 * 24 * 425  # fourteen months of minutes
    assert (410 - 350) * 15 == 900

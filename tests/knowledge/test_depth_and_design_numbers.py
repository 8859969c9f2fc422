"""The figures in the questions on depth and design, worked out again from what the same files give as known."""

from __future__ import annotations

from importlib.resources import files
from math import sqrt

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

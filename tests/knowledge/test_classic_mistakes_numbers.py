"""Figures and claims in the failure modes about the most common mistakes, computed again."""

from __future__ import annotations

import random
from importlib.resources import files
from math import sqrt
from statistics import NormalDist

import numpy as np
import pytest


def text(name: str) -> str:
    """A failure mode as one line."""
    return " ".join(files("knowledge").joinpath(f"failure_modes/{name}.md").read_text(encoding="utf-8").split())


def test_a_constant_answer_is_right_199_times_of_200() -> None:
    assert pytest.approx(199 / 200) == 1 - 1 / 200


def test_a_row_and_its_five_copies_lie_on_both_sides_in_three_cases_of_four() -> None:
    on_both = 1 - 0.8**6 - 0.2**6
    assert on_both == pytest.approx(0.74, abs=0.005)
    dealt = random.Random(7)
    seen = sum(0 < sum(dealt.random() < 0.8 for _ in range(6)) < 6 for _ in range(20_000)) / 20_000
    assert seen == pytest.approx(on_both, abs=0.01)


def test_most_trees_of_a_forest_have_seen_a_row() -> None:
    rows = 10_000
    assert 1 - (1 - 1 / rows) ** rows == pytest.approx(0.632, abs=0.001)


def test_a_chain_of_a_hundred_thousand_does_not_fit_the_stack() -> None:
    def length(chain: list[object]) -> int:
        return 1 + length(chain[0]) if chain else 0  # type: ignore[arg-type]

    chain: list[object] = []
    for _ in range(100_000):
        chain = [chain]
    with pytest.raises(RecursionError):
        length(chain)
    while chain:  # taken apart by a loop: a destructor would go as deep
        chain = chain[0]  # type: ignore[assignment]


def test_normalising_a_single_row() -> None:
    row = [3.0, 5.0, 10.0]
    own = [value - sum(row) / len(row) for value in row]
    over_a_batch_of_one = [value - value for value in row]
    assert any(own)
    assert not any(over_a_batch_of_one), "a batch of one has no spread: nothing of the row is left"


def test_what_a_decay_leaves_after_three_hundred_batches() -> None:
    assert "for 300 of them 0.95 leaves about 2e-7 of the start, 0.97 about 1e-4, 0.99 about 0.05" in text(
        "schedule-steps-too-often"
    )
    assert [gamma**300 for gamma in (0.95, 0.97, 0.99)] == pytest.approx([2e-7, 1e-4, 0.05], rel=0.1)


def off_by(step: float, kind: type[np.floating]) -> float:
    """How far a central difference of exp is typically off, relative to the slope."""
    at, step_of_kind = np.random.default_rng(7).normal(size=2_000).astype(kind), kind(step)
    slope = (np.exp(at + step_of_kind) - np.exp(at - step_of_kind)) / (2 * step_of_kind)
    return float(np.median(np.abs(slope / np.exp(at) - 1)))


def test_how_far_a_finite_difference_is_off() -> None:
    said = text("step-too-small")
    assert "Near 1e-5 in float64 both are around 1e-11" in said
    assert 5e-12 < off_by(1e-5, np.float64) < 5e-11
    assert "at 1e-12" in said.lower()
    assert 1e-5 < off_by(1e-12, np.float64) < 2e-4
    assert "in float32 a step of 1e-5 is off by something like half a percent" in said
    assert 1e-3 < off_by(1e-5, np.float32) < 1e-2


def per_arm(before: float, after: float) -> float:
    """Cases in each arm to see a share change, at five percent and a power of 80."""
    z, mean = NormalDist().inv_cdf, (before + after) / 2
    apart = z(0.975) * sqrt(2 * mean * (1 - mean)) + z(0.8) * sqrt(before * (1 - before) + after * (1 - after))
    return (apart / (before - after)) ** 2


def test_how_many_people_bound_a_claim_about_a_cause() -> None:
    assert "a few thousand people if the effect is large, else for tens of thousands" in text("importance-as-cause")
    assert 2_000 < 2 * per_arm(0.05, 0.03) < 4_000
    assert 10_000 < 2 * per_arm(0.05, 0.04) < 20_000


def test_what_hoped_for_grants_are_worth() -> None:
    said = text("refreshers-as-salary")
    assert "155 to start, and with a quarter on top each spring I'm soon over 240" in said
    assert 240 < 155 * 1.25**2 < 245
    assert "one such grant is worth about 10 a year" in said
    assert pytest.approx(10, abs=0.6) == 0.7 * 60 / 4


def test_a_buyer_who_moves_counts_twice_and_adds_nothing() -> None:
    assert "counts twice in the difference and not at all in the total" in text("user-split-for-a-shared-thing")
    sales, moved = 100, 5
    treated, control = sales + moved, sales - moved
    assert treated - control == 2 * moved
    assert treated + control == 2 * sales

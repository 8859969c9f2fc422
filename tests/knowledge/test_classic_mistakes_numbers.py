"""Figures and claims in the failure modes about the most common mistakes, computed again."""

from __future__ import annotations

import random

import pytest


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

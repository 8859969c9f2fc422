from __future__ import annotations

import pytest

from evals.scorers import agreement
from evals.scorers.intervals import figure, resampled
from evals.task import Metric, Record, mean_of


def records(values: list[float | None], groups: str = "") -> list[Record]:
    return [Record("t", str(n), group=groups[n : n + 1], scores={"s": v}) for n, v in enumerate(values)]


def test_kappa_of_known_tables() -> None:
    assert agreement.quadratic_kappa([1, 2, 3, 4], [1, 2, 3, 4]) == 1.0
    assert agreement.quadratic_kappa([1, 6], [6, 1]) == -1.0
    assert agreement.quadratic_kappa([3, 3, 3, 3], [2, 3, 4, 3]) == pytest.approx(0.0)
    # by hand: mean squared difference 0.25, chance (0.25 + 0.25 + 0) -> 0.5
    assert agreement.quadratic_kappa([1, 1, 2, 2], [1, 1, 2, 1]) == pytest.approx(1 - 0.25 / (0.25 + 0.1875 + 0.0625))
    assert agreement.quadratic_kappa([2, 2], [2, 2]) is None


def test_ranks_share_ties() -> None:
    assert agreement.spearman([1, 2, 2, 5], [10, 20, 20, 90]) == pytest.approx(1.0)
    assert agreement.spearman([1, 2, 3], [3, 2, 1]) == pytest.approx(-1.0)
    assert agreement.spearman([1, 1], [1, 2]) is None


def test_order_counts_pairs_of_one_question_that_are_far_enough_apart() -> None:
    label, group = [1, 2, 5, 1], ["a", "a", "a", "b"]
    assert agreement.pairwise_order([0.1, 0.0, 0.9, 5.0], label, group) == pytest.approx(2 / 3)
    assert agreement.pairwise_order([0.1, 0.0, 0.9, 5.0], label, group, apart=2) == 1.0
    assert agreement.pairwise_order([0.5, 0.5], [1, 2], ["a", "a"]) == 0.5


def test_a_guess_from_style_leaves_the_own_label_out() -> None:
    assert agreement.from_others([1, 3, 6], ["terse", "terse", "rambling"]) == [3.0, 1.0, pytest.approx(10 / 3)]


def test_an_interval_is_wider_where_samples_share_chance() -> None:
    values = [1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0]
    alone = figure(mean_of("s"), records(values))
    together = figure(mean_of("s"), records(values, "aaaabbbb"))
    assert alone.value == together.value == 0.5
    assert together.high - together.low > alone.high - alone.low


def test_what_does_not_apply_is_no_zero() -> None:
    found = figure(mean_of("s"), records([1.0, None, 1.0]))
    assert (found.value, found.n) == (1.0, 2)
    assert figure(mean_of("other"), records([1.0])).value is None


def test_a_mean_is_resampled_as_any_function_is() -> None:
    mean = mean_of("s")
    slow = Metric("s", mean.of)
    made = records([0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0, 1.0])
    quick = resampled(mean, [made])[0]
    assert abs(quick.mean() - resampled(slow, [made])[0].mean()) < 0.03
    assert abs(quick.std() - resampled(slow, [made])[0].std()) < 0.03


def test_both_sides_draw_the_same_groups() -> None:
    one, two = records([0.0, 1.0, 1.0, 0.0]), records([0.5, 1.0, 1.0, 0.5])
    first, second = resampled(mean_of("s"), [one, two])
    assert ((second - first) >= 0).all(), "a side that is nowhere worse is worse in no resample"

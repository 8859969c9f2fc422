"""The figures that the coding round states, computed again where they come from sizes that it also states."""

from __future__ import annotations

import random
from functools import reduce
from importlib.resources import files
from math import comb, log, log2
from operator import add
from sys import getsizeof

import numpy as np
import pytest

YEAR = 365 * 24 * 60

FIGURES = [
    # Where it is said, the words it is said in, and whether the sizes of the case give that.
    ("questions/coding/turbine-logs.md", "34.6 million in all", round(400 * 86_400 / 1e6, 1) == 34.6),
    ("questions/coding/turbine-logs.md", "nine comparisons", 8 < log2(400) <= 9),
    ("questions/coding/turbine-logs.md", "about 14 billion comparisons", round(400 * 400 * 86_400 / 1e9) == 14),
    (
        "questions/coding/turbine-logs.md",
        "over two hundred bytes a line",
        getsizeof((1, "")) + getsizeof(1_700_000_000) + getsizeof("x" * 80) > 200,
    ),
    ("questions/coding/cold-chain-peaks.md", "757 million", round(YEAR * 1440 / 1e6) == 757),
    ("questions/coding/cold-chain-peaks.md", "thirty is sixteen million", round(YEAR * 30 / 1e6) == 16),
    ("questions/coding/night-jobs.md", "3.2 million checks", round(1800**2 / 1e6, 1) == 3.2),
    ("questions/coding/call-sample.md", "maybe 1,260 recordings", round(200 * (1 + log(200))) == 1260),
    ("questions/coding/call-sample.md", "the sd is 50", (10_000 * 0.5 * 0.5) ** 0.5 == 50),
    ("questions/coding/call-sample.md", "wobbles by about 14", round((40_000 * 0.005 * 0.995) ** 0.5) == 14),
    ("questions/coding/tile-cache.md", "about fifty thousand places", 2_000_000_000 // 40_000 == 50_000),
    ("questions/coding/tile-cache.md", "500 billion looks", 10_000_000 * 50_000 == 500 * 10**9),
    ("questions/coding/same-customer.md", "About eight million edges against 3,999", round(comb(4000, 2) / 1e6) == 8),
    ("questions/coding/subtitle-shares.md", "nineteen halvings", 18 < log2(360_000) <= 19),
    ("questions/coding/subtitle-shares.md", "46,000 steps", round(19 * 2400, -3) == 46_000),
    ("questions/coding/subtitle-shares.md", "69 million", round(2400**2 * 12 / 1e6) == 69),
    ("questions/coding/patent-vectors.md", "About 40 terabytes", round(11e6 * 900_000 * 4 / 1e12) == 40),
    ("questions/coding/patent-vectors.md", "some 26,000 additions", round(12 * 11e6 * 180 / 900_000, -3) == 26_000),
    ("questions/coding/patent-vectors.md", "twelve bisections of about 15 steps", 14 < log2(20_000) <= 15),
    ("failure_modes/sort-called-linear.md", "twenty-one per element", round(log2(2_000_000)) == 21),
    ("failure_modes/float-equality.md", "0.9999999999999999", reduce(add, [0.1] * 10) == 0.9999999999999999),
    ("failure_modes/test-without-oracle.md", "nine cases of ten", round(1 - 4 * 3 * 2 / 4**4, 1) == 0.9),
]


@pytest.mark.parametrize(("file", "said", "holds"), FIGURES, ids=[said for _, said, _ in FIGURES])
def test_a_figure_is_said_and_holds(file: str, said: str, holds: bool) -> None:
    text = " ".join(files("knowledge").joinpath(file).read_text(encoding="utf-8").split())
    assert said in text
    assert holds


def test_the_list_that_is_changed_under_its_loop_keeps_every_second_one() -> None:
    left = [1, 2, 3, 4]
    for number in left:
        left.remove(number)
    assert left == [2, 4]
    with pytest.raises(RuntimeError):
        for number in (shrinking := dict.fromkeys([1, 2])):
            del shrinking[number]


def test_the_coins_on_which_greedy_loses() -> None:
    left, greedy = 6, 0
    for coin in (4, 3, 1):
        greedy, left = greedy + left // coin, left % coin
    best = [0]
    for amount in range(1, 7):
        best.append(1 + min(best[amount - coin] for coin in (1, 3, 4) if coin <= amount))
    assert (greedy, best[6]) == (3, 2)


def test_drawing_two_hundred_of_ninety_raises_and_a_shuffled_slice_does_not() -> None:
    calls = list(range(90))
    with pytest.raises(ValueError, match="larger than"):
        random.sample(calls, 200)
    with pytest.raises(ValueError, match="larger sample"):
        np.random.default_rng(0).choice(calls, 200, replace=False)
    assert len(calls[:200]) == 90
    text = files("knowledge").joinpath("questions/coding/call-sample.md").read_text(encoding="utf-8")
    assert "raise a ValueError when k exceeds n, a shuffled slice gives the ninety" in text


def test_a_row_multiplied_is_one_row() -> None:
    table, buckets, grid = [[0] * 3] * 2, dict.fromkeys("ab", shared := [0]), [[0], [0]]
    table[0][0] = buckets["a"][0] = grid.copy()[0][0] = 1
    assert (table[1][0], buckets["b"][0], shared[0], grid[0][0]) == (1, 1, 1, 1)

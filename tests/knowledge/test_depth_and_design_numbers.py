"""The figures in the questions on depth and design, worked out again from what the same files give as known."""

from __future__ import annotations

from importlib.resources import files
from itertools import pairwise
from math import comb, exp, log, sqrt
from statistics import NormalDist

import numpy as np
import pytest
from numpy.typing import NDArray


def holds(part: str, *phrases: str) -> None:
    text = " ".join(files("knowledge").joinpath(f"{part}.md").read_text(encoding="utf-8").split())
    missing = [phrase for phrase in phrases if phrase not in text]
    assert not missing, f"{part} doesn't say {missing}"


def says(question: str, *phrases: str) -> None:
    holds(f"questions/{question}", *phrases)


def error_of_difference(one: float, other: float, cases: int) -> float:
    return sqrt((one * (1 - one) + other * (1 - other)) / cases)


def cases_per_arm(one: float, other: float, gap: float) -> float:
    """Cases in each arm that show a gap between shares, 80 percent power at five percent, two-sided."""
    return 7.849 * (one * (1 - one) + other * (1 - other)) / gap**2


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


def test_turned_vectors_look_like_random_ones() -> None:
    says("ml_depth/podcast-vectors", "0.88", "That's exactly your 0.09", "8,128 free numbers", "about 32,000 listens")
    assert 1 / sqrt(128) == pytest.approx(0.088, abs=0.0005)
    assert 128 * 127 // 2 == 8_128
    assert pytest.approx(32_000, abs=500) == 1.9e6 * (0.061 - 0.044)
    each = 20 / sqrt(2_000)
    says("ml_depth/podcast-vectors", f"an error of {each:.2f} with 2,000, the difference {each * sqrt(2):.2f}")
    says("ml_depth/podcast-vectors", f"error of the difference about {each * sqrt(2):.2f}")


def test_the_loss_of_podcast_vectors_leaves_a_stretch_free() -> None:
    draw = np.random.default_rng(7)
    items, contexts, stretch = draw.normal(size=(40, 8)), draw.normal(size=(40, 8)), draw.normal(size=(8, 8))
    turn, _ = np.linalg.qr(stretch)
    scores = items @ contexts.T
    assert (items @ turn) @ (contexts @ turn).T == pytest.approx(scores)
    assert (items @ stretch) @ (contexts @ np.linalg.inv(stretch).T).T == pytest.approx(scores)
    assert cosines(items @ turn) == pytest.approx(cosines(items))
    assert np.abs(cosines(items @ stretch) - cosines(items)).max() > 0.1


def cosines(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(unit @ unit.T, dtype=np.float64)


def test_what_a_match_server_has_for_a_message() -> None:
    says("ml_system_design/game-chat", "12.5 milliseconds of CPU", "770,000 harmless ones", "9,000 plus minus 95")
    assert 12_000 / 3_000 == 4
    assert pytest.approx(12.5) == 0.05 * 1_000 / 4
    assert 12_000 / 2_000 == 6
    assert 9 * 900 == 8_100
    abusive = 300e6 * 0.011
    stopped = 0.35 * abusive
    assert (abusive, stopped / 0.6 - stopped) == pytest.approx((3.3e6, 770e3))
    per_match = 300e6 * 0.003 * 0.2 / 6e6
    assert per_match == pytest.approx(0.030)
    upheld = 300_000 * per_match
    assert (upheld, sqrt(upheld)) == pytest.approx((9_000, 95), abs=0.2)
    assert 100 * 2.8 * sqrt(2 / upheld) == pytest.approx(4, abs=0.3)
    assert 40 * 600 == 24_000


def test_two_bands_of_donors_and_their_difference() -> None:
    says(
        "ml_depth/charity-calls",
        "error 1.1, middle 2.2 with error 0.7",
        "middle minus top is 1.4 plus minus 2.5",
        "7,400 per arm",
    )
    top, middle = error_of_difference(0.14, 0.132, 2_000), error_of_difference(0.061, 0.039, 2_000)
    both = sqrt(top**2 + middle**2)
    assert (100 * top, 100 * middle, 100 * both) == pytest.approx((1.1, 0.7, 1.3), abs=0.05)
    assert (196 * top, 196 * middle, 196 * both) == pytest.approx((2.1, 1.3, 2.5), abs=0.05)
    assert pytest.approx(0.02) == 3.80 / 190
    assert pytest.approx(0.40, abs=0.03) == 0.022 * 190 - 3.80
    assert (0.022 * 190 - 3.80 - 190 * 1.96 * middle, 0.022 * 190 - 3.80 + 190 * 1.96 * middle) == pytest.approx(
        (-2, 3), abs=0.3
    )
    assert cases_per_arm(0.05, 0.05, 0.01) == pytest.approx(7_400, abs=100)
    assert pytest.approx(4.6, abs=0.05) == 2.2 / 0.48
    assert 100 * error_of_difference(0.031, 0.022, 1_200) == pytest.approx(0.65, abs=0.01)
    assert pytest.approx((27_000, 13_000), rel=0.03) == (7_000 * 3.80, 7_000 * 0.01 * 190)


def test_the_price_of_a_broadband_chat() -> None:
    says(
        "ml_system_design/broadband-assistant",
        "7.2 cents",
        "9.5 cents",
        "one percent more solved pays 1,600",
        "16,000 each",
    )
    tokens_in, tokens_out = 6 * 4_000, 6 * 250
    large, small = (tokens_in * a / 1e6 + tokens_out * b / 1e6 for a, b in ((3, 15), (0.25, 1.25)))
    assert (100 * large, 100 * small) == pytest.approx((9.5, 0.8), abs=0.06)
    assert 38_000 * large == pytest.approx(3_600, abs=20)
    assert pytest.approx(160_000, abs=500) == 38_000 * 4.20
    assert pytest.approx(1_600, abs=5) == 0.01 * 38_000 * 4.20
    assert cases_per_arm(0.11, 0.12, 0.01) == pytest.approx(16_000, abs=100)
    assert sum((24, 22, 18, 9, 8, 19)) == 100
    assert pytest.approx(8_360) == 0.22 * 38_000


def test_what_thirty_days_know_of_a_hire() -> None:
    says(
        "ml_depth/hired-later",
        "mean of F, I draw it with straight lines, 0.18",
        "61 percent seen against 18",
        "counts five percent",
        "3,850",
    )
    known = ((0, 0.0), (7, 0.05), (14, 0.14), (30, 0.42))
    area = sum((b - a) * (f + g) / 2 for (a, f), (b, g) in pairwise(known))
    assert area / 30 == pytest.approx(0.18, abs=0.005)
    quick, slow = (seen_in_window(median, 30) for median in (9, 52))
    assert (quick, slow, quick / slow) == pytest.approx((0.61, 0.18, 3.5), abs=0.03)
    p, f = 0.025, 0.05
    assert f / (1 - p * f) == pytest.approx(0.05, abs=0.001)
    reported = 40_000 * 14 / 2 * 0.025 * 0.55
    assert reported == pytest.approx(3_850)
    assert 100 * sqrt(2 / reported) == pytest.approx(2.3, abs=0.05)
    assert 100 * 2.8 * sqrt(2 / reported) == pytest.approx(6, abs=0.5)
    assert pytest.approx(0.01, abs=0.001) == 0.05 / 7 * 3 / 2


def seen_in_window(median: float, days: float) -> float:
    """The mean share known over ages from nought to `days`, exponential delays."""
    rate = log(2) / median
    return 1 - (1 - exp(-rate * days)) / (rate * days)


def test_four_misses_in_fifty_two_hips() -> None:
    says(
        "ml_depth/hip-xrays",
        "interval 82 to 97",
        "need about 140 fractures",
        "48 of 56.5 is 85 percent",
        "it's 26 percent",
        "45 to 88",
    )
    assert wilson(48, 52) == pytest.approx((0.82, 0.97), abs=0.005)
    assert wilson(10, 14) == pytest.approx((0.45, 0.88), abs=0.005)
    assert min(n for n in range(20, 400, 20) if wilson(0.95 * n, n)[0] >= 0.90) == 140
    assert 2 * sum(comb(8, k) for k in range(5, 9)) / 2**8 == pytest.approx(0.73, abs=0.005)
    assert (43 + 5 + 3 + 1, 43 + 5, 43 + 3, 48 + 31, 46 + 24, 190 + 450) == (52, 48, 46, 79, 70, 640)
    assert pytest.approx(0.85, abs=0.001) == 48 / (52 + 4.5)
    assert pytest.approx(0.61, abs=0.005) == 48 / 79
    found, false = 48 / 52 * 0.02, 31 / 588 * 0.98
    assert found / (found + false) == pytest.approx(0.26, abs=0.005)
    assert pytest.approx(0.96, abs=0.015) == 0.9 + 0.1 * 10 / 14
    assert pytest.approx(1_700, abs=30) == 31 * 0.3 * 180


def wilson(hits: float, cases: int, z: float = 1.96) -> tuple[float, float]:
    share, extra = hits / cases, z * z / cases
    half = z * sqrt(share * (1 - share) / cases + extra / cases / 4)
    return (share + extra / 2 - half) / (1 + extra), (share + extra / 2 + half) / (1 + extra)


def test_what_customs_find_and_what_lots_cost() -> None:
    says(
        "ml_system_design/customs-parcels",
        "3,780 bad ones a day",
        "needs 4,100 openings each",
        "three and a half days",
        "some 430 euro a day",
    )
    openings, bad = 36 * 70, 420_000 * 0.009
    assert (openings, round(bad)) == (2_520, 3_780)
    found = (openings - 50) * 0.11
    assert (found, 100 * found / bad) == pytest.approx((270, 7), abs=2.5)
    assert cases_per_arm(0.11, 0.13, 0.02) == pytest.approx(4_100, abs=50)
    assert 4_100 / (openings / 2) == pytest.approx(3.5, abs=0.3)
    given_up = 126 * (0.11 - 0.009)
    assert (given_up, given_up * 34) == pytest.approx((12.7, 430), abs=4)
    assert pytest.approx(24, abs=0.5) == 126 * 21 * 0.009
    assert (0.06 * found, 0.06 * 113) == pytest.approx((16, 7), abs=0.5)


def test_when_another_ferry_pays() -> None:
    says(
        "ml_system_design/ferry-sailings",
        "49.4 cars must be saved",
        "that's 35 over on average",
        "Mean 170, 52",
        "about 110 must overflow",
    )
    assert pytest.approx(49.4, abs=0.05) == 4_200 / 85
    assert (overflow(150, 40, 120), overflow(170, 40, 120)) == pytest.approx((35, 52), abs=0.3)
    assert pytest.approx(110, abs=0.5) == 4_200 / 85 / 0.45
    assert pytest.approx(30_000, abs=700) == 3 * 14 * 2 * 365
    assert pytest.approx(87, abs=0.4) == 260 / 3
    assert 120 * 85 == 10_200


def overflow(mean: float, spread: float, places: float) -> float:
    """What is expected above `places` under a normal demand."""
    z = (mean - places) / spread
    return spread * (NormalDist().pdf(z) + z * NormalDist().cdf(z))


def test_the_figures_of_the_failure_modes_and_guides() -> None:
    holds("failure_modes/sensitivity-as-a-constant", "97 where nine in ten are plain and 86 where half are")
    holds("failure_modes/silence-as-a-negative", "a sensitivity of 92 down to 85")
    holds("guides/rules-that-earn-money", "With 112,000 a day", "1,100 a day")
    holds("guides/taking-a-paper-apart", "differences that spread by 4.5 give 0.85")
    plain_share = np.array([0.9, 0.5])
    assert 100 * (plain_share + (1 - plain_share) * 10 / 14) == pytest.approx([97, 86], abs=0.5)
    assert pytest.approx((92, 85), abs=0.5) == (100 * 48 / 52, 100 * 48 / (52 + 0.01 * 450))
    assert pytest.approx(1_100, abs=25) == 112_000 * 0.1 * 0.1

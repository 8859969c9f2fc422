"""The figures in the questions of the research round, worked out again from what the same files give as known."""

from __future__ import annotations

from importlib.resources import files
from itertools import pairwise
from math import comb, exp, log, pi, sqrt
from statistics import NormalDist, fmean, median, stdev, variance

import numpy as np
import pytest

Z = NormalDist()
TEN_NEW = (12.4, 11.9, 10.8, 9.6, 0.8)
TEN_OLD = (8.3, 7.9, 7.7, 7.6, 7.5)
GAINS = {125e6: 0.028, 410e6: 0.019, 1e9: 0.013}
LOSSES = {125e6: 1.602, 410e6: 1.398, 1e9: 1.262}
COLLECTIONS = (11.2, 1.0, 0.9, 0.6, 0.1, -0.4, -0.8)


def text(part: str) -> str:
    """A file of knowledge/ as one line; `part` is its path without the ending."""
    return " ".join(files("knowledge").joinpath(f"{part}.md").read_text(encoding="utf-8").split())


def says(question: str, *phrases: str) -> None:
    spoken = text(f"questions/research_taste/{question}")
    missing = [phrase for phrase in phrases if phrase not in spoken]
    assert not missing, f"{question} doesn't say {missing}"


def standard_error(share: float, cases: int) -> float:
    return sqrt(share * (1 - share) / cases)


def sign_test(wins: int, cases: int) -> float:
    """The two-sided p of `wins` among `cases` under a fair coin."""
    tail = sum(comb(cases, k) for k in range(max(wins, cases - wins), cases + 1)) / 2**cases
    return min(1.0, 2 * tail)


def cases_per_arm(variances: float, gap: float) -> float:
    """Cases in each arm for 80 percent power at five percent, two-sided."""
    return float((Z.inv_cdf(0.975) + Z.inv_cdf(0.8)) ** 2 * variances / gap**2)


def gpu_hours(parameters: float, tokens: float, rate: float = 1.6e14) -> float:
    """Six operations per parameter and token; `rate` is operations a second of one GPU, 40 percent of 4e14."""
    return 6 * parameters * tokens / rate / 3600


def power_law(first: float, last: float, more_compute: float) -> float:
    """What follows when a quantity fell from `first` to `last` over 64 times the compute and goes on."""
    return last * more_compute ** (log(last / first) / log(64))


def test_the_row_of_the_speech_table() -> None:
    by_words, by_speakers, paired = 100 * standard_error(0.071, 46_000), 2.1 / sqrt(40), 0.6 / sqrt(40)
    says(
        "one-row",
        f"about {by_speakers:.2f}, three times the word-based {by_words:.2f}; the paired difference about {paired:.1f}",
    )
    says(
        "one-row",
        f"{0.2 + 0.8 + 0.4:.1f} against {8.4 - 7.1:.1f}",
        f"{36 * 8} GPU-hours",
        f"Prices it at {3 * 36 * 8}",
    )
    noise = 0.12 * sqrt(2)
    says(
        "one-row",
        f"({noise:.2f} for a difference)",
        f"Root two times 0.12 is {noise:.2f}, so 0.2 is about {0.2 / noise:.1f} standard",
    )
    assert round(1 / (1 - Z.cdf(0.2 / noise))) == 8
    says("one-row", "perhaps one time in eight")


def test_the_prices_of_the_code_models() -> None:
    for parameters, hours in ((125e6, 3), (1e9, 208), (3e9, 1875), (7e9, 10_208)):
        assert int(gpu_hours(parameters, 20 * parameters)) == hours
    says(
        "small-to-large",
        "about ten thousand GPU-hours",
        "1,875",
        "208",
        "three and a bit",
        f"{2 * 1875:,} for a pair",
        f"{2 * 208} for a",
    )
    assert round(12 * gpu_hours(125e6, 2.5e9)) == 39
    says("small-to-large", "it costs 39 GPU-hours")


def test_the_gain_of_the_code_models_shrinks() -> None:
    ends = [
        power_law(first, last, 49) for first, last in ((0.028, 0.013), (0.022, 0.013), (0.028, 0.019), (0.034, 0.007))
    ]
    assert [round(end, 3) for end in ends] == [0.006, 0.008, 0.013, 0.002]
    says(
        "small-to-large",
        "About 0.006 (exponent near minus 0.18)",
        "0.022 at the start gives about 0.008 at the end",
        "roughly 0.002 to 0.013",
    )
    assert round(power_law(0.028, 0.013, 9), 3) == 0.009
    says("small-to-large", "Line says 0.009")
    slope = log(LOSSES[125e6] / LOSSES[1e9]) / log(64)
    saved = [(1 - gain / LOSSES[size]) ** (-1 / slope) for size, gain in GAINS.items()]
    at_seven = (1 - ends[0] / power_law(LOSSES[125e6], LOSSES[1e9], 49)) ** (-1 / slope)
    says("small-to-large", f"({saved[0]:.2f} times, then {saved[2]:.2f}, about {at_seven:.2f} at the end")
    assert 100 * standard_error(24 / 164, 164) == pytest.approx(2.8, abs=0.05)
    assert (round(100 * 24 / 164, 1), round(100 * 28 / 164, 1)) == (14.6, 17.1)
    says("small-to-large", "14.6 to 17.1 percent", "2.8 points or 4.6 problems")


def test_the_budget_and_the_scores_of_the_weather_question() -> None:
    hours = 64 * 24 * 14
    says(
        "two-weeks-of-compute",
        f"{hours:,} GPU-hours",
        f"Four runs fit, {hours - 4 * 5000:,} left",
        "ten coarse ones, 1,100 hours",
    )
    assert 365 // 5 == 73
    says(
        "two-weeks-of-compute",
        "seventy-three independent",
        "so 1.41 times in root",
        f"the error is about {10 / sqrt(73):.1f} percent",
    )
    rng = np.random.default_rng(0)
    truth, member = rng.normal(size=(2, 200_000))
    assert sqrt(np.mean((truth - member) ** 2) / np.mean(truth**2)) == pytest.approx(1.41, abs=0.01)
    assert (1 / sqrt(pi)) / sqrt(2 / pi) == pytest.approx(0.71, abs=0.005)


def test_the_seeds_of_the_cooling_agent() -> None:
    error = sqrt(variance(TEN_NEW) / 5 + variance(TEN_OLD) / 5)
    says(
        "one-bad-seed",
        f"Mean {fmean(TEN_NEW):.1f} against {fmean(TEN_OLD):.1f}, the standard error of the difference is {error:.1f}",
    )
    says(
        "one-bad-seed",
        f"it's {median(TEN_NEW):.1f} to {median(TEN_OLD):.1f}",
        f"report {fmean(TEN_NEW[:3]):.1f}",
        f"mean is {fmean(TEN_NEW[:4]):.1f} against",
    )
    says("one-bad-seed", f"Spread of {stdev(TEN_NEW):.1f} on one side, {stdev(TEN_OLD):.1f} on the other, gap 1.3")
    says("one-bad-seed", f"About {cases_per_arm(variance(TEN_NEW) + variance(TEN_OLD), 1.3):.0f} of the new one")
    assert round(100 * (1 - 0.05 ** (1 / 20))) == 14
    low, high = 1 - 0.975 ** (1 / 5), 0.716
    assert 1 - (1 - low) ** 5 == pytest.approx(0.025)
    assert (1 - high) ** 5 + 5 * high * (1 - high) ** 4 == pytest.approx(0.025, abs=2e-4)
    says(
        "one-bad-seed",
        f"{100 * low:.1f} to {100 * high:.0f} percent",
        "Up to about fourteen percent (one-sided)",
    )


def test_the_night_of_the_protein_question() -> None:
    error = 0.18 / sqrt(31)
    apart = error * sqrt(2)  # were the two means independent; the same proteins bring it down
    assert round(0.23 / apart) == 5
    says(
        "two-in-the-morning",
        f"0.18 over root 31 is {error:.2f}, for a difference {apart:.2f} at most, same proteins. So plus 0.23 is five sigma",
    )
    assert f"the error of each mean is {error:.2f} and of their difference {apart:.2f} at most" in text(
        "guides/choosing-the-next-experiment"
    )
    says(
        "two-in-the-morning",
        f"a perfect predictor would see about {sqrt(0.85):.2f}",
        f"with 0.9 between and 0.48 within about {(0.9 + 0.48) / 2:.2f}",
    )
    says("two-in-the-morning", f"Up to about {sqrt(0.5):.1f} if half the variance is between")
    kept, before = 19 * 0.71, 31 * 0.48
    says(
        "two-in-the-morning",
        f"31 x 0.48 = {before:.1f}, 19 x 0.71 = {kept:.1f}, so the twelve would have averaged about {(before - kept) / 12:.2f}",
    )


def test_a_pooled_correlation_mixes_in_the_differences_between_groups() -> None:
    rng = np.random.default_rng(0)
    groups, members = 2000, 100
    between, within = rng.normal(size=groups), rng.normal(size=(groups, members))
    guess_between = 0.9 * between + sqrt(1 - 0.81) * rng.normal(size=groups)
    guess_within = 0.48 * within + sqrt(1 - 0.48**2) * rng.normal(size=(groups, members))
    truth, guess = between[:, None] + within, guess_between[:, None] + guess_within
    assert np.corrcoef(truth.ravel(), guess.ravel())[0, 1] == pytest.approx(0.69, abs=0.02)
    assert np.mean([np.corrcoef(a, b)[0, 1] for a, b in zip(truth, guess, strict=True)]) == pytest.approx(
        0.48, abs=0.02
    )


def test_the_average_of_the_retrieval_table() -> None:
    assert fmean(COLLECTIONS) == pytest.approx(47.9 - 46.1)
    says(
        "abstract-and-table",
        f"the other six give {fmean(COLLECTIONS[1:]):.2f}",
        f"({sum(COLLECTIONS):.1f} points in sum",
        f"five up and two down is p about {sign_test(5, 7):.2f}",
    )
    says("abstract-and-table", f"makes it worse by {46.1 - 45.2:.1f}", f"make it better by {47.9 - 45.2:.1f}")


def test_the_films_that_are_ranked_among_a_sample() -> None:
    met = 100 * 239 / 11_999
    assert round(met) == 2
    says("does-not-reproduce", "About two, so place three", "like rank three")
    error = 0.14 / sqrt(8000)
    assert round((0.109 - 0.101) / error) == 5
    says("does-not-reproduce", f"0.14 over root 8,000, that's {error:.4f}. Five sigma", "plus twenty-two percent")
    assert round(100 * (0.118 / 0.097 - 1)) == 22


def test_what_a_judge_prints() -> None:
    def printed(true: float, alarms: float = 0.08) -> float:
        return 0.8 * true + alarms * (1 - true)

    agreement = 0.08 * 0.8 + 0.92 * 0.92
    assert round(100 * agreement) == 91
    chance = 0.08 * printed(0.08) + 0.92 * (1 - printed(0.08))
    says(
        "judge-of-a-new-thing",
        f"or kappa about {(agreement - chance) / (1 - chance):.2f}",
        f"the judge goes {100 * printed(0.08):.1f} to {100 * printed(0.05):.1f}",
    )
    says(
        "judge-of-a-new-thing",
        f"three points look like {100 * (printed(0.08) - printed(0.05)):.1f}",
        f"shrink by {0.8 + 0.92 - 1:.2f}",
    )
    assert 0.8 * 0.08 / printed(0.08) < 0.5
    assert round(100 * (printed(0.08, alarms=0.12) - 0.08) / 0.72) == 13
    says("judge-of-a-new-thing", "it would report about thirteen, five points that aren't there")
    assert cases_per_arm(0.08 * 0.92 + 0.05 * 0.95, 0.03) == pytest.approx(1050, abs=10)
    says(
        "judge-of-a-new-thing",
        "about 1,050 independent per model",
        "2,400 ratings in all",
        "eight points of error on the eighty percent",
    )
    assert round(100 * standard_error(0.8, 24)) == 8


def test_the_curve_and_the_misses_of_the_castings() -> None:
    curve = (14.2, 10.9, 8.4, 6.4)
    assert [round(b / a, 2) for a, b in pairwise(curve)] == pytest.approx([0.77, 0.77, 0.76])
    floor = 100 * 13 / 500
    plain = 6.4 * (6.4 / 14.2) ** (1 / 3)
    floored = floor + (6.4 - floor) * ((6.4 - floor) / (14.2 - floor)) ** (1 / 3)
    says(
        "pictures-or-network",
        f"So 40,000 gives {plain:.1f}",
        f"a floor at {floor:.1f}, and over a floor the curve gives {floored:.1f}",
    )
    says(
        "pictures-or-network",
        f"A coin gives that in {100 * sign_test(10, 16):.0f} of 100",
        f"23 of 491, {100 * 23 / 491:.1f} percent",
        f"16 of 491 after that, {100 * 16 / 491:.1f}",
    )
    assert 20_000 * 1.5 / (20_000 * 0.03) == 50
    says("pictures-or-network", "fifty euro a crack")


def test_the_counts_of_the_tables() -> None:
    says(
        "fourteen-of-thirty-six",
        f"(eleven of thirteen has p of {sign_test(11, 13):.2f}, eight of ten {sign_test(8, 10):.2f})",
    )
    says(
        "fourteen-of-thirty-six",
        f"fifteen of twenty has p {sign_test(15, 20):.2f} and fourteen {sign_test(14, 20):.2f}",
    )
    says("fourteen-of-thirty-six", f"root of 36 is six, so {1.8 / 6:.1f}")
    beyond = log(10) / log(4)
    assert -0.4 + 0.5 * beyond == pytest.approx(0.4, abs=0.05)
    assert 0.2 * sqrt((1 + beyond) ** 2 + beyond**2) == pytest.approx(0.6, abs=0.05)
    says("fourteen-of-thirty-six", "His ruler ends at plus 0.4", "the end is plus minus 0.6")
    hours = 900 / 40  # per million parameters
    assert hours * 400 == 9_000
    between = log(100 / 40) / log(4)
    says(
        "fourteen-of-thirty-six",
        f"a hundred million, {hours * 100:,.0f} hours, where he expects minus {0.4 - 0.5 * between:.1f}",
        f"His line says minus {0.4 - 0.5 * between:.2f} there",
        f"A size that fits (up to about {2_600 / hours // 5 * 5:.0f} million)",
    )


def test_the_figures_of_the_failure_modes() -> None:
    rng = np.random.default_rng(0)
    draws = rng.normal(size=(200_000, 12))
    assert f"about {draws.max(axis=1).mean():.1f} standard deviations" in text("failure_modes/untuned-rival")
    assert f"lies {draws[:, :5].max(axis=1).mean():.2f} standard deviations" in text("failure_modes/best-seed-reported")
    assert f"some {log(2) / -log(0.96):.0f} doublings" in text("failure_modes/scale-as-an-answer")
    assert f"standard error is {100 * standard_error(0.35, 164):.1f} points" in text(
        "failure_modes/benchmark-in-the-corpus"
    )
    assert f"about {0.013 * exp(log(0.013 / 0.028) / log(64) * log(49)):.3f}" in text(
        "failure_modes/small-gain-carried-up"
    )

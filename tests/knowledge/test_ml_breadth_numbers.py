"""Every figure that the ML breadth round states is computed again here, and has to stand in its file as computed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from itertools import product
from math import ceil, comb, exp, log, sqrt
from statistics import NormalDist

import numpy as np
import pytest

NORMAL = NormalDist()
SHARE_OF_FRAUD, PAYMENTS = 0.001, 400_000
FRAUDS, HONEST = 400, 399_600
LAYERS, WIDTH, KV_HEADS, HEAD, BYTES = 32, 4096, 8, 128, 2
LONG, PARAMETERS, BANDWIDTH = 60_000, 8e9, 2e12


@cache
def text(name: str) -> str:
    """A file of the round with its line breaks as blanks; `name` is a question's or a path below knowledge/."""
    path = name if "/" in name else f"questions/ml_breadth/{name}"
    return " ".join(files("knowledge").joinpath(f"{path}.md").read_text(encoding="utf-8").split())


def kv_bytes(tokens: int, heads: int = KV_HEADS) -> int:
    return 2 * LAYERS * heads * HEAD * BYTES * tokens


def per_arm(rate: float, gap: float) -> float:
    """Visitors per arm for 80 percent power at the five percent level, by the rule of sixteen."""
    return 16 * rate * (1 - rate) / gap**2


def divergence(p: float, q: float) -> float:
    """Kullback-Leibler between two coins."""
    return p * log(p / q) + (1 - p) * log((1 - p) / (1 - q))


def steps_for_a_thousandth(rate: float) -> float:
    return log(1000) / -log(rate)


def peeking(looks: int) -> float:
    """How often a z test of nothing crosses 1.96 at one of some equally spaced looks."""
    walk = np.random.default_rng(0).standard_normal((30_000, looks)).cumsum(axis=1)
    return float((np.abs(walk / np.sqrt(np.arange(1, looks + 1))) > 1.96).any(axis=1).mean())


def exaggeration(power: float) -> float:
    """Mean size of what was significant over the true effect, at a two-sided power (the other tail left out)."""
    truth = NORMAL.inv_cdf(0.975) - NORMAL.inv_cdf(1 - power)
    drawn = np.random.default_rng(1).standard_normal(400_000) + truth
    return float(np.abs(drawn[np.abs(drawn) > 1.96]).mean() / truth)


def drawn_higher(first: tuple[int, int], second: tuple[int, int]) -> float:
    """How often the second of two posteriors (clicks, views) is drawn above the first, from flat priors."""
    random = np.random.default_rng(2)
    one, two = (random.beta(clicks + 1, views - clicks + 1, 200_000) for clicks, views in (first, second))
    return float((two > one).mean())


def largest_of_noise(rows: int, columns: int) -> float:
    random = np.random.default_rng(3)
    tops = [np.linalg.eigvalsh(np.corrcoef(random.standard_normal((columns, rows))))[-1] for _ in range(300)]
    return float(np.mean(tops))


def coin_after_leader() -> float:
    """Expected mean of the first of two fair coins: each tossed once, then the leader (a tie by lot) once more."""
    total = 0.0
    for first, second in product((0, 1), repeat=2):
        again = (first + 0.5) / 2
        total += {1: again, 0: (again + first) / 2, -1: first}[(first > second) - (first < second)] / 4
    return total


def solo_weight(least_squares: float, strength: float) -> tuple[float, float]:
    """One standardised column under half squared loss: the weight that is left under the square and the modulus."""
    grid = np.linspace(-1, 4, 50_001)
    half = 0.5 * (grid - least_squares) ** 2
    square, modulus = half + 0.5 * strength * grid**2, half + strength * np.abs(grid)
    return float(grid[square.argmin()]), float(grid[modulus.argmin()])


def noise_selected() -> float:
    """Accuracy by five folds on pure noise, 20 of 5,000 columns chosen on all 50 rows before the folds."""
    random, found = np.random.default_rng(4), []
    for _ in range(8):
        rows, label = random.standard_normal((50, 5000)), np.repeat([0, 1], 25)
        apart = np.abs(rows[label == 1].mean(axis=0) - rows[label == 0].mean(axis=0))
        rows = rows[:, np.argsort(-apart)[:20]]
        for held in np.array_split(random.permutation(50), 5):
            kept = np.setdiff1d(np.arange(50), held)
            far = [((rows[held] - rows[kept][label[kept] == k].mean(axis=0)) ** 2).sum(axis=1) for k in (0, 1)]
            found.append(((far[1] < far[0]).astype(int) == label[held]).mean())
    return float(np.mean(found))


def best_of_fifty() -> float:
    return float(np.random.default_rng(6).standard_normal((20_000, 50)).max(axis=1).mean())


def error_of_an_area(area: float, positives: int, negatives: int) -> float:
    """Standard error of an area under the curve by Hanley and McNeil."""
    both, twice = area / (2 - area), 2 * area**2 / (1 + area)
    spread = (positives - 1) * (both - area**2) + (negatives - 1) * (twice - area**2)
    return sqrt((area * (1 - area) + spread) / (positives * negatives))


def precision(recall: float, frauds: int, false_rate: float, honest: float) -> float:
    return recall * frauds / (recall * frauds + false_rate * honest)


STATED: list[tuple[str, Callable[[], float], str]] = [
    ("used-car-weights", lambda: solo_weight(3, 4)[0], "3/(1+4) is {:.1f} for the square"),
    ("used-car-weights", lambda: 5**2 + 5**2, "Square costs {:.0f} against 100"),
    ("used-car-weights", lambda: 1 - -0.3, "Squared error is {:.1f} times that of always saying the mean"),
    ("fraud-desk", lambda: 0.01 * HONEST, "320 true, {:,.0f} false"),
    ("fraud-desk", lambda: 100 * precision(0.8, FRAUDS, 0.01, HONEST), "that's {:.1f} percent"),
    ("fraud-desk", lambda: 100 * precision(0.8, FRAUDS // 2, 0.01, PAYMENTS - 200), "against the same four thousand, {:.1f} percent"),
    ("fraud-desk", lambda: 100 * precision(0.8, FRAUDS, 0.01, 20_000), "320 through 520, there's their {:.0f}"),
    ("fraud-desk", lambda: 100 * (1 / 20) / (1 + 1 / 20), "1 to 20, so about {:.1f} percent"),
    ("fraud-desk", lambda: 100 * 2 / 120, "2/120, about {:.1f} percent"),
    ("fraud-desk", lambda: 100 * 600 / HONEST, "the leftmost {:.2f} percent"),
    ("claim-sizes", lambda: 0.3 + 0.7 / 10, "Ten trees {:.2f}"),
    ("claim-sizes", lambda: 0.3 + 0.7 / 100, "hundred {:.3f}"),
    ("claim-sizes", lambda: 20 * 500 / 21, "20*500/21 is {:.0f}"),
    ("claim-sizes", lambda: 1 - 0.1 * 20 / 21, "each round leaves {:.3f} of it"),
    ("claim-sizes", lambda: log(0.1) / log(1 - 0.1 * 20 / 21), "so about {:.0f} rounds"),
    ("claim-sizes", lambda: exp(1.2**2 / 2), "exp(0.72), about {:.2f}"),
    ("claim-sizes", lambda: 100 * (1.08**3 - 1), "reality is {:.0f} percent above it"),
    ("claim-sizes", lambda: 100 * (1 - 1 / 80_000) ** 80_000, "about {:.0f} percent of the trees"),
    ("part-search", lambda: log(256), "log of 256, {:.2f}"),
    ("part-search", lambda: log(1 + 255 / exp(1)), "log(1 + 255/e), about {:.2f}"),
    ("part-search", lambda: 100 * (1 - 0.98**255), "1 minus 0.98 to the 255 is {:.0f} percent"),
    ("part-search", lambda: 100 * 0.999**255, "0.999^255 is {:.0f} percent"),
    ("part-search", lambda: 0.001 * 199_999, "about {:.0f} ahead in the catalogue"),
    ("part-search", lambda: 1 / sqrt(384), "random cosines have sd {:.2f}"),
    ("part-search", lambda: sqrt(2 * log(200_000) / 384), "the largest of 200,000 is about {:.2f}"),
    ("part-search", lambda: 200_000 * 384 * 4 / 1e9, "All vectors in memory, about {:.1f} gigabyte"),
    ("part-search", lambda: 1_100 * 7, "1,100 times seven is {:,.0f} euro"),
    ("contract-reader", lambda: kv_bytes(1), "that's {:,.0f} bytes a token"),
    ("contract-reader", lambda: kv_bytes(LONG) / 1e9, "Times sixty thousand, {:.1f} gigabyte"),
    ("contract-reader", lambda: kv_bytes(LONG, 32) / 1e9, "With 32 key heads it'd be {:.0f}"),
    ("contract-reader", lambda: 2 * PARAMETERS / (4 * WIDTH * LAYERS) // 100 * 100, "gives about {:,.0f} positions"),
    ("contract-reader", lambda: LONG**2 * 32 * BYTES / 1e9, "60,000^2*32*2 bytes is {:.0f} gigabyte"),
    ("contract-reader", lambda: 1e3 * kv_bytes(LONG) / BANDWIDTH, "is 8 ms plus {:.1f} for the cache"),
    ("contract-reader", lambda: 7e3 * kv_bytes(LONG) / BANDWIDTH, "seven together 8 + {:.1f}"),
    ("contract-reader", lambda: 60 / 127, "60/127 is {:.2f} against"),
    ("contract-reader", lambda: 4 / 127, "against {:.2f} at four"),
    ("crop-images", lambda: ceil(1.2e6 / 256), "{:,.0f} steps an epoch at 256"),
    ("crop-images", lambda: ceil(1.2e6 / 2048), "and {:.0f} at 2,048"),
    ("crop-images", lambda: sqrt(8), "down by root eight, {:.1f}"),
    ("crop-images", lambda: 0.0005 * sqrt(8), "I'd take root eight, {:.4f}"),
    ("crop-images", lambda: 0.1 / sqrt(0.001), "0.1 over root 0.001, that's {:.1f} times too big"),
    ("crop-images", lambda: steps_for_a_thousandth(99 / 101), "About {:.0f} against 34"),
    ("crop-images", lambda: steps_for_a_thousandth(9 / 11), "against {:.0f}; root of the condition number"),
    ("crop-images", lambda: 50 * 586, "One run moved {:,.0f} times"),
    ("crop-images", lambda: 50 * 4688, "the other {:,.0f}, at an equal rate"),
    ("checkout-test", lambda: per_arm(0.04, 0.0008), "16*0.04*0.96/0.0008^2, about {:,.0f} an arm"),
    ("checkout-test", lambda: 100 * 45 / 125, "80 true and 45 false, so {:.0f} percent"),
    ("checkout-test", lambda: 100 * (1 - 0.95**20), "1 - 0.95^20, {:.0f} percent"),
    ("checkout-test", lambda: 0.05 / 20, "Bonferroni is {:.4f}"),
    ("checkout-test", lambda: per_arm(0.04, 0.0008) * 0.64 // 1000 * 1000, "So {:,.0f} per arm"),
    ("checkout-test", lambda: sqrt(1 + 2 * 0.2), "interval too short by a factor {:.2f}"),
    ("checkout-test", lambda: sqrt(598_000), "root of 598,000, {:.0f}"),
    ("checkout-test", lambda: 2_000 / sqrt(598_000), "Two thousand off is {:.1f} sd"),
    ("turbine-sensors", lambda: 0.4**2, "vibration {:.2f}. Out of"),
    ("turbine-sensors", lambda: (600**2 + 900**2 + 64 + 9 + 0.16) / 1e6, "Out of {:.2f} million"),
    ("turbine-sensors", lambda: 1e4 * 1.17e6 / (1.17e6 + 73.16) // 1 / 100, "Two components with {:.2f} percent"),
    ("turbine-sensors", lambda: sqrt(2) / sqrt(0.1), "root two over root 0.1, {:.1f} sigma"),
    ("turbine-sensors", lambda: (1 + sqrt(0.12)) ** 2, "(1 + root of 0.12)^2 or {:.1f}"),
    ("turbine-sensors", lambda: 90_000 / 1_100, "About {:.0f} visits per failure"),
    ("icu-alarm", lambda: 9_000 * (0.4 * 0.12 + 0.6 * 0.02), "{:.0f} stays have it"),
    ("icu-alarm", lambda: 100 * 0.9**12, "0.9 to the twelve is {:.0f} percent"),
    ("icu-alarm", lambda: 100 * 0.4 * 0.9**12, "then it's {:.0f}, and I have only"),
    ("icu-alarm", lambda: error_of_an_area(0.77, 540 // 6, 9_000 // 6 - 540 // 6), "has an error of about {:.2f}"),
    ("city-hotline", lambda: 0.82 * 0.9 + 0.18 * 0.1, "0.738 plus 0.018, so {:.3f}"),
    ("city-hotline", lambda: 0.82 * 0.95 + 0.018, "writing at 0.95 gives {:.3f}"),
    ("city-hotline", lambda: 0.92 * 0.9 + 0.08 * 0.1, "search at 0.92 gives {:.3f}"),
    ("city-hotline", lambda: 0.82 + 0.018, "a perfect one {:.3f}"),
    ("city-hotline", lambda: 0.76 * 0.95 + 0.24 * 0.4, "0.76*0.95 + 0.24*0.4 is {:.3f}"),
    ("city-hotline", lambda: 2 * 16 * 4096, "{:,.0f} of 16.8 million"),
    ("city-hotline", lambda: 100 * 2 * 16 / 4096, "16.8 million, {:.2f} percent"),
    ("city-hotline", lambda: 2_400 * 600 * 2e-6, "1.44 million tokens, {:.2f} euro each"),
    ("city-hotline", lambda: 5_000 * 2.88, "{:,.0f} a day against 33"),
    ("city-hotline", lambda: 5_000 * (2_500 * 2e-6 + 200 * 8e-6), "a day against {:.0f}"),
    ("city-hotline", lambda: 2 * sum(comb(20, k) for k in range(7)) / 2**20, "Two-sided sign test {:.3f}"),
    ("city-hotline", lambda: 200 * (0.18 * 0.9), "about {:.0f} are on the first pile"),
    ("front-page", lambda: 100 * 0.1 * 7 / 8, "0.1*7/8, {:.2f} percent for ever"),
    ("front-page", lambda: round(per_arm(0.03, 0.003), -3), "0.003 squared, {:,.0f} each"),
    ("front-page", lambda: divergence(0.03, 0.033), "KL of 0.03 and 0.033 is {:.6f}"),
    ("front-page", lambda: log(240_000), "log of 240,000 is {:.1f}"),
    ("front-page", lambda: round(log(240_000) / divergence(0.03, 0.033), -3), "makes {:,.0f} tries"),
    ("front-page", lambda: round(log(240_000) / divergence(0.03, 0.045), -2), "With 0.045 it's only {:,.0f}"),
    ("front-page", coin_after_leader, "{:.4f}, below one half"),
    ("front-page", lambda: 0.003 * 240_000, "is {:.0f} clicks"),
    ("front-page", lambda: round(40_000 / 6, -2), "Ten minutes without news are {:,.0f} views"),
    ("rubrics/ml_breadth", lambda: 100 * (1 - 1 / sqrt(1.4)) // 5 * 5, "about {:.0f} percent too short"),
    ("rubrics/ml_breadth", lambda: kv_bytes(1) / 1024, "That's {:.0f} kilobyte for a token"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "compute", "phrase"), STATED, ids=[f"{name}: {phrase}" for name, _, phrase in STATED])
def test_the_figure_is_what_it_says(name: str, compute: Callable[[], float], phrase: str) -> None:
    assert phrase.format(compute()) in text(name)


SIMULATED: list[tuple[str, Callable[[], float], float, float, str]] = [
    ("checkout-test", lambda: 100 * peeking(14), 22, 1, "About 22 percent for fourteen"),
    ("checkout-test", lambda: 100 * peeking(6), 15, 1, "Say fifteen"),
    ("checkout-test", lambda: exaggeration(0.2), 2.2, 0.1, "About 2.2 times too large"),
    ("turbine-sensors", lambda: largest_of_noise(100, 12), 1.6, 0.05, "About 1.6, the edge by theory"),
    ("icu-alarm", lambda: 100 * noise_selected(), 96, 2.5, "about 96 in a simulation"),
    ("icu-alarm", best_of_fifty, 2.25, 0.03, "is 2.25 standard errors above the mean"),
    ("front-page", lambda: 100 * drawn_higher((30, 1000), (36, 1000)), 77, 1, "higher in 77 of a hundred draws"),
]


@pytest.mark.parametrize(
    ("name", "simulate", "figure", "wobble", "phrase"), SIMULATED, ids=[row[-1] for row in SIMULATED]
)
def test_the_simulated_figure_is_what_it_says(
    name: str, simulate: Callable[[], float], figure: float, wobble: float, phrase: str
) -> None:
    assert simulate() == pytest.approx(figure, abs=wobble)
    assert phrase in text(name)


def test_the_modulus_gives_an_exact_zero_and_the_square_does_not() -> None:
    square, modulus = solo_weight(3, 4)
    assert square == pytest.approx(0.6, abs=1e-3)
    assert modulus == pytest.approx(0, abs=1e-3)
    guide = text("guides/from-half-a-minute-to-the-edge")
    assert (
        "Add four times half the squared weight, and the 3 becomes 3/5; add four times its modulus, and nothing"
        in guide
    )


def test_correlation_inflates_a_coefficients_variance_as_said() -> None:
    assert [round(1 / (1 - r**2)) for r in (0.9, 0.95)] == [5, 10]
    assert "so variance of a coefficient is one over one minus 0.81, five times. At 0.95 it's ten" in text(
        "used-car-weights"
    )


def test_contracts_that_fit_on_the_card() -> None:
    free = 80 - 16 - 4
    assert free * 1e9 // kv_bytes(LONG) == 7
    assert free * 1e9 // (kv_bytes(LONG) / 2) == 15
    assert (free + 8) * 1e9 // kv_bytes(LONG) == 8
    step = PARAMETERS * BYTES / BANDWIDTH + 7 * kv_bytes(LONG) / BANDWIDTH
    assert round(1e3 * step) == 36
    assert 190 < 7 / step < 200


def test_one_cut_on_a_checkerboard_gains_nothing() -> None:
    corners = np.array(list(product((0, 1), repeat=2)), dtype=float)
    design = np.column_stack([np.ones(4), corners])
    fitted = design @ np.linalg.lstsq(design, np.array([0.0, 1, 1, 0]), rcond=None)[0]
    assert fitted == pytest.approx(np.full(4, 0.5))


def test_softmax_over_a_batch_learns_the_lift_and_the_correction_subtracts_log_p() -> None:
    joint = np.random.default_rng(5).dirichlet(np.ones(9)).reshape(3, 3)
    parts = joint.sum(axis=0)
    lift = np.log(joint / joint.sum(axis=1, keepdims=True) / parts)
    given = np.log(joint / joint.sum(axis=1, keepdims=True))
    assert gradient(joint, parts, lift) == pytest.approx(np.zeros((3, 3)), abs=1e-12)
    assert gradient(joint, parts, given - np.log(parts)) == pytest.approx(np.zeros((3, 3)), abs=1e-12)
    assert np.abs(gradient(joint, parts, given)).max() > 1e-3


def gradient(joint: np.ndarray, parts: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Slope of the expected loss by the score, for batches of two pairs, counted out over all of them."""
    slope = np.zeros((3, 3))
    for query, part, other in product(range(3), repeat=3):
        chance = joint[query, part] * parts[other]
        share = np.exp(score[query, [part, other]])
        share /= share.sum()
        slope[query, part] += chance * (share[0] - 1)
        slope[query, other] += chance * share[1]
    return slope


def test_adams_first_step_is_the_rate_whatever_the_slope() -> None:
    for slope in (1e-6, 100.0):
        mean, square = 0.1 * slope, 0.001 * slope**2
        assert (mean / (1 - 0.9)) / sqrt(square / (1 - 0.999)) == pytest.approx(1)


def test_the_checkouts_p_value_and_power() -> None:
    assert 2 * (1 - NORMAL.cdf(0.0011 / sqrt(2 * 0.04 * 0.96 / 300_000))) == pytest.approx(0.03, abs=0.001)
    assert 1 - NORMAL.cdf(1.96 - 0.0008 / sqrt(2 * 0.04 * 0.96 / 300_000)) == pytest.approx(1 / 3, abs=0.03)


def test_one_claim_in_a_hundred_makes_an_eighth_of_the_money() -> None:
    assert 1 - NORMAL.cdf(NORMAL.inv_cdf(0.99) - 1.2) == pytest.approx(1 / 8, abs=0.01)
    assert "one claim in a hundred makes an eighth of the money" in text("claim-sizes")

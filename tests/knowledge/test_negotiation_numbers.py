"""Every figure that the newer offer calls state is computed again here, and has to stand in its file as computed."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pytest

BASE, BONUS, STOCK = 164.0, 0.08, 180.0
OPTIONS, SHARES, STRIKE, LAST_PRICE = 40_000, 52_000_000, 0.85, 2.50

Figure = tuple[str, str, str]


@cache
def text(name: str) -> str:
    """An offer call with its line breaks as blanks."""
    path = files("knowledge").joinpath(f"questions/negotiation/{name}.md")
    return " ".join(path.read_text(encoding="utf-8").split())


def below_range() -> list[Figure]:
    """Base, bonus as it paid, a raise, and what six a year too little come to over four years of raises."""
    paid, poor = BASE * BONUS * 0.92, BASE * BONUS * 0.70
    gap = sum(6 * 1.03**year for year in range(4))
    return [
        ("base-below-range", "a year as last year paid", f"that is {BASE + paid + STOCK / 4:.1f} a year"),
        ("base-below-range", "bonus by year", f"It paid {poor:.1f} two years ago and {paid:.1f} last year"),
        ("base-below-range", "bonus at target", f"the target says {BASE * BONUS:.1f}"),
        ("base-below-range", "after the usual raise", f"makes 164 into {BASE * 1.03:.1f}"),
        ("base-below-range", "the gap over four years", f"the gap is {gap:.0f} over four years"),
        ("base-below-range", "base with bonus at target", f"164 plus eight percent is {BASE * (1 + BONUS):.0f}"),
    ]


def spoken_refresher() -> list[Figure]:
    """The slice, its worth at the last price, the spoken grant by who got one, and the price of leaving."""
    percent = 100 * OPTIONS / SHARES
    return [
        ("spoken-refresher", "slice", f"I have {percent:.3f} percent"),
        ("spoken-refresher", "worth", f"it's {OPTIONS * (LAST_PRICE - STRIKE) / 1000:.0f} thousand"),
        ("spoken-refresher", "a year", "sixteen and a half a year"),
        ("spoken-refresher", "slice after the round", f"is about {percent * (1 - 0.20 - 0.05):.3f}"),
        ("spoken-refresher", "a tenth of a percent", f"0.1 percent, that is {SHARES // 1000:,}"),
        ("spoken-refresher", "expected grant", f"maybe {round(5500 * 11 / 19, -2):,.0f} options on average"),
        ("spoken-refresher", "buying half of it", f"must pay {OPTIONS / 2 * STRIKE:,.0f} for 20,000 options"),
        ("spoken-refresher", "the whole company", f"at {SHARES * LAST_PRICE / 1e6:.0f} million"),
    ]


FIGURES = [*below_range(), *spoken_refresher()]


@pytest.mark.parametrize(("name", "what", "said"), FIGURES, ids=[f"{name}: {what}" for name, what, _ in FIGURES])
def test_a_figure_of_an_offer_is_what_the_sum_gives(name: str, what: str, said: str) -> None:
    assert said in text(name), f"{what} is not there as computed"


def test_the_usual_raise_does_not_reach_the_posted_floor() -> None:
    assert BASE * 1.03 < 170 < BASE * 1.03**2


def test_a_grant_in_four_years_is_the_yearly_figure_said() -> None:
    assert OPTIONS * (LAST_PRICE - STRIKE) / 4 == pytest.approx(16_500)

"""Every figure that the newer offer calls state is computed again here, and has to stand in its file as computed."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pytest

FLOOR, BASE, BONUS, STOCK = 170.0, 164.0, 0.08, 180.0
GRANT, PIECES = 400.0, (0.05, 0.15, 0.40, 0.40)
STAYING = {12: 0.82, 24: 0.61, 36: 0.44, 48: 0.33}
SIGNING, TAX, LAPSING = 36.0, 0.38, 22.0
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
        ("base-below-range", "bonus by year", f"paid {poor:.1f} two years ago and {paid:.1f} last year"),
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


def back_loaded() -> list[Figure]:
    """Four years as they fall, a grant by who stays to see it, and what an even one would have paid by month 23."""
    first, second, late = (185 + cash + GRANT * piece for cash, piece in zip((70, 50, 0), PIECES[:3], strict=True))
    between = {30: (STAYING[24] + STAYING[36]) / 2, 42: (STAYING[36] + STAYING[48]) / 2}
    halves = between[30] + STAYING[36] + between[42] + STAYING[48]
    stays = GRANT * (PIECES[0] * STAYING[12] + PIECES[1] * STAYING[24] + 0.20 * halves)
    total = first + second + 2 * late
    return [
        (
            "back-loaded-vesting",
            "the years",
            f"{first:.0f} in the first year, {second:.0f} in the second, {late:.0f} in",
        ),
        ("back-loaded-vesting", "four years", f"it is {total:,.0f} by month 48"),
        ("back-loaded-vesting", "average", f"On average it's {total / 4:.0f} a year"),
        ("back-loaded-vesting", "even grant by month 23", f"it'd be nearly {GRANT * 23 / 48:.0f}"),
        ("back-loaded-vesting", "by who stays", f"I come to {stays:.0f}"),
        ("back-loaded-vesting", "who stays, anchor", f"({stays:.0f} of 400)"),
        ("back-loaded-vesting", "year three a third lower", f"so near {185 + GRANT * PIECES[2] * 2 / 3:.0f}"),
    ]


def repay_and_start() -> list[Figure]:
    """Signing money after tax against before it, the melting clause, and a start after the bonus."""
    net = SIGNING * (1 - TAX)
    return [
        ("repay-and-start", "in hand", f"so {net:.1f} arrive"),
        ("repay-and-start", "own money", f"I pay {SIGNING - net:.1f} out of my own pocket"),
        ("repay-and-start", "melted at fifteen months", f"I'd owe {SIGNING * 9 / 24:.1f}"),
        ("repay-and-start", "with a later start", f"you need to pay me only {SIGNING - LAPSING:.0f}"),
        ("repay-and-start", "contractor", f"thirty days of him, {30 * 1.1:.0f}"),
        ("repay-and-start", "first year", f"about {150 + SIGNING + 15 + 80 / 4:.0f} a year"),
    ]


def offer_elsewhere() -> list[Figure]:
    """Two offers year by year: ours even with a bonus, theirs early and without one."""
    bonus = 0.15 * 205
    ours = [205 + bonus + 300 / 4 + (20 if year == 0 else 0) for year in range(4)]
    theirs = [190 + 400 * piece + (30 if year == 0 else 0) for year, piece in enumerate((0.35, 0.30, 0.20, 0.15))]
    ahead = sum(theirs[:2]) - sum(ours[:2])
    poor = sum(ours) - 4 * 0.2 * bonus
    return [
        ("offer-elsewhere", "ours", f"{ours[0]:.2f} the first year and {ours[1]:.2f} after"),
        ("offer-elsewhere", "theirs", "Theirs is " + ", ".join(f"{year:.0f}" for year in theirs)),
        ("offer-elsewhere", "four years", f"come out at {sum(theirs):,.0f} and ours at {sum(ours):,.0f}"),
        ("offer-elsewhere", "ahead after two", f"they're ahead by {ahead:.1f}"),
        ("offer-elsewhere", "ahead after four", f"you are by {sum(ours) - sum(theirs):.0f}"),
        ("offer-elsewhere", "bonus at eighty percent", f"it's {0.8 * bonus:.1f} and not {bonus:.2f}"),
        ("offer-elsewhere", "four years at eighty percent", f"{poor:,.0f} against {sum(theirs):,.0f}"),
        ("offer-elsewhere", "crossing", f"near month {24 + ahead / ((ours[2] - theirs[2]) / 12):.0f}"),
    ]


def counter_after_signing() -> list[Figure]:
    """What was signed against what the old employer pays to keep him."""
    return [
        ("counter-after-signing", "signed", f"{172 * 1.08 + 120 / 4:.2f} in an ordinary year"),
        ("counter-after-signing", "counter", f"{190 * 1.05:.1f} a year by my pencil"),
        ("counter-after-signing", "stock at half", f"Even with your stock at half it's {172 * 1.08 + 15:.0f}"),
    ]


FIGURES = [
    *below_range(),
    *spoken_refresher(),
    *back_loaded(),
    *repay_and_start(),
    *offer_elsewhere(),
    *counter_after_signing(),
]


@pytest.mark.parametrize(("name", "what", "said"), FIGURES, ids=[f"{name}: {what}" for name, what, _ in FIGURES])
def test_a_figure_of_an_offer_is_what_the_sum_gives(name: str, what: str, said: str) -> None:
    assert said in text(name), f"{what} is not there as computed"


def test_the_usual_raise_does_not_reach_the_posted_floor() -> None:
    assert BASE * 1.03 < FLOOR < BASE * 1.03**2


def test_a_grant_in_four_years_is_the_yearly_figure_said() -> None:
    assert pytest.approx(16_500) == OPTIONS * (LAST_PRICE - STRIKE) / 4

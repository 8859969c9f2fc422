"""The figures that the product sense round states, worked out again from what the same files give as known."""

from __future__ import annotations

from importlib.resources import files
from math import sqrt

import pytest

LINES = 42_000 * 28 * 0.032
SWAPPED, LEFT = 0.6 * LINES, 0.4 * LINES
LOSS_PER_LINE = 0.6 * 0.22 * 2.80 + 0.4 * 0.95
OLD_ORDERS, NEW_ORDERS = 252_560, 256_410
OLD_COMPLAINTS, NEW_COMPLAINTS = 0.031 * OLD_ORDERS, 0.038 * NEW_ORDERS
OLD_MARGIN = 2.40 * OLD_ORDERS - 7.10 * OLD_COMPLAINTS
NEW_MARGIN = 2.40 * NEW_ORDERS - 7.10 * NEW_COMPLAINTS
APRIL = {"old": (690, 6.9), "new": (610, 3.7)}
ONE_IN_A_MONTH = 1 - (1 - 8 * 300 / 300_000) ** 30
HIDDEN_HARMLESS = 0.02 * (40_000 - 80)
HOLDOUT_MAILS = 95 * 12


def text(part: str) -> str:
    """A file of knowledge/ as one line; `part` is its path without the ending."""
    return " ".join(files("knowledge").joinpath(f"{part}.md").read_text(encoding="utf-8").split())


def question(name: str) -> str:
    return f"questions/product_sense/{name}"


def wilson(hits: int, cases: int) -> tuple[float, float]:
    """The 95 percent interval of a share, in percent."""
    z, share = 1.96, hits / cases
    middle = (share + z * z / 2 / cases) / (1 + z * z / cases)
    half = z * sqrt(share * (1 - share) / cases + (z / 2 / cases) ** 2) / (1 + z * z / cases)
    return 100 * (middle - half), 100 * (middle + half)


def minutes(untouched: float, edited: float) -> float:
    """Minutes a mail when these shares of the drafts are sent as they are and edited, the others thrown away."""
    return untouched * 4 + edited * 7.5 + (1 - untouched - edited) * 9.7


def seller_has(price: float, sold: float, floor: float) -> float:
    return price * sold + (1 - sold) * floor


def near(value: float, said: float, within: float = 0.03) -> bool:
    """Whether a spoken, rounded figure is the value."""
    return abs(value - said) <= within * abs(said)


GROCERIES = [
    ("37,600. Sixty percent swapped is 22,600, of these 22 percent back, 5,000", near(LINES, 37_600)),
    ("of these 22 percent back, 5,000, times 2.80 is fourteen thousand", near(SWAPPED * 0.22 * 2.8, 14_000)),
    ("Left out 15,000 at 95 cents, again fourteen thousand", near(LEFT * 0.95, 14_000)),
    ("So 28,000 euro a day", near(LINES * LOSS_PER_LINE, 28_000)),
    ("1,350 refusals, 3,800 euro a day, 1.4 million a year", near(SWAPPED * 0.06 * 2.8 * 360, 1.4e6)),
    ("At 75 cents it's four and a half million", near(0.45 * LINES * LOSS_PER_LINE * 360, 4.5e6)),
    (
        "goes from 75 cents loss to 28 cents, that's 46 cents times 17,000, under three million",
        2.7e6 < 0.45 * LINES * (LOSS_PER_LINE - 0.3 * 0.95) * 360 < 3e6,
    ),
    ("0.968 to the power of 28 is 0.4", near(0.968**28, 0.4)),
    ("falls from 3.2 to 1.8 by definition", near(3.2 * 0.55, 1.8)),
    ("With 300 the error is about 2.4 points", near(100 * sqrt(0.22 * 0.78 / 300), 2.4)),
    ("22,600 swaps a day is about 13 or 14 a month", 13 < SWAPPED / 50_000 * 30 < 14),
    ("There are eight million labelled examples", near(SWAPPED * 360, 8e6)),
]

DINNERS = [
    (
        "Per arm it's 9,240 in and 13,600 out",
        near((NEW_ORDERS - OLD_ORDERS) * 2.4, 9240) and near((NEW_COMPLAINTS - OLD_COMPLAINTS) * 7.1, 13_600),
    ),
    ("(near 3.56)", near(100 * (2.4 * NEW_ORDERS - OLD_MARGIN) / 7.1 / NEW_ORDERS, 3.56, 0.001)),
    ("Minus 4,350 in two weeks", near(NEW_MARGIN - OLD_MARGIN, -4350, 0.005)),
    ("44,000 per two weeks, 1.1 million a year", near((OLD_MARGIN - NEW_MARGIN) * 10 * 26, 1.1e6)),
    ("about 0.13 from more far orders and 0.57", near(0.7 * 2.6 + 0.3 * 4.7 - 3.1, 0.13)),
    ("Those were 24 percent of orders with 4.7 percent complaints", near(0.76 * 2.6 + 0.24 * 4.7, 3.1)),
    ("they're 30 percent and 6.6", near(0.7 * 2.6 + 0.3 * 6.6, 3.8)),
    ("Control 0.1589, new 0.1602", near(0.962 * NEW_ORDERS / 1.54e6, 0.1602, 0.001)),
    ("that's 300 persons, three orders each, 2,200 euro", near(1914 * 0.16 * 3 * 2.4, 2200)),
    ("Standard error of the ratio about 0.8 percent", near(100 * sqrt(2 / 31_500), 0.8)),
    (
        "the standard error is 0.05",
        near(100 * sqrt(0.031 * 0.969 / OLD_ORDERS + 0.038 * 0.962 / NEW_ORDERS), 0.05, 0.05),
    ),
]

LESSONS = [
    ("went from 6.0 to 5.4", near(sum(n * mean for n, mean in APRIL.values()) / 1300, 5.4)),
    ("In March a million learners and 6.0 million", near(700 * 6.9 + 300 * 3.9, 6000)),
    ("over 1,300, that is 5.49", near((690 * 6.9 + 610 * 3.9) / 1300, 5.49)),
    ("Among newcomers iPhone is 3.9 as before. Android is 3.55", near(0.57 * 3.55 + 0.43 * 3.9, 3.7)),
    ("120,000 lessons in a week. Under two percent", near(610_000 * 0.57 * 0.35, 120_000)),
    ("12,000 payers, 108,000 euro a month", 300_000 * 0.04 * 9 == 108_000),
]

INBOX = [
    ("4,200 mails a day, ninety agents, nine minutes a mail", near(4200 * 9 / 60 / 90, 7.0, 0.001)),
    ("There, over all agents, 40 in a hundred are sent as they are", near(0.45 * 0.40, 0.18, 0.001)),
    ("so with ninety agents we can save eighteen people, roughly a million euro", near(18 * 1700 * 34, 1e6, 0.05)),
    ("In the pilot 6.4, on 5,600 mails, so", near(4200 * 10 * 12 / 90, 5600) and 196 * sqrt(0.06 * 0.94 / 5600) > 0.4),
    ("0.18 times 4, 0.32 times 7.5, half times 9.7, that's 7.97", near(minutes(0.18, 0.32), 7.97, 0.001)),
    ("About 7.2 minutes a mail", near(minutes(0.30, 0.35), 7.2, 0.005)),
    ("6.65, so 2.35 on 45 percent, 74 hours", near(4200 * 0.45 * (9 - minutes(0.4, 0.35)) / 60, 74)),
    ("One minute saved, 72 hours a day", near(4200 * (9 - minutes(0.18, 0.32)) / 60, 72)),
    ("Volunteers save 1.78, times 4,200 is 125 hours", near(4200 * 1.78 / 60, 125)),
    ("Roughly 1.7 to 7 and 0.8 to 5 percent", near(wilson(7, 200)[0], 1.7) and near(wilson(4, 200)[1], 5.0)),
    ("(about 2,500 euro a day against 57 for drafts)", near(74 * 34, 2500) and near(0.03 * 0.45 * 4200, 57)),
]

RED_FLAGS = [
    ("74 to 98 and 80 to 99", near(wilson(22, 24)[0], 74) and near(wilson(23, 24)[0], 80)),
    ("540 calls, 54 hours. Minus 300, thirty hours, 1,140 euro", 300 * 6 / 60 * 38 == 1140),
    ("210 calls, 21 hours, 800 euro a day", near(210 * 6 / 60 * 38, 800)),
    ("76,000 of them by that question alone", near(210 * 360, 76_000)),
    ("55 a day. I find maybe one in two weeks", near(1 / (55 * 0.0013), 14)),
]

PRICES = [
    ("0.70 times 216 is 151, eight percent 12.10", near(0.08 * 0.7 * 216, 12.10, 0.005)),
    ("148.8, 11.90", near(0.08 * 0.62 * 240, 11.90, 0.005)),
    ("goes from 206 to 196", near(seller_has(240, 0.62, 150), 206) and near(seller_has(216, 0.7, 150), 196)),
    ("so r is 129", near((0.62 * 240 - 0.51 * 264) / 0.11, 129, 0.005)),
    ("at about 30.", near((0.7 * 216 - 0.62 * 240) / 0.08, 30)),
    ("9,000 times twenty cents, 1,700 euro a day", near(9000 * 0.192, 1700)),
]

KIDS = [
    ("about 800 harmless hidden", near(HIDDEN_HARMLESS, 800)),
    ("bad in eight of a hundred cases", near(100 * 72 / (72 + HIDDEN_HARMLESS), 8, 0.05)),
    ("0.8 percent. In thirty days one minus 0.992 to the thirty, 21 percent", near(ONE_IN_A_MONTH, 0.21)),
    (
        "a quarter of these 64,000 parents see it, 16,000, times 28 points more who leave, 4,500 families, 18,000 euro",
        near(300_000 * ONE_IN_A_MONTH / 4 * 0.28 * 4, 18_000),
    ),
    ("870 a day is 29 hours, 725 euro", 870 * 2 / 60 * 25 == 725),
]

CLOSED = [
    ("78 times eleven times 45, 38,500 a day", near((700 / 0.9 - 700) * 11 * 45, 38_500)),
    ("300 times 60 times 0.4 times 3, 21,600", round(300 * 60 * 0.4 * 3) == 21_600),
    ("78 times 11 times 7, six thousand", near(78 * 11 * 7, 6000)),
    ("an interval of about four points", near(100 * 1.96 * sqrt(0.1 * 0.9 / 200), 4, 0.05)),
]

MATCHES = [
    ("from 280 minutes to 176", 140 * 2 == 280 and 88 * 2 == 176),
    ("Chance gives two, by date", near(25 * 11 / 140, 2)),
    ("ten and a half suitable, chance gives three", near(25 * 11 * 0.96 / 88, 3)),
    ("400 adverts, 76,000 euro", 0.08 * 5000 * 190 == 76_000),
    ("a standard deviation of about two and a half per advert", near(sqrt(6), 2.5)),
]

EVENINGS = [
    ("4 times root of 2/160 is about 0.45", near(4 * sqrt(2 / 160), 0.45)),
    ("7 times root of 2/10 is about 3.1", near(7 * sqrt(2 / 10), 3.1)),
    ("One in four hundred is a hundred homes per evening. Thirty evenings, 3,000", 40_000 / 400 * 30 == 3000),
    ("Eleven times 40,000 is 440,000. Two euro a month, six months, is 480,000", 2 * 6 * 40_000 == 480_000),
]

MAIL = [
    ("285 orders, 1,200 euro a week, 62,000 a year", near(0.15 * 1900 * 4.2 * 52, 62_000)),
    ("4,500, root of it 67, that's 0.06 per thousand", near(sqrt(3.95 * HOLDOUT_MAILS) / HOLDOUT_MAILS, 0.06)),
    (
        "0.03 to 0.27, 12,000 to 112,000 euro",
        near(0.27 * 1900 * 4.2 * 52, 112_000) and near(0.03 * 414_960, 12_000, 0.04),
    ),
    ("38,000 a year is the bar: about 9,050 orders, 174 a week", near((62_000 - 24_000) / 4.2, 9_050)),
    ("0.154 per thousand pays 64,000 a year", near(64_000 / 4.2 / 52 / 1900, 0.154)),
    ("174 a week", near(38_000 / 4.2 / 52, 174)),
]

FIGURES = [
    (place, said, holds)
    for place, figures in (
        (question("grocery-swaps"), GROCERIES),
        (question("late-dinners"), DINNERS),
        (question("fewer-lessons"), LESSONS),
        (question("agents-who-refuse"), INBOX),
        (question("red-flag-questions"), RED_FLAGS),
        (question("price-suggestion"), PRICES),
        (question("kids-open-catalogue"), KIDS),
        (question("is-it-closed"), CLOSED),
        (question("match-score"), MATCHES),
        (question("peak-evenings"), EVENINGS),
        (question("weekly-mail"), MAIL),
    )
    for said, holds in figures
]


@pytest.mark.parametrize(("place", "said", "holds"), FIGURES, ids=[said for _, said, _ in FIGURES])
def test_a_figure_is_said_and_holds(place: str, said: str, holds: bool) -> None:
    assert said in text(place)
    assert holds


def test_the_figures_of_rubric_guides_and_failure_modes() -> None:
    rubric = text("rubrics/product_sense")
    assert "of eleven or twelve flagged only two are bad" in rubric
    bad, false = 2 * 0.95, 998 * 0.01
    assert 11 < bad + false < 12
    assert round(bad) == 2
    assert "200 cases a day, five minutes each is 17 hours" in rubric
    assert round(200 * 5 / 60) == 17
    assert "0.25 against 0.042" in text("failure_modes/significant-means-launch")
    assert round(100 * sqrt(2 * 0.165 * 0.835 / 1.54e6), 3) == 0.042
    assert "there are five or six a day, and luck alone moves that by more than two" in text(
        "failure_modes/rollout-without-a-line"
    )
    assert 5 < 180 * 0.031 < 6
    assert sqrt(180 * 0.031) > 2

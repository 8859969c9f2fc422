"""Figures of the newer founder conversations and of the talks beside them, computed again and looked up in their files."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from math import comb, log2

import pytest

Figure = tuple[str, str, str]

CALLS, PRACTICES, DESK_MINUTES = 6_300, 210, 3
COMING_IN, PER_KILOMETRE, INSPECTORS, HOURS = 26, 40, 2, 8
LOST, WASTED = 28.0, 1.5
WORDS = {
    2: "two",
    4: "four",
    10: "ten",
    13: "thirteen",
    20: "twenty",
    30: "thirty",
    52: "fifty-two",
    60: "sixty",
    90: "ninety",
}


@cache
def text(name: str) -> str:
    """A question with its line breaks as blanks; `name` is folder and file."""
    path = files("knowledge").joinpath(f"questions/{name}.md")
    return " ".join(path.read_text(encoding="utf-8").split())


def by_chance(first: int, second: int, each: int) -> float:
    """Fisher's exact test, two-sided: how often two groups of `each` differ at least so much by chance."""
    total = first + second
    ways = {k: comb(each, k) * comb(each, total - k) for k in range(max(0, total - each), min(total, each) + 1)}
    return sum(way for way in ways.values() if way <= ways[first]) / comb(2 * each, total)


def forty_calls() -> list[Figure]:
    """What goes to the desks, by certainty and in full, and what eleven against three is worth."""
    name = "founder/forty-calls"
    unclear = CALLS / 7 / PRACTICES
    hours = CALLS / PRACTICES * DESK_MINUTES / 60
    return [
        (name, "urgent", f"twelve percent urgent, {0.12 * CALLS:.0f} a day"),
        (name, "unclear", f"A seventh of 6,300 is {CALLS / 7:.0f}"),
        (name, "unclear per practice", f"about {WORDS[round(unclear)]} calls and"),
        (name, "minutes", f"calls and {WORDS[round(unclear * DESK_MINUTES)]} minutes"),
        (name, "all of them", f"About {WORDS[CALLS // PRACTICES]} calls a desk and day"),
        (name, "all of them, in hours", {1.5: "at three minutes an hour and a half"}[hours]),
        (name, "chance", f"About {WORDS[round(100 * by_chance(11, 3, 20))]} in a hundred"),
    ]


def one_purchase() -> list[Figure]:
    """The heap of unchecked kilometres, what two days of a third checker do to it, the machine and the labels."""
    name = "founder/one-purchase"
    minutes, there = COMING_IN * PER_KILOMETRE, INSPECTORS * HOURS * 60
    out = there // PER_KILOMETRE
    grows = COMING_IN - out
    heap, to_go = (11 - 6) * out, (11 - 5) * out
    weeks = to_go / (2 * HOURS * 60 / PER_KILOMETRE - 5 * grows)
    return [
        (name, "minutes", f"{minutes:,} minutes against {there}, so {WORDS[grows]} kilometres more each day"),
        (name, "in and out", f"{COMING_IN} kilometres come in, {out} go out"),
        (
            name,
            "since spring",
            f"From six days to eleven is {heap} kilometres, that's {WORDS[heap // grows]} working days",
        ),
        (name, "back to five", f"From eleven to five days is {to_go} kilometres, {WORDS[round(weeks)]} weeks"),
        (name, "two days a week", f"two days a week from the first of the month, for {round(52 * 2 / 5)},000"),
        (name, "labels", f"so {60_000 * 1.60:,.0f} for sixty thousand"),
        (name, "hours", f"Thirty-one of {14 * 24} with training"),
        (name, "training alone", f"that's {70_000 / 900:.0f} months"),
        (name, "cloud", f"{2_900 + 900:,} a month"),
    ]


def bill_grows() -> list[Figure]:
    """What is left of five a head, the chat's part of the models' cost, and what cutting it leaves."""
    name, models = "founder/bill-grows", 24_800 / 8_000
    chat = 0.71 * models
    return [
        (name, "models", f"for eight thousand payers, so {models:.2f} each"),
        (name, "left", f"With the models that leaves {5 - 0.75 - 0.60 - models:.2f}"),
        (name, "the chat's part", f"71 percent of 3.10, about {chat:.1f}0"),
        (name, "half of it gone", f"half of it gone leaves about {models - chat / 2:.2f}"),
        (name, "two thirds gone", f"by two thirds, we're at {models - chat * 2 / 3:.2f} a head"),
    ]


def new_valley() -> list[Figure]:
    """The season's fee, the typing, and how far to the full side 28 against 1.50 pushes."""
    hours = 5_200 / 100
    return [
        ("founder/new-valley", "season", f"so {12 * 400 * 5:,} for the twelve"),
        ("founder/new-valley", "typing", f"{hours:.0f} hours of typing, {hours * 18:.0f} euro"),
        ("founder/new-valley", "reserve", f"one time in {WORDS[round((LOST + WASTED) / WASTED)]}"),
    ]


FIGURES = [
    *forty_calls(),
    *one_purchase(),
    *bill_grows(),
    *new_valley(),
    ("recruiter_screen/one-of-thirty", "bags", f"so {0.007 * 240_000:,.0f} people a day"),
]


@pytest.mark.parametrize(("name", "what", "stands"), FIGURES, ids=[f"{name}: {what}" for name, what, _ in FIGURES])
def test_figure_stands_as_computed(name: str, what: str, stands: str) -> None:
    assert stands.lower() in text(name).lower(), what


def test_a_labels_curve_has_one_more_doubling_at_most() -> None:
    """Forty thousand and sixty more are a bit over one doubling, and a doubling brought two points last time."""
    assert 1 < log2((40 + 60) / 40) < 1.5
    assert "a bit more than one more doubling" in text("founder/one-purchase")


def test_nearly_every_picture_of_a_potato_has_a_brother_in_training() -> None:
    """Four pictures each, drawn singly, four in five for training: all three others miss it once in 125."""
    assert 1 - 0.2**3 > 0.99
    assert "nearly every potato in the test set was in training as well" in text("behavioral/feedback-that-stung")

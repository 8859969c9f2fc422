"""Sums done aloud: those that don't hold are found, those that do are left alone."""

from __future__ import annotations

import pytest

from agent.grading.sums import wrong_sums

WRONG = {
    "2 percent of 50,000 is 10,000.": "1,000",
    "So 0.3% of 66,000 listings is about 2,000 a day.": "198",
    "40 times 25 is 10,000": "1,000",
    "38,000 times 4.20 is around 16,000 euro a day": "159,600",
    "38,000 chats at 4.20 is about 16,000 euro a day": "159,600 euro a day",
    "3 reviewers times 200 cases makes 6,000.": "600",
    "12,000 divided by 40 is 30.": "300",
    "180 out of 1,000 is 8 percent, fine.": "18",
    "I had 84 of 200 right, hm, 84 of 200 is 24%.": "42",
    "1,200 + 300 = 2,500": "1,500",
    "eighteen percent of 2,000 is 900": "360",
    "5% of 2 million is 10 thousand": "100,000",
    "five percent of 400 patients would be 200": "20",
}
RIGHT = (
    "2 percent of 50,000 is 1,000.",
    "2% of 50k is 1k",
    "0.3% of 66,000 listings is about 200 a day.",
    "7 percent of 66,000 is roughly 4,600.",
    "40 times 25 is a thousand",
    "forty times 25 is 1,000",
    "3 times 200 is 600 reviews",
    "180 out of 1,000 is 18 percent.",
    "84 of 200 is 42%.",
    "666 cases, 2 of 3 is 67 percent",
    "two percent of 1,000 requests are 300 ms slower",
    "5% of 2 million is 100 thousand",
    "30% of users are 20% of revenue",
    "I gave 3 of 4 talks, 2 in 2023, 4 in 2024.",
    "10 percent of 30 days is 3 days",
    "The version is 1.2.3 and 4/5 is 80 percent",
    "we went from 12 to 15 percent, 3 points",
    "2 of 5 are 3 years old",
    "at 95 and 95, of 1,000 cases 1 is real",
    "A recall of 0.9 times a precision of 0.5 isn't 0.45 of anything.",
    "8 plus 4 is 12",
    "uint16, 3 minus 13 is 65,526.",
    "One in 300,000 can't make 35 percent.",
    "3 times as many users is 40 percent more load",
    "24 divided by 7 is 3.4",
    "4 GPUs times 3 days is 12 GPU days",
    "20 percent of 200 is 40, and 40 is too many for 3 people.",
    "99.9 percent of 30 days is 43 minutes of downtime",
    "one percent of four hundred thousand is four thousand",
    "0.3 x 12,000 + 0.1 x 11,200 = 4,720",
    "ninety over ninety plus 150 is 0.375",
    "one minus 0.8 x 0.17 is 0.86",
    "0.7 times 60 over four years is 10.5",
    "240 plus 420 plus 30 is 690",
    "64×2×2 bytes = 256",
    "",
)  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_a_sum_that_does_not_hold_is_found_with_what_it_comes_to(text: str) -> None:
    found = wrong_sums(text)
    assert [wrong.words for wrong in found] == [WRONG[text]]
    assert text[found[0].start : found[0].end] == found[0].quote


@pytest.mark.parametrize("text", RIGHT)
def test_a_sum_that_holds_or_is_none_is_left_alone(text: str) -> None:
    assert wrong_sums(text) == ()

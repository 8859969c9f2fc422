"""An offer is taken, or something else is asked for."""

from __future__ import annotations

import pytest

from agent.listening.bargaining import accepts, presses, proposes


@pytest.mark.parametrize(
    "text",
    [
        "Fine. I accept the offer as it stands, with 185 and the 120 in cash. Please send it in writing.",
        "I have just accepted. Do you have what you need?", "Yes, I accept.", "Deal. I'll sign tomorrow.", "I'm coming.",
        "So you have it now: I'm coming, and you needn't wait till noon.", "My answer is yes, I accept the offer.",
        "I've decided, I'm coming on the terms in the letter.",
    ],
)  # fmt: skip
def test_a_yes_is_heard(text: str) -> None:
    assert accepts(text)


@pytest.mark.parametrize(
    "text",
    [
        "I'd accept it if the base were 176.", "I accept that stock is worth less than 180.", "At 176 I sign today.",
        "I'd take 172 with a signing bonus of twenty. What do you say?", "The bonus paid 92 percent, so I count on 10.5.",
        "I've decided: I accept, and I'd want a review in spring.", "I'm coming, so can you move the start?",
        "I've decided against the other one.",
    ],
)  # fmt: skip
def test_a_yes_on_terms_is_none(text: str) -> None:
    assert not accepts(text)


def test_a_proposal_has_a_figure_and_asks_for_it() -> None:
    assert proposes("Can you do 172 and twenty for signing?")
    assert proposes("I'd close at 172, with a review after twelve months.")
    assert not proposes("After the fall the third year is 292.")
    assert not proposes("I'd want something more competitive.")


def test_who_presses_wants_a_yes_or_a_no() -> None:
    assert presses("I've made you two proposals. Which of the two can you do?")
    assert presses("Is the second one a yes or a no?")
    assert presses("Will you give me a yes or no?")
    assert not presses("I'll give you a final yes or no by Thursday noon.")
    assert not presses("I can say neither yes nor more than 292.")

"""The candidate of the kill test and of the benches gives an answer each time, and none twice."""

from __future__ import annotations

from agent.listening.said_before import says_again
from evals.durability.candidates import Script

ANSWERS = 120


def test_no_answer_is_taken_for_an_earlier_one() -> None:
    said = [Script("talks on").step(number) for number in range(ANSWERS)]
    assert [text for number, text in enumerate(said) if says_again(text, said[:number])] == []

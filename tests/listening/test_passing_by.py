"""What settles two statements that don't fit together, and what passes them by."""

from __future__ import annotations

import pytest

from agent.listening.passing_by import settles

ASKED = (
    "Earlier you said “the p99 latency was 40 ms”, and just now “p99 latency was 120 ms in production”. "
    "Which of the two holds?"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The second.", True),
        ("It was 120, I had the old service in mind when I told you about it.", True),
        ("Sorry, I took the median at the beginning, that is where it comes from.", True),
        ("We measured latency at the gateway once and at the client another time.", True),
        ("Well, both are true, one before the cache and one after the rollout of it.", True),
        ("I'd freeze the definition first and call the other team a second time before anything else.", False),
        ("I'd look for leakage in the features and then retrain on the last month.", False),
        ("Our team grew a lot in that year, and we shipped the ranking for every market.", False),
    ],
)
def test_a_challenge_is_settled_or_passed_by(text: str, said: bool) -> None:
    assert settles(ASKED, text) is said


def test_words_of_the_question_around_the_quotes_settle_nothing() -> None:
    assert not settles(ASKED, "I hold that the features should be written down before the model is.")

from __future__ import annotations

import pytest

from agent.catalog.asking import explains, leads, things_asked


@pytest.mark.parametrize(
    "line",
    [
        "Which number decides?",
        "The alarm rings at three. Who gets up?",
        "Walk me through the hour after it rang.",
        "Name one evening you gave up for it. Which was it?",
        "Do you ship, or do you wait a week?",
        "Of the two, which rows are old and which aren't?",
        "When the index is stale, what does a user see?",
        'He wrote "why, and how long?" under it. What do you answer?',
        "How do you tell a slow day from a broken one?",
        "You know which of them was first, and who built it. What broke?",
        "What would have to happen before you'd switch it off?",
    ],
)
def test_one_thing_is_asked(line: str) -> None:
    assert things_asked(line) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Which number decides, and why?",
        "Who gets up, and what does he look at first?",
        "What breaks first? And who notices?",
        "Which rows do you drop, at what price?",
        "Which figure do you keep, and at which value do you stop?",
        "Walk me through the hour after it rang. Then describe the repair.",
        "Name one evening you gave up for it. Why?",
        "Is it fast enough, and have you measured it?",
        "How large was the gap and what did you do about it?",
        "If it fails, who calls you, and what do you say?",
    ],
)
def test_two_things_are_asked(line: str) -> None:
    assert things_asked(line) == 2


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("The noon boat is full because the ten was.", "because"),
        ("Which means that half of it is noise.", "Which means"),
        ("The trick here is the order.", "The trick here is"),
        ("It has stood still since March.", None),
        ("One of them has been gone since.", None),
        ("The alarm rang at three.", None),
    ],
)
def test_an_explanation_is_heard(sentence: str, phrase: str | None) -> None:
    assert explains(sentence) == phrase


def test_a_question_that_holds_its_answer_leads() -> None:
    assert leads("Wouldn't a random split be better?") is not None
    assert leads("What kept you from a random split?") is None

"""Whether somebody asks about a run of his code, and what."""

from __future__ import annotations

import pytest

from agent.listening.about_runs import RunQuestion, asks_about_run, only_asks_about_run


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Did it pass?", RunQuestion.PASSED),
        ("Does it work now?", RunQuestion.PASSED),
        ("How many of them pass?", RunQuestion.PASSED),
        ("Which test failed?", RunQuestion.WHICH),
        ("Can you show me the failing input?", RunQuestion.WHICH),
        ("Which one doesn’t pass?", RunQuestion.WHICH),
        ("Which tests are there?", RunQuestion.WHICH),
        ("What's the expected output?", RunQuestion.EXPECTED),
        ("What should it return?", RunQuestion.EXPECTED),
        ("What's the error?", RunQuestion.ERROR),
        ("Which line?", RunQuestion.ERROR),
        ("Why does it fail?", RunQuestion.WHY),
        ("What's wrong?", RunQuestion.WHY),
        ("What did it print?", RunQuestion.PRINTED),
        ("Will you run it?", RunQuestion.WHETHER),
        ("Is my code executed?", RunQuestion.WHETHER),
    ],
)
def test_questions_about_a_run(text: str, kind: RunQuestion) -> None:
    assert asks_about_run(text) is kind
    assert only_asks_about_run(text)


@pytest.mark.parametrize(
    "text",
    [
        "How many operations are there on a day?",
        "What is the expected output for an empty list?",
        "Can two operations start at the same minute?",
        "Is the list sorted?",
        "Do rooms have to be cleaned in between?",
        "I run it by hand, and it returns two.",
        "How long does a test of mine take?",
    ],
)
def test_questions_about_the_case_are_none(text: str) -> None:
    assert not only_asks_about_run(text)


def test_what_says_something_beside_it_is_an_answer() -> None:
    assert not only_asks_about_run(
        "I sort them by start and keep the ends in a heap, so it is n log n. Did it pass?  " * 2
    )
    assert not only_asks_about_run("```python\ndef f(x):\n    return x\n```\nDoes it pass?")
    assert not only_asks_about_run("It should pass now.")

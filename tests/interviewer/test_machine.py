"""Whether a message asks what it talks to; talk of machines asks nothing."""

from __future__ import annotations

import pytest

from agent.interviewer.machine import asks_what_you_are


@pytest.mark.parametrize(
    "text",
    [
        "Are you a machine?",
        "It broke in week nine. By the way, are you a real person?",
        "am I talking to a bot here?",
        "Is this an AI or what?",
    ],
)
def test_the_question_is_heard_also_in_passing(text: str) -> None:
    assert asks_what_you_are(text)


@pytest.mark.parametrize(
    "text",
    [
        "Are you a program manager?",
        "Is there a machine with a GPU?",
        "Are you running the program nightly?",
        "The machine was down. Is this a problem?",
        "```python\n# are you a bot?\n```",
    ],
)
def test_talk_of_machines_is_no_such_question(text: str) -> None:
    assert not asks_what_you_are(text)

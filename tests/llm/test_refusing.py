"""A model that declines in words is told from one that answers."""

import pytest

from agent.llm.refusing import refuses


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, but I can't help with that request.",
        "I’m really sorry, but I can’t assist with evaluating this person.",
        "I cannot comply with this.",
        "Sorry, I am unable to continue this interview.",
        "As an AI, I'm not able to provide that kind of assessment. I can't assist with it.",
        "I'm sorry, but I can't help with that. Is there anything else I can do for you?",
        "I apologize, but I can't participate in this roleplay. How else can I help you today?",
    ],
)
def test_a_refusal_is_known_by_its_words(text: str) -> None:
    assert refuses(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I'm sorry, I can't tell you that.",
        "I can't help with that one, it's yours to find. What would you print first?",
        "I'm afraid we're out of time. What would you like to know about the team?",
        "You say a model can't help with that. Which number says so?",
        "Sorry, the last figure was wrong: it's forty.",
        '{"answered": true, "shown": [], "flags": []}',
    ],
)
def test_what_an_interviewer_says_is_none(text: str) -> None:
    assert not refuses(text)

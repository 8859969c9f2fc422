"""What a message asks back: what is meant, and what has to be known first."""

from __future__ import annotations

import pytest

from agent.listening.asked_back import asks_how_it_goes, asks_what_is_meant, lacks_a_fact
from agent.listening.rules import MessageKind, certain

ASK = "How would you know after a fortnight that the swap isn't worth it? Suppose you've misjudged it."


@pytest.mark.parametrize(
    "text",
    [
        "which swap do you mean?", "Sorry, which swap?", "Misjudged what? I haven't proposed anything yet.",
        "What do you mean by worth it?", "What do you mean exactly?", "I don't understand which swap you're talking about.",
        "Which swap, and what happens after a fortnight?",
    ],
)  # fmt: skip
def test_who_asks_what_is_meant_has_not_answered(text: str) -> None:
    assert asks_what_is_meant(text, ASK)
    assert certain(text, ASK) is MessageKind.CLARIFY


@pytest.mark.parametrize(
    "text",
    [
        "Which swap? The one of the encoder, so I'd compare both on Monday's calls.", "Which region?",
        "I'd ask which swap was meant. Then I'd compare both.", "I haven't proposed anything yet.",
    ],
)  # fmt: skip
def test_a_question_of_ones_own_is_another_thing(text: str) -> None:
    assert not asks_what_is_meant(text, ASK)


def test_who_can_not_say_without_a_fact_says_no_more() -> None:
    assert lacks_a_fact("How many were phoned? Without that I can't say.")
    assert not lacks_a_fact("How many were phoned? Without that I can't say, so I'd assume four thousand.")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Next round please, I'm done with this one.", MessageKind.STOP),
        ("I have nothing more here, let's move on to the next question.", MessageKind.SKIP),
        ("Can I have a hint? I asked to see the keys of both already.", MessageKind.HINT),
        ("Is my thinking right until now? I'm not sure if you want more details.", MessageKind.CLARIFY),
        ("Can you give me a hint? Do you mean who gets paged, or how it's noticed at all?", MessageKind.HINT),
        ("I gave you that in my first answer.", MessageKind.SAID_BEFORE),
    ],
)
def test_a_wish_is_heard_beside_what_changes_nothing(text: str, kind: MessageKind) -> None:
    assert certain(text, ASK) is kind


@pytest.mark.parametrize(
    "text",
    [
        "Was my diagnosis right? And what was the eight o'clock thing?",
        "Did you see any mistake in my code?",
        "How did I do?",
    ],
)
def test_who_asks_whether_he_was_right_is_heard(text: str) -> None:
    assert asks_how_it_goes(text)
    assert not asks_how_it_goes("My diagnosis was right the second time. Which customers were hit?")

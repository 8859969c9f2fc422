"""A correction: whether it is one, and whether it leaves the open question as it is."""

import pytest

from agent.listening.confirming import only_amends

OPEN = "It's Thursday, and the developer has broken his wrist. What do you hand over on Monday?"
CHOICE = (
    "At the start there was no offer yet. Now there is one at 600. I can't pass both on, so which of the two is it?"
)
OTHER_CHOICE = "Which of the two depots do you open first?"
QUOTES = "Let me pick up “it saved us 8 percent of trips”. Where does that number come from?"


@pytest.mark.parametrize(
    ("text", "open_ask", "no_more"),
    [
        ("Sorry, the last number was wrong: it saved us 3 percent of trips, not 8.", OPEN, True),
        ("Sorry, the last number was wrong: it saved us 3 percent of trips, not 8.", QUOTES, False),
        ("The first one. There's no offer, I'm sorry, I got nervous. So forget the 600.", CHOICE, False),
        ("Sorry, the last number was wrong: it saved us 3 percent of trips, not 8.", OTHER_CHOICE, True),
        ("The list goes out as a printed sheet at six, noon and four.", OPEN, False),
        (
            "Sorry, it was 3 percent and not 8. On Monday I'd hand over a printed sheet, a text at noon, and a list of what "
            "is left out until he is back at work.",
            OPEN,
            False,
        ),
    ],
)
def test_a_correction_that_does_no_more_leaves_the_open_question_open(text: str, open_ask: str, no_more: bool) -> None:
    assert only_amends(text, open_ask) is no_more

"""Whether somebody says again what he has said: by his own admission, or word for word."""

from __future__ import annotations

import pytest

from agent.listening.said_before import says_again, without_lead

EARLIER = (
    "I stopped the night trams for a month, and told the mayor that the counts can't be read before May.",
    "We had 40 stops and one table of delays.",
)


@pytest.mark.parametrize(
    "text",
    [
        "As I said before, I stopped the night trams for a month.",
        "Like I've mentioned: the counts can't be read before May, as told to the mayor.",
        "I stopped the night trams for a month and told the mayor that the counts can’t be read.",
        "It's the same point again: we had 40 stops and one table of delays.",
        "To come back to it: I stopped the night trams for a month, and told the mayor.",
    ],
)
def test_the_same_again(text: str) -> None:
    assert says_again(text, EARLIER)


@pytest.mark.parametrize(
    "text",
    [
        "I stopped the night trams for a month, and then the bridge broke and nobody had a plan for it.",
        "As I said, we had 44 stops and one table of delays.",  # another figure is something new
        "As I said before, I stopped seven night trams for a month.",  # in words, too
        "As I said, the trams. And the brakes were tested by a vendor in another town.",
        "I ran it once more with the night trams and fresh sand.",
        "The counts, in May.",  # short, and may settle what was asked
        "Going back to normal took the night shift eleven weeks.",
    ],
)
def test_something_new(text: str) -> None:
    assert not says_again(text, EARLIER)


def test_nothing_is_said_again_in_the_first_answer() -> None:
    assert not says_again("As I said before, I stopped the night trams for a month.", ())


def test_what_admits_to_it_is_no_part_of_what_was_said() -> None:
    assert without_lead("As I’ve said before: the trams stood still.") == "the trams stood still."
    assert without_lead("The same thing happened to the trams.") == "The same thing happened to the trams."

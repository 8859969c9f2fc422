"""A quote is an exact substring of what was said, or it is none."""

import pytest

from agent.interviewer.quotes import locate

TEXT = "First I’d pin last\n  Friday's model — that “costs us” two points…\nThen ⟦I look⟧ at naïve Größe. OK."


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("that “costs us” two points", "that “costs us” two points"),
        ('that "costs us" two points', "that “costs us” two points"),
        ("I'd pin last Friday's model - that", "I’d pin last\n  Friday's model — that"),
        ("first i'd pin last friday's model", "First I’d pin last\n  Friday's model"),
        ('"two points."', "two points"),
        ("Then [I look] at", "Then ⟦I look⟧ at"),
        ("nai\u0308ve gro\u0308ße", "naïve Größe"),
        ("First I'd pin last ... at naïve Größe", "First I’d pin last"),
        ("Pin last … Friday's model — that “costs us”", "Friday's model — that “costs us”"),
    ],
)
def test_a_quote_is_mapped_back_to_the_exact_words(quote, found):
    assert locate(quote, TEXT) == found
    assert found in TEXT


@pytest.mark.parametrize(
    "quote",
    [
        "I would pin last Friday's model",
        "pin the model",
        "",
        " ",
        "...",
        "OK",
        "I",
        "“”",
        "First I’d pin Friday's",
        "I would pin it and then … Friday's model — that",
        "Friday's model … First I'd pin last",
        "OK ... naïve or large",
    ],
)
def test_what_was_not_said_or_says_nothing_is_refused(quote):
    assert locate(quote, TEXT) is None


def test_a_short_quote_counts_where_it_is_the_whole_answer():
    assert locate("Six.", "Six.") == "Six."
    assert locate("6", " 6 ") == "6"


def test_ligatures_and_wide_characters_keep_their_places():
    text = "the ﬁrst ＡＢＣ and ½ of it, then more"
    found = locate("first abc and", text)
    assert found == "ﬁrst ＡＢＣ and"


def test_a_long_text_is_searched_quickly():
    text = "word " * 20_000 + "and the very end of it"
    assert locate("AND the very end", text) == "and the very end"

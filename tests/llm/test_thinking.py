"""Reasoning in front of an answer never reaches the candidate, in whatever pieces it comes."""

import pytest

from agent.llm.thinking import ThinkFilter, strip_thinking

CASES = [
    ("Plain words.", "Plain words."),
    ("<think>hm</think>Yes.", "Yes."),
    ("\n <think>\nhm\n</think>\n\nYes.", "Yes."),
    ("<think>never closed", ""),
    ("<think></think>", ""),
    ("<thi", "<thi"),
    ("a <think>b</think> c", "a <think>b</think> c"),
    ("<b>bold</b>", "<b>bold</b>"),
    ("", ""),
]


SIGNED = [
    ("@probe a.b\nWhich one?", "@probe a.b\nWhich one?"),
    ("\n **@probe a.b**\nWhich one?", "\n **@probe a.b**\nWhich one?"),
    ("He said two. I would probe\n@probe a.b\nso\n</think>\n\n@probe a.b\nWhich one?", "@probe a.b\nWhich one?"),
    ("first </think> second </think> @close\nBye.", "@close\nBye."),
    ("<think>hm</think>\n@close\nBye.", "@close\nBye."),
    ("hm</think>\nBye, without a header.", "Bye, without a header."),
    ("Bye, without a header.", "Bye, without a header."),
    ("@close\nYou wrote </think>, why?", "@close\nYou wrote </think>, why?"),
    ("<think>never closed", ""),
    ("closed, and nothing</think>", ""),
    ("", ""),
]  # fmt: skip
"""Streams whose every answer begins with @."""


def filtered(pieces, opens_with=""):
    think = ThinkFilter(opens_with)
    return "".join([*(think.feed(piece) for piece in pieces), think.end()])


@pytest.mark.parametrize(("text", "words"), CASES)
@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
def test_a_stream_in_any_pieces_gives_the_same_words(text, words, size):
    assert filtered([text[at : at + size] for at in range(0, len(text), size)]) == words


@pytest.mark.parametrize(("text", "words"), SIGNED)
@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
def test_before_what_every_answer_begins_with_nothing_passes(text, words, size):
    assert filtered([text[at : at + size] for at in range(0, len(text), size)], "@") == words


@pytest.mark.parametrize(("text", "words"), CASES)
def test_a_whole_answer_gives_the_same_words(text, words):
    assert strip_thinking(text) == words


def test_a_closing_tag_alone_ends_a_block_that_the_template_opened():
    assert strip_thinking("so I would say\n</think>\nThree.") == "Three."


def test_words_pass_at_once_when_they_are_no_tag():
    think = ThinkFilter()
    assert think.feed("W") == "W"
    assert think.feed("hat <think>") == "hat <think>"


def test_an_answer_that_begins_as_it_should_waits_for_nothing():
    think = ThinkFilter("@")
    assert think.feed("@pro") == "@pro"
    assert think.feed("be\nWhich") == "be\nWhich"


def test_reasoning_that_no_tag_announces_is_held_from_its_first_word():
    think = ThinkFilter("@")
    assert [think.feed(piece) for piece in ("So the ", "candidate ", "said ", "two.\n</th")] == ["", "", "", ""]
    assert think.feed("ink>\n\n@close\nBye.") == "@close\nBye."

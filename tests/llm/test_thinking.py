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


def filtered(pieces):
    think = ThinkFilter()
    return "".join([*(think.feed(piece) for piece in pieces), think.end()])


@pytest.mark.parametrize(("text", "words"), CASES)
@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
def test_a_stream_in_any_pieces_gives_the_same_words(text, words, size):
    assert filtered([text[at : at + size] for at in range(0, len(text), size)]) == words


@pytest.mark.parametrize(("text", "words"), CASES)
def test_a_whole_answer_gives_the_same_words(text, words):
    assert strip_thinking(text) == words


def test_a_closing_tag_alone_ends_a_block_that_the_template_opened():
    assert strip_thinking("so I would say\n</think>\nThree.") == "Three."


def test_words_pass_at_once_when_they_are_no_tag():
    think = ThinkFilter()
    assert think.feed("W") == "W"
    assert think.feed("hat <think>") == "hat <think>"

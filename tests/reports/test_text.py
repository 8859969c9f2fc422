"""Other people's words, fit for a terminal and for Markdown."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from agent.reports.text import literal, one_line, shortened, visible

MARKUP = st.text(alphabet="ab1 \n\t\\`*_[]()<>!#-+=~|&;:./'\"", max_size=60)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\x1b[31mred\x07", "␛[31mred␇"),
        ("a\rb\x00\x7f", "a␍b␀␡"),
        ("\x9b31m", "\ufffd31m"),
        ("\u202eevil\u2066", "\ufffdevil\ufffd"),
        ("one\r\ntwo\ttab", "one\ntwo\ttab"),
        ("\ud800", "\ufffd"),
        ("naïve “quotes” 数 \u200f", "naïve “quotes” 数 \u200f"),
    ],
)
def test_control_characters_become_visible(typed: str, shown: str) -> None:
    assert visible(typed) == shown


@given(st.text())
def test_nothing_that_moves_a_cursor_is_left(text: str) -> None:
    left = visible(text)
    assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in left)
    assert not any(0x7F <= ord(sign) < 0xA0 for sign in left)
    left.encode()


def test_one_line_is_one_line() -> None:
    assert one_line(" a\n\n b\t\u2028c ") == "a b c"


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [("short", 10, "short"), ("one two three", 9, "one two…"), ("abcdefghijkl", 6, "abcde…")],
)
def test_what_is_too_long_is_cut_at_a_word(text: str, most: int, short: str) -> None:
    assert shortened(text, most) == short
    assert len(shortened(text, most)) <= most


@example("<script>x</script>")
@example("![i](http://a/b.png)")
@example("a\n===\n")
@example("1. one\n2. two")
@example("* * *")
@example("__a__ *b* _c_ ~~d~~")
@example("&lt; &#60;")
@example("    code")
@example("\tcode")
@example("> quote")
@example("p_99 < 0.5 & 2*3*4 -> x")
@given(MARKUP.filter(lambda text: "```" not in text))
def test_markdown_shows_what_was_typed(text: str) -> None:
    """Rendered, it is the same words in plain paragraphs: no heading, list, tag, link, image, emphasis or code."""
    tokens = MarkdownIt("commonmark").enable("strikethrough").enable("table").parse(literal(text))
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or ()}
    assert kinds <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special", "softbreak", "hardbreak"}
    assert rendered(tokens).split() == text.replace("\u00a0", " ").split()


def rendered(tokens: list[Token]) -> str:
    words = []
    for token in tokens:
        words += [child.content if child.type.startswith("text") else "\n" for child in token.children or ()]
        words.append("\n" if token.type == "paragraph_close" else "")
    return "".join(words)


def test_code_stays_code() -> None:
    typed = "See:\n```python\nx = a*b*c  # <b>\n```\nand *that*"
    tokens = MarkdownIt("commonmark").parse(literal(typed))
    assert [(token.info, token.content) for token in tokens if token.type == "fence"] == [
        ("python", "x = a*b*c  # <b>\n")
    ]


def test_a_fence_that_is_never_closed_does_not_swallow_the_report() -> None:
    tokens = MarkdownIt("commonmark").parse(literal("```\nx") + "\n\n# After")
    assert [token.type for token in tokens if token.type == "heading_open"] == ["heading_open"]


def test_a_fence_can_not_carry_markup_in_its_name() -> None:
    assert literal("```<img src=x>\na\n```") == "```imgsrcx\na\n```"

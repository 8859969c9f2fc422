"""The answers file is read as the contract says."""

from __future__ import annotations

import pytest

from tui.commands.answers import split_answers


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("one\n", ["one"]),
        ("one\n---\ntwo\n", ["one", "two"]),
        ("one\r\n---\r\ntwo\r\n", ["one", "two"]),
        ("one\n---\ntwo\n---\n", ["one", "two"]),
        ("one\n---\ntwo\n---", ["one", "two"]),
        ("one\n---\n\n---\nthree\n", ["one", "", "three"]),
        ("one\n---\n---\nthree\n", ["one", "", "three"]),
        ("---\ntwo\n", ["", "two"]),
        ("one\n---\n---\n", ["one", ""]),
        ("", []),
        ("\n  \n", []),
        ("one\n --- \ntwo\n----\nthree\n--- \n", ["one\n --- \ntwo\n----\nthree\n--- "]),
        ("first\n\nsecond\n", ["first\n\nsecond"]),
        ("    indented\n  less\n", ["    indented\n  less"]),
        ("```\n---\n```\n---\ntwo\n", ["```\n---\n```", "two"]),
        ("```python\nx = '''\n---\n'''\n```\n", ["```python\nx = '''\n---\n'''\n```"]),
        ("````\n```\n---\n````\n---\ntwo\n", ["````\n```\n---\n````", "two"]),
        ("```not``` a fence\n---\ntwo\n", ["```not``` a fence", "two"]),
        ("~~~\n---\n~~~\n", ["~~~", "~~~"]),
    ],
)
def test_answers_are_separated_by_a_line_of_three_dashes(text: str, answers: list[str]) -> None:
    assert split_answers(text) == (answers, None)


def test_a_fence_that_is_never_closed_is_told() -> None:
    assert split_answers("one\n---\n```python\nx\n---\ny\n") == (["one", "```python\nx\n---\ny"], 3)

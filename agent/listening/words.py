"""Cutting a message into sentences and words."""

from __future__ import annotations

import itertools
import re

_SENTENCE_ENOUGH = 240
_TEXT_ENOUGH = 2000
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\S)[^.!?\n]+)*[.!?]*")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:[.,]\d+)*|[?!€$%/*:]|\.{2,}|…")


def plain(text: str) -> str:
    """`text` in lower case, with straight quotes and single spaces."""
    return " ".join(text.lower().replace("’", "'").replace("`", "'").split())


def sentences(text: str) -> list[str]:
    """The sentences and lines of `text`, at least one; "0.82" is not cut."""
    found = [match.group().strip() for match in _SENTENCE.finditer(text)]
    return [sentence for sentence in found if re.search(r"\w", sentence)] or [text.strip()]


def tokens(text: str) -> list[str]:
    """The words of `text` in lower case, without marks."""
    return re.findall(r"[^\W_]+(?:'\w+)?", plain(text))


def ends(text: str) -> tuple[str, str]:
    """The first and the last sentence, a run-on sentence cut short: what it is shows at its start."""
    parts = sentences(text)
    return parts[0][:_SENTENCE_ENOUGH], parts[-1][:_SENTENCE_ENOUGH]


def gist(text: str) -> str:
    """`text`, without the middle where it is very long, so that looking at it takes no longer than 10 ms."""
    return text if len(text) <= _TEXT_ENOUGH else f"{text[: _TEXT_ENOUGH // 2]} {text[-_TEXT_ENOUGH // 2 :]}"


def words(text: str) -> list[str]:
    """The words of `text` and the marks that carry meaning, in order; every number reads "0"."""
    return ["0" if word[0].isdigit() else word for word in _WORD.findall(plain(text))]


def grams(text: str) -> set[str]:
    """Words and pairs of words; "^" marks the start, "$" the end."""
    said = words(text)
    marked = ["^", *said, "$"]
    return set(said) | {f"{one} {two}" for one, two in itertools.pairwise(marked)}

"""Cutting a message into sentences and words."""

from __future__ import annotations

import itertools
import re

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\S)[^.!?\n]+)*[.!?]*")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:[.,]\d+)*|[?!€$%/*:]|\.{2,}|…")


def plain(text: str) -> str:
    """`text` in lower case, with straight quotes and single spaces."""
    return " ".join(text.lower().replace("’", "'").replace("`", "'").split())


def sentences(text: str) -> list[str]:
    """The sentences and lines of `text`, at least one; "0.82" is not cut."""
    found = [match.group().strip() for match in _SENTENCE.finditer(text)]
    return [sentence for sentence in found if re.search(r"\w", sentence)] or [text.strip()]


def words(text: str) -> list[str]:
    """The words of `text` and the marks that carry meaning, in order; every number reads "0"."""
    return ["0" if word[0].isdigit() else word for word in _WORD.findall(plain(text))]


def grams(text: str) -> set[str]:
    """Words and pairs of words; "^" marks the start, "$" the end."""
    said = words(text)
    marked = ["^", *said, "$"]
    return set(said) | {f"{one} {two}" for one, two in itertools.pairwise(marked)}

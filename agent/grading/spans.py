"""Sentences and words of what was said, with their exact places in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|\n+|[。！？]+")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|mr|mrs|ms|dr|st|no|fig|al|ca|resp)|\b[A-Z])\.$", re.IGNORECASE
)
_LONGEST = 60  # words; what goes on without an end is cut at a comma


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: `text` is exactly `whole[start:end]`."""

    start: int
    end: int
    text: str


def words(text: str) -> list[str]:
    """The words of a text in lower case, with straight apostrophes."""
    return [match.group().replace("’", "'").lower() for match in _WORD.finditer(text)]


def sentences(text: str) -> list[Span]:
    """The sentences of a text, in order, without surrounding space. Text in no sentence's form is one all the same."""
    found: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if _ABBREVIATED.search(text[start : match.end()]) and "\n" not in match.group():
            continue
        found.extend(_cut(text, start, match.end()))
        start = match.end()
    found.extend(_cut(text, start, len(text)))
    return found


def windows(spans: list[Span], text: str, size: int = 2) -> list[Span]:
    """Every run of up to `size` neighbouring sentences as one span; single sentences come first."""
    runs = list(spans)
    for length in range(2, size + 1):
        for first in range(len(spans) - length + 1):
            start, end = spans[first].start, spans[first + length - 1].end
            runs.append(Span(start, end, text[start:end]))
    return runs


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretch trimmed of space; a very long one in pieces of at most _LONGEST words, cut at commas where it can."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    if start >= end:
        return
    marks = list(_WORD.finditer(text, start, end))
    while len(marks) > _LONGEST:
        comma = max(text.rfind(sign, marks[_LONGEST // 2].end(), marks[_LONGEST].start()) for sign in ",;:–—")
        stop = comma + 1 if comma > 0 else marks[_LONGEST - 1].end()
        yield Span(start, stop, text[start:stop])
        start = stop + len(text[stop:end]) - len(text[stop:end].lstrip())
        marks = [mark for mark in marks if mark.start() >= start]
    if text[start:end].strip():
        yield Span(start, end, text[start:end])

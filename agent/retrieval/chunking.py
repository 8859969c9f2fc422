"""Cutting texts into pieces that one vector can stand for."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+|\n+")
_HEADING = re.compile(r"^#{2,6}\s+(.+?)\s*$", re.MULTILINE)
_MOST_UNITS = 20  # sentences looked at singly; longer texts are looked at in longer pieces
_FEWEST_WORDS = 4  # a shorter sentence alone ("Yes.", "Good question.") resembles anything
LONGEST_CHUNK = 150  # words; about 200 of the embedder's 256 tokens


def sentences(text: str) -> list[str]:
    """The sentences of a text; a line break ends one too."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def whole(text: str) -> str:
    """A text as it is embedded in one piece: a vector depends on no spaces or line breaks, and is looked up without."""
    return " ".join(text.split())


def windows(text: str) -> list[str]:
    """What is embedded of an answer: the whole first, then its sentences; no text twice.

    An answer often holds one remark worth a follow-up between others; a vector of the whole would drown it.
    Neighbouring pairs of sentences were looked at too once; they doubled the time and found no more.
    """
    if not text.strip():
        return []
    units = sentences(text)
    while len(units) > _MOST_UNITS:
        units = [" ".join(units[start : start + 2]) for start in range(0, len(units), 2)]
    pieces = [piece for piece in units if len(piece.split()) >= _FEWEST_WORDS]
    return list(dict.fromkeys([whole(text), *pieces]))


def chunks(body: str, title: str = "") -> list[tuple[str, str]]:
    """Markdown as (heading, text), a text at most LONGEST_CHUNK words; the part before a heading is under `title`."""
    parts: list[tuple[str, str]] = []
    starts = [(match.start(), match.end(), match[1]) for match in _HEADING.finditer(body)]
    first = starts[0][0] if starts else len(body)
    sections = [(title, body[:first])]
    for position, (_, end, heading) in enumerate(starts):
        upto = starts[position + 1][0] if position + 1 < len(starts) else len(body)
        sections.append((heading, body[end:upto]))
    for heading, text in sections:
        parts.extend((heading, piece) for piece in _pieces(text))
    return parts


def _pieces(text: str) -> list[str]:
    """Whole sentences together up to LONGEST_CHUNK words; one sentence longer than that is cut between words."""
    pieces: list[list[str]] = []
    for sentence in sentences(text):
        words = sentence.split()
        for start in range(0, len(words), LONGEST_CHUNK):
            part = words[start : start + LONGEST_CHUNK]
            if pieces and len(pieces[-1]) + len(part) <= LONGEST_CHUNK:
                pieces[-1].extend(part)
            else:
                pieces.append(part)
    return [" ".join(piece) for piece in pieces]

"""Quotes: an exact substring of a turn, code point by code point, or no quote at all."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from agent.domain.transcript import Transcript
from agent.domain.verdict import Evidence
from agent.grading.spans import Span, sentences

LONGEST_QUOTE = 240
"""Characters of a quote at most; what is longer is cut at a word."""

_SAME = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "‐": "-",
        "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "…": "...",
    }
)  # fmt: skip


def is_verbatim(transcript: Transcript, evidence: Evidence) -> bool:
    """Whether a quote stands in its turn exactly as it is, and is not empty."""
    if not evidence.quote.strip() or not 0 <= evidence.turn < len(transcript.turns):
        return False
    return evidence.quote in transcript.turns[evidence.turn].text


def verbatim(transcript: Transcript, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The evidence whose quotes hold; one that differs in case, spacing or typography is put back as it was said.

    Quotes that stand nowhere in their turn are dropped, however good they sound.
    """
    kept = []
    for item in evidence:
        if is_verbatim(transcript, item):
            kept.append(item)
        elif 0 <= item.turn < len(transcript.turns):
            exact = find_exact(transcript.turns[item.turn].text, item.quote)
            if exact is not None:
                kept.append(Evidence(item.turn, exact, item.test, item.line))
    return tuple(kept)


def find_exact(text: str, quote: str) -> str | None:
    """The substring of `text` that reads as `quote` does, None where there is none.

    Read alike: letters in either case, runs of space, curly and straight quotes, kinds of dashes, composed and
    decomposed letters, full-width forms. Quotation marks and dots around the quote are not part of it.
    """
    if quote and quote in text:
        return quote
    wanted = _fold(quote.strip())[0].strip(" \"'.")
    if not wanted:
        return None
    folded, places = _fold(text)
    at = folded.find(wanted)
    if at < 0:
        return None
    start, end = places[at], places[at + len(wanted) - 1] + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return text[start:end]


def best_span(text: str, scores: Sequence[float], spans: Sequence[Span] | None = None) -> Span | None:
    """The span with the highest score, cut to a quotable length; of equals the first. None where there is none."""
    places = list(spans) if spans is not None else sentences(text)
    if not places:
        return None
    best = max(range(len(places)), key=lambda i: (scores[i], -i))
    return quotable(text, places[best])


def quotable(text: str, span: Span, longest: int = LONGEST_QUOTE) -> Span:
    """The span, or its beginning up to a clause or a word where it is longer than a quote should be."""
    if span.end - span.start <= longest:
        return span
    window = text[span.start : span.start + longest]
    clause = max(window.rfind(mark) for mark in (", ", "; ", ": ", " – ", " - "))
    cut = clause if clause > longest // 2 else window.rfind(" ")
    end = span.start + (cut if cut > 0 else longest)
    while end < len(text) and unicodedata.combining(text[end]):
        end -= 1
    return Span(span.start, end, text[span.start : end])


def _fold(text: str) -> tuple[str, list[int]]:
    """The text in one typography, and for each of its characters the place in `text` that it comes from."""
    folded: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for plain in unicodedata.normalize("NFKD", char.translate(_SAME)).casefold():
            if unicodedata.combining(plain) or unicodedata.category(plain) == "Cf":
                continue
            blank = plain.isspace()
            if blank and folded and folded[-1] == " ":
                continue
            folded.append(" " if blank else plain)
            places.append(place)
    return "".join(folded), places

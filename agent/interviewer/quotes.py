"""Finding a model's quote in what was really said.

Models straighten quotation marks, join lines and change a capital at the beginning. Such a quote is mapped back to
the exact substring; one that isn't there is not mended but refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_MARKS = str.maketrans(
    {"’": "'", "‘": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-",
     "−": "-", "⟦": "[", "⟧": "]", "\u00a0": " ", "\u202f": " "}
)  # fmt: skip
_EDGES = " \t\r\n\"'.,;:!?…-"
_ELISION = re.compile(r"\s*(?:\.\.\.|…|\[\.\.\.\]|\[…\])\s*")
_FEWEST_CHARS = 8  # less than this proves nothing, except where it is the whole answer


def locate(quote: str, text: str) -> str | None:
    """The exact substring of `text` that `quote` means, or None.

    Of a quote with an elision each part has to be there, in order, and the longest is taken: what stands beside words
    that were never said is no quote.
    """
    whole = _found(quote, text)
    if whole is not None and _enough(whole, text):
        return whole
    found, at = [], 0
    for part in filter(None, (part.strip(_EDGES) for part in _ELISION.split(quote))):
        said = _found(part, text[at:])
        if said is None:
            return None
        found.append(said)
        at += text[at:].index(said) + len(said)
    longest = max(found, key=len, default="")
    return longest if _enough(longest, text) else None


def _found(part: str, text: str) -> str | None:
    return part if part in text else _normalised(part, text)


def _enough(found: str, text: str) -> bool:
    return len(found.strip()) >= _FEWEST_CHARS or (bool(found.strip()) and found.strip() == text.strip())


def _normalised(quote: str, text: str) -> str | None:
    """Look for the quote with marks, white space and case made alike, and cut the exact substring out of `text`."""
    plain, spans = _plain_with_spans(text)
    wanted = "".join(form for form, _, _ in _forms(quote)).strip(_EDGES)
    at = plain.find(wanted) if wanted else -1
    if at < 0:
        return None
    return text[spans[at][0] : spans[at + len(wanted) - 1][1]]


def _plain_with_spans(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The normal form of a text, and for each of its characters the slice of the text that it stands for."""
    plain: list[str] = []
    spans: list[tuple[int, int]] = []
    for form, start, end in _forms(text):
        plain.append(form)
        spans += [(start, end)] * len(form)
    return "".join(plain), spans


def _forms(text: str) -> Iterator[tuple[str, int, int]]:
    """Normal form, start and end of each character with its combining marks; a run of white space is one blank."""
    at = 0
    while at < len(text):
        end = at + 1
        if text[at].isspace():
            while end < len(text) and text[end].isspace():
                end += 1
            yield " ", at, end
        else:
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1
            yield unicodedata.normalize("NFKC", text[at:end].translate(_MARKS)).casefold(), at, end
        at = end

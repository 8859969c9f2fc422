"""When two sentences are one wording: whoever hears it again knows that he is read to."""

from __future__ import annotations

import re
from collections.abc import Iterator

WORDS = 4
"""Of a sentence; shorter ones ("And then?") may come twice."""
_ENDS = re.compile(r"(?<=[.?!])\s+")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")


def wordings(text: str) -> Iterator[tuple[str, str]]:
    """The sentences of a text that a round may hold once: flat, without case, marks and what is quoted; and as said."""
    for sentence in _ENDS.split(_QUOTED.sub('""', text)):
        words = re.findall(r"[a-z0-9']+", sentence.lower())
        if len(words) >= WORDS:
            yield " ".join(words), sentence

"""Okapi BM25, the plain form: the yardstick for retrieval by words alone."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping

_SATURATION, _LENGTH = 1.5, 0.75  # k1 and b as usual (Robertson, Zaragoza 2009)
_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "could",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "i",
        "i'd",
        "i'll",
        "i'm",
        "if",
        "in",
        "into",
        "is",
        "it",
        "it's",
        "its",
        "just",
        "me",
        "my",
        "no",
        "not",
        "of",
        "on",
        "one",
        "or",
        "our",
        "so",
        "some",
        "than",
        "that",
        "that's",
        "the",
        "their",
        "them",
        "then",
        "there",
        "they",
        "this",
        "to",
        "too",
        "up",
        "us",
        "was",
        "we",
        "we'd",
        "were",
        "what",
        "when",
        "which",
        "who",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)


class BM25:
    """Documents by id."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._counts = {name: Counter(_words(text)) for name, text in texts.items()}
        lengths = {name: counts.total() for name, counts in self._counts.items()}
        mean = sum(lengths.values()) / max(1, len(lengths))
        self._norm = {name: 1 - _LENGTH + _LENGTH * length / max(mean, 1e-9) for name, length in lengths.items()}
        seen = Counter(word for counts in self._counts.values() for word in counts)
        total = len(texts)
        self._weight = {word: math.log(1 + (total - n + 0.5) / (n + 0.5)) for word, n in seen.items()}

    def scores(self, query: str) -> dict[str, float]:
        """The score of every document that shares a word with the query."""
        words = set(_words(query)) & self._weight.keys()
        found = {}
        for name, counts in self._counts.items():
            score = sum(
                self._weight[w] * counts[w] * (_SATURATION + 1) / (counts[w] + _SATURATION * self._norm[name])
                for w in words
                if counts[w]
            )
            if score > 0:
                found[name] = score
        return found


def _words(text: str) -> list[str]:
    """Words in lower case without stop words and the plainest endings."""
    found = re.findall(r"[a-z0-9']+", text.lower())
    return [re.sub(r"(?:ing|ed|es|s)$", "", word) if len(word) > 4 else word for word in found if word not in _STOP]

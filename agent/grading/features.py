"""What an answer does, counted: a handful of numbers in 0..1 or per word that the coefficients weigh.

A count is taken over the root of the answer's length and saturates after a few: three words with the number that
decides are worth as much as a paragraph around it, and more of the same, or more around it, adds next to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, sqrt
from re import Pattern
from typing import Any

from agent.grading import lexicon
from agent.grading.spans import words

_SHORT = 10  # words added to a length before a rate is taken, so that one word in five is no rate of 20 percent
_COUNTED = {
    "figures": (lexicon.FIGURE,),
    "acts": (lexicon.OWN_ACT,),
    "failure": (lexicon.FAILURE,),
    "bounds": (lexicon.CONDITION, lexicon.TRADE),
}
_FEW = 0.3  # hits per root of a length at which a count has 0.63 of its worth: two or three in forty words


@dataclass(frozen=True, slots=True)
class Features:
    """The features of one answer. `near_*` and `echo` come from embeddings, the others from words.

    near_best, near_mean: nearness of its best stretch, and of its sentences on average, to good rather than to bad
        examples; -1 is where bad examples lie, +1 where good ones do.
    hollow: how much nearer its sentences are to saying nothing than to good examples, in cosines.
    echo: cosine of the answer to its ask; high where the question comes back in other words.
    astray: how much nearer it is to small talk than to the ask and to the round's examples, in cosines.
    own: how many different figures, acts, failures and bounds it has that were not in the ask.
    figures, acts, failure, bounds: quantities, own acts, named failure modes, conditions and trade-offs, 0..1.
    overclaim, deferred, unknown, generic: certainty without a reason, decisions handed on, bare ignorance, words that
        fit anything; per word.
    we: share of "we" among "we" and "I" where the ask was about the candidate himself, else 0.
    """

    near_best: float
    near_mean: float
    hollow: float
    echo: float
    astray: float
    own: int
    figures: float
    acts: float
    failure: float
    bounds: float
    overclaim: float
    deferred: float
    unknown: float
    generic: float
    we: float

    def value(self, name: str) -> float:
        """A feature by its name."""
        found: float = getattr(self, name)
        return found


def hits(pattern: Pattern[str], text: str) -> set[str]:
    """The different hits of a pattern: the same words again count once."""
    return {" ".join(match.group().lower().split()) for match in pattern.finditer(text.replace("’", "'"))}


def lexical(ask: str, text: str) -> dict[str, Any]:
    """The features that need no embedding. What stands in the ask already is not counted."""
    length = len(words(text)) + _SHORT
    own, shared = count_all(lexicon.SELF, text), count_all(lexicon.WE, text)

    found = {
        name: sum(len(hits(pattern, text) - hits(pattern, ask)) for pattern in patterns)
        for name, patterns in _COUNTED.items()
    }
    return {
        **{name: saturate(amount / sqrt(length), _FEW) for name, amount in found.items()},
        "own": sum(found.values()),
        "overclaim": count_all(lexicon.OVERCLAIM, text) / length,
        "deferred": count_all(lexicon.DEFER, text) / length,
        "unknown": count_all(lexicon.NOT_KNOWN, text) / length,
        "generic": (count_all(lexicon.BUZZ, text) + count_all(lexicon.LECTURE, text)) / length,
        "we": shared / (shared + own + 1) if asks_of_self(ask) else 0.0,
    }


def asks_of_self(ask: str) -> bool:
    """Whether an ask is about what the candidate himself did."""
    return any(word in ("you", "your", "yours", "yourself") for word in words(ask))


def count_all(pattern: Pattern[str], text: str) -> int:
    """How many hits a pattern has."""
    return sum(1 for _ in pattern.finditer(text.replace("’", "'")))


def saturate(amount: float, scale: float) -> float:
    """0 for nothing, 0.63 at `scale`, never above 1."""
    return 1.0 - exp(-amount / scale)


def content(text: str) -> set[str]:
    """The words of a text that carry meaning."""
    return {word for word in words(text) if word not in lexicon.STOP}

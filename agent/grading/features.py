"""What an answer does, counted: a handful of numbers in 0..1 or per word that the coefficients weigh.

Every count saturates after a few, so that saying more of the same, or saying it at length, adds next to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from re import Pattern

from agent.grading import lexicon
from agent.grading.spans import words

_SHORT = 10  # words added to a length before a rate is taken, so that one word in five is no rate of 20 percent


@dataclass(frozen=True, slots=True)
class Features:
    """The features of one answer. `near_*` and `echo` come from embeddings, the others from words.

    near_best, near_mean: nearness of its best stretch, and of its sentences on average, to good rather than to bad
        examples; -1 is where bad examples lie, +1 where good ones do.
    echo: cosine of the answer to its ask; high where the question comes back in other words.
    figures, acts, failure, bounds: quantities, own acts, named failure modes, conditions and trade-offs, 0..1.
    overclaim, deferred, unknown, generic: certainty without a reason, decisions handed on, bare ignorance, words that
        fit anything; per word.
    we: share of "we" among "we" and "I" where the ask was about the candidate himself, else 0.
    """

    near_best: float
    near_mean: float
    echo: float
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


def count(pattern: Pattern[str], text: str) -> int:
    """How many different hits a pattern has: the same word again counts once."""
    return len({match.group().lower() for match in pattern.finditer(text.replace("’", "'"))})


def lexical(ask: str, text: str) -> dict[str, float]:
    """The features that need no embedding."""
    said = words(text)
    length = len(said) + _SHORT
    own = count_all(lexicon.SELF, text)
    shared = count_all(lexicon.WE, text)
    return {
        "figures": saturate(count(lexicon.FIGURE, text), 2.0),
        "acts": saturate(count(lexicon.OWN_ACT, text), 1.5),
        "failure": saturate(count(lexicon.FAILURE, text), 1.5),
        "bounds": saturate(count(lexicon.CONDITION, text) + count(lexicon.TRADE, text), 3.0),
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

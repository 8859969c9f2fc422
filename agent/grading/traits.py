"""An answer as numbers for the trained model: what it counts, how near it comes to what, and its vectors."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from re import Pattern
from typing import TYPE_CHECKING

from agent.grading import lexicon
from agent.grading.features import Features, count_all
from agent.grading.spans import words
from agent.grading.sums import wrong_sums
from agent.grading.wording import wording

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_FEATURES = (
    "near_best", "near_mean", "hollow", "echo", "astray", "own", "figures", "acts", "failure", "bounds", "overclaim",
    "deferred", "unknown", "generic", "we",
)  # fmt: skip
_COUNTS: tuple[tuple[str, Pattern[str]], ...] = (
    ("reasons", lexicon.REASON),
    ("conditions", lexicon.CONDITION),
    ("trades", lexicon.TRADE),
    ("changed_minds", lexicon.MIND_CHANGE),
    ("owned_limits", lexicon.LIMIT_OWNED),
    ("units", lexicon.UNIT),
    ("acts_counted", lexicon.OWN_ACT),
    ("figures_counted", lexicon.FIGURE),
    ("buzz", lexicon.BUZZ),
    ("lecture", lexicon.LECTURE),
    ("handed_on", lexicon.DEFER),
    ("not_known", lexicon.NOT_KNOWN),
    ("overclaims", lexicon.OVERCLAIM),
    ("abstract", lexicon.ABSTRACT),
    ("negations", re.compile(r"\bnot\b|n't\b", re.IGNORECASE)),
)
_NEARNESS = (
    "to_ask", "to_question", "more_than_to_others", "best_to_question", "best_to_ask", "sound", "sound_mean",
    "sound_best", "sound_worst",
)  # fmt: skip
NAMES = (*_FEATURES, *(name for name, _ in _COUNTS), "wrong_sums", "asks_back", *_NEARNESS)
"""The numbers in their order. `sound*` is what the examples of all rounds say of the whole answer and of its sentences;
`more_than_to_others` how much nearer it is to its own question than to the five nearest of the others."""
_SHORT = 10  # words added to a length, so that one hit in three words is no rate
_OTHERS = 5


@dataclass(frozen=True, slots=True)
class Yardsticks:
    """What answers are held against: the direction of good examples (d), its offset, questions' vectors (n, d).

    `places` are the everyday words whose use is looked at, each with its place in `Traits.wording`.
    """

    sound: Vectors
    offset: float
    questions: Vectors
    places: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Embedded:
    """The vectors of an answer: its sentences (n, d), itself, what it was asked and the round's question (d each).

    `centre` is the mean of the round's examples, of no particular length; `layers` are the sentence model's inner
    layers over the whole answer, a row each.
    """

    sentences: Vectors
    whole: Vectors
    ask: Vectors
    question: Vectors
    centre: Vectors
    layers: Vectors


@dataclass(frozen=True, slots=True)
class Traits:
    """An answer as the model sees it: `numbers` as in NAMES, the vectors of the whole and of its sentences' mean, both
    without their topic (`off_topic`), which everyday words it uses (`wording`) and how it looks from inside the
    sentence model (`layers`, one behind the other)."""

    numbers: Vectors
    whole: Vectors
    mean: Vectors
    wording: Vectors
    layers: Vectors

    def number(self, name: str) -> float:
        """One of the numbers by its name in NAMES."""
        return float(self.numbers[NAMES.index(name)])


def traits(text: str, features: Features, seen: Embedded, yardsticks: Yardsticks) -> Traits:
    """The traits of an answer whose text is `text`."""
    import numpy as np

    length = sqrt(len(words(text)) + _SHORT)
    counted = [count_all(pattern, text) / length for _, pattern in _COUNTS]
    said = [float(len(wrong_sums(text))), float("?" in text)]
    sentences = seen.sentences if len(seen.sentences) else seen.whole[None]
    numbers = [*(features.value(name) for name in _FEATURES), *counted, *said, *_near(sentences, seen, yardsticks)]
    mean = sentences.mean(axis=0)
    mean = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return Traits(
        np.array(numbers, dtype=np.float32),
        off_topic(seen.whole, seen),
        off_topic(mean, seen),
        wording(text, yardsticks.places),
        seen.layers.ravel(),
    )


def off_topic(vector: Vectors, seen: Embedded) -> Vectors:
    """What of a vector is owed neither to its round nor to its question, of length 1; 0 where nothing is left.

    Answers to one question lie close together whatever they are worth, and their worth is to be learned from others.
    """
    import numpy as np

    rest, question = vector - seen.centre, seen.question - seen.centre
    question = question / max(float(np.linalg.norm(question)), 1e-9)
    rest = rest - float(rest @ question) * question
    found: Vectors = (rest / max(float(np.linalg.norm(rest)), 1e-9)).astype(np.float32)
    return found


def _near(sentences: Vectors, seen: Embedded, yardsticks: Yardsticks) -> Sequence[float]:
    import numpy as np

    to_question = float(seen.whole @ seen.question)
    others = np.sort(yardsticks.questions @ seen.whole)[-_OTHERS:]
    sound = sentences @ yardsticks.sound + yardsticks.offset
    return (
        float(seen.whole @ seen.ask),
        to_question,
        to_question - float(others.mean()),
        float((sentences @ seen.question).max()),
        float((sentences @ seen.ask).max()),
        float(seen.whole @ yardsticks.sound) + yardsticks.offset,
        float(sound.mean()),
        float(sound.max()),
        float(sound.min()),
    )

"""One answer, measured: its features, its sentences, and how each signal of the rubric shows in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.grading import lexicon
from agent.grading.exchanges import Exchange
from agent.grading.features import Features, lexical
from agent.grading.names import without_names
from agent.grading.reference import Reads, Reference
from agent.grading.spans import Span, windows, words
from agent.grading.traits import Embedded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


ASKED = 0.5
"""What the ask's topic adds to the answer's."""
RAISED = 2.5
"""What an answer is apter for the signal that its ask was to raise."""
ABOUT = 6.0
"""What being about another signal rather costs an answer's aptness, in units of a topic. In rounds made of knowledge's
good examples, their own question unknown, a quote stands in the example of its signal in 0.54 for 0.46 at one unit."""


@dataclass(frozen=True, slots=True)
class Measured:
    """An answer with everything that grading needs of it.

    `margins` has for each signal a value per sentence (nearness to its good rather than its bad examples, -1 to 1 is
    from bad to good) and `topics` how much the sentence, or it with a neighbour, is about the signal. `relevance` says
    how much the most relevant stretch of the answer is about each signal, with a share for the ask; `asked` is the
    ask's part alone. `overall` are the sentences' margins against all examples of the round.
    `seen` are the vectors behind all of this.
    """

    exchange: Exchange
    features: Features
    sentences: tuple[tuple[int, Span], ...]
    overall: tuple[float, ...]
    margins: dict[str, tuple[float, ...]]
    topics: dict[str, tuple[float, ...]]
    best: dict[str, float]
    relevance: dict[str, float]
    asked: dict[str, float]
    seen: Embedded

    def aptness(self, signal: str) -> float:
        """How much the answer is one to quote for a signal: 0 where it is about no other more, and more where asked."""
        about = self.relevance[signal] - max(self.relevance.values()) if self.relevance else 0.0
        return ABOUT * about + (RAISED if self.exchange.signal == signal else 0.0)


async def measure(embeds: Reads, reference: Reference, exchange: Exchange) -> Measured:
    """Embed an answer's sentences and pairs of sentences, its whole and its ask, and count what it does."""
    text = bare(exchange.text)
    sentences = exchange.sentences()
    alone = [span for _, span in sentences]
    paired = joined(exchange)
    texts = (
        [bare(span.text) for span in alone]
        + paired
        + [text or ".", without_names(exchange.ask) or ".", without_names(exchange.question or exchange.ask) or "."]
    )
    layers = await embeds.layers(text or ".")  # before the rest, which then finds the whole answer embedded
    vectors = await embeds.embed(texts)
    each, stretches = vectors[: len(alone)], vectors[: len(alone) + len(paired)]
    whole, ask, question = vectors[-3], vectors[-2], vectors[-1]
    overall = reference.whole.margins(stretches) if len(stretches) else None
    echo = float(whole @ ask) if text else 0.0
    about = max(float(reference.kinship(stretches).max()), echo) if alone else 0.0
    astray = _by_words(reference.chatter(each), alone) - about if alone else 0.0
    names = reference.topics.signals
    asked = dict(zip(names, _floats(reference.topics.scores(ask[None])[0]), strict=True))
    per_sentence = _spread(reference.topics.scores(stretches), exchange, len(alone))
    features = Features(
        near_best=float(overall.max()) if overall is not None else -2.0,
        near_mean=float(overall[: len(alone)].mean()) if overall is not None else -2.0,
        hollow=_by_words(reference.hollow(each), alone) if alone else 0.5,
        echo=echo,
        astray=astray,
        **lexical(exchange.ask, text),
    )
    return Measured(
        exchange=exchange,
        features=features,
        sentences=tuple(sentences),
        overall=tuple(float(margin) for margin in overall[: len(alone)]) if overall is not None else (),
        margins={s: _floats(crowd.margins(each)) for s, crowd in reference.signals.items()} if alone else {},
        best={s: _best(crowd.margins(stretches)) for s, crowd in reference.signals.items()} if alone else {},
        topics={s: _floats(per_sentence[:, i]) for i, s in enumerate(names)},
        relevance={s: float(per_sentence[:, i].max()) + ASKED * asked[s] for i, s in enumerate(names)} if alone else {},
        asked=asked,
        seen=Embedded(each, whole, ask, question, reference.topics.mean, layers),
    )


def bare(text: str) -> str:
    """A text without names and without what is said while thinking; with the latter where nothing else stands in it."""
    named = without_names(text)
    return lexicon.PADDING.sub("", named).strip() or named


def joined(exchange: Exchange) -> list[str]:
    """Every two neighbouring sentences of a part as one text."""
    found = []
    for part in exchange.parts:
        spans = list(part.screened.kept)
        found += [span.text for span in windows(spans, part.text)[len(spans) :]]
    return [bare(text) for text in found]


def _spread(scores: Vectors, exchange: Exchange, sentences: int) -> Vectors:
    """Scores per sentence from those of sentences and of pairs: the best of a sentence and the pairs it is part of."""
    import numpy as np

    spread: Vectors = scores[:sentences].copy()
    first, pair = 0, sentences
    for part in exchange.parts:
        for i in range(first, first + len(part.screened.kept) - 1):
            spread[i] = np.maximum(spread[i], scores[pair])
            spread[i + 1] = np.maximum(spread[i + 1], scores[pair])
            pair += 1
        first += len(part.screened.kept)
    return spread


def _by_words(values: Vectors, spans: Sequence[Span]) -> float:
    """The mean of the sentences' values; a long sentence counts for more than a short one."""
    lengths = [len(words(span.text)) + 1 for span in spans]
    return sum(float(v) * length for v, length in zip(values, lengths, strict=True)) / sum(lengths)


def _floats(values: Vectors) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def _best(values: Vectors) -> float:
    return float(values.max())

"""Whether an answer speaks to another follow-up of its question than the one that was asked.

Nearness to the ask alone doesn't tell: a good answer to it ("Only the older half.") may share nothing with it. What can
be told, of some, is that they are nearer to what other follow-ups ask, and to what good answers to those have, than
to the one that is open. `evals/training/fit_beside.py` makes the figures here and prints how often they are right.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from agent.catalog.wording import content_words
from agent.domain.knowledge import Question
from agent.domain.transcript import Transcript
from agent.grading.answers import bare
from agent.grading.exchanges import Exchange, read_exchanges
from agent.grading.names import without_names
from agent.grading.reference import Embeds
from agent.grading.spans import words
from agent.retrieval.language import is_english

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

FEWEST = 25
"""Words from which an answer can be found beside the ask: a short one that is right often shares nothing with it."""
NAMES = ("own", "lead", "shared", "shared_lead", "case", "length")
WEIGHTS = (1.923, 1.613, 0.080, 0.229, 2.241, -0.425)
LINE = -2.308
"""Below it an answer is beside what was asked: set where one right answer in a hundred lies below."""
_WHOLE = 0.5
"""What nearness to the whole answer adds to that of its nearest sentence."""


@dataclass(frozen=True, slots=True)
class Asks:
    """What the follow-ups of a question ask, as vectors (n, d), and what good answers to them have.

    `words` are the words of each with a meaning, `weights` how much a word tells: the less, the more of them use it.
    """

    places: dict[str, int]
    asks: Vectors
    goods: Vectors
    words: tuple[frozenset[str], ...]
    weights: dict[str, float]


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: its words, the vectors of its sentences (n, d), of the whole and of the round's question (d each)."""

    text: str
    sentences: Vectors
    whole: Vectors
    question: Vectors


async def hear(embeds: Embeds, exchange: Exchange) -> Said:
    """An answer that nobody has measured yet."""
    import numpy as np

    text, sentences = bare(exchange.text), [bare(span.text) for _, span in exchange.sentences()]
    whole, question, *each = await embeds.embed([text or ".", without_names(exchange.question) or ".", *sentences])
    return Said(text, np.array(each), whole, question)


async def asks_of(embeds: Embeds, question: Question) -> Asks:
    """What an answer to one of the question's follow-ups is held against."""
    probes = question.probes
    vectors = await embeds.embed([probe.ask for probe in probes] + [probe.good for probe in probes])
    used = tuple(frozenset(content_words(f"{p.ask} {p.again} {p.good} {p.about}")) for p in probes)
    weights = {word: log((len(probes) + 1) / sum(word in own for own in used)) for word in frozenset().union(*used)}
    places = {probe.id: place for place, probe in enumerate(probes)}
    return Asks(places, vectors[: len(probes)], vectors[len(probes) :], used, weights)


def is_beside(said: Said, probe_id: str | None, asks: Asks) -> bool:
    """Whether an answer to this follow-up speaks to another one; in doubt, and where the follow-up isn't the
    question's own, it doesn't."""
    if probe_id not in asks.places or len(asks.places) < 2 or len(words(said.text)) < FEWEST:
        return False
    found = zip(WEIGHTS, numbers(said, probe_id, asks), strict=True)
    return sum(weight * number for weight, number in found) < LINE


def numbers(said: Said, probe_id: str, asks: Asks) -> tuple[float, ...]:
    """How an answer lies between what was asked and what wasn't, in the order of NAMES.

    `own` is nearness to what was asked, `lead` how much more that is than to the nearest other follow-up; `shared` and
    `shared_lead` are the same of words; `case` is nearness to the question.
    """
    import numpy as np

    own = asks.places[probe_id]
    sentences = said.sentences if len(said.sentences) else said.whole[None]
    near = sum((sentences @ kind.T).max(axis=0) + _WHOLE * (kind @ said.whole) for kind in (asks.asks, asks.goods))
    used = content_words(said.text)
    shared = np.array([sum(asks.weights[word] for word in own_words & used) for own_words in asks.words])
    others, shared_others = np.delete(near, own), np.delete(shared, own)
    return (
        float(near[own]),
        float(near[own] - others.max()),
        float(shared[own]),
        float(shared[own] - shared_others.max()),
        float(said.whole @ said.question),
        log(len(words(said.text))),
    )


class AskListener:
    """Hears whether it was this that was asked; what it holds answers against is embedded once for each question."""

    def __init__(self, embeds: Embeds) -> None:
        self._embeds = embeds
        self._asks: dict[str, Asks] = {}

    async def hears_another(self, transcript: Transcript, question: Question) -> bool:
        """Whether the newest answer speaks to another follow-up of `question` than the one that is open."""
        exchange = read_exchanges(transcript)[-1]
        if len(words(exchange.text)) < FEWEST or not is_english(exchange.text):
            return False
        if question.id not in self._asks:
            self._asks[question.id] = await asks_of(self._embeds, question)
        return is_beside(await hear(self._embeds, exchange), exchange.probe_id, self._asks[question.id])

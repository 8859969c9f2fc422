"""What is compared: the search as it ships, its halves by themselves, and chance.

A method is made from a catalog and gets the same targets as the others: probes of the open question (of all
questions of the round where it is not known), the round's own, and failure modes. Another one is a line in METHODS,
and a name in the task's METHOD_NAMES.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from agent.catalog.loader import Catalog
from agent.domain.interview import Sought
from agent.domain.terms import Level, RoundKind
from agent.retrieval import documents
from agent.retrieval.base import Embedder
from agent.retrieval.chunking import windows
from agent.retrieval.documents import Target
from agent.retrieval.search import ProbeSearch
from agent.retrieval.words import WordIndex

FUSION = 60.0
"""The constant of reciprocal rank fusion (Cormack, Clarke, Buettcher 2009)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer in its place. `question_id` None where the open question is none of ours."""

    id: str
    round: RoundKind
    question_id: str | None
    asked: str
    level: Level | None
    answer: str


class Method(Protocol):
    """One way to rank follow-ups."""

    async def rank(self, asked: Asked, k: int) -> list[str]:
        """The ids of at most `k` follow-ups, best first; none where it abstains."""
        ...


class Pool:
    """The targets of a catalog, with the texts they are found by, for the methods that are ours alone."""

    def __init__(self, catalog: Catalog, embedder: Embedder) -> None:
        self.embedder = embedder
        self._targets = [target for target in documents.targets(catalog) if target.ask]
        self._vectors: dict[str, np.ndarray] = {}
        self._words = WordIndex(self._targets)

    def of(self, asked: Asked) -> list[Target]:
        """What may be asked in this place."""
        return [target for target in self._targets if _belongs(target, asked)]

    async def vectors(self, target: Target) -> np.ndarray:
        """The vectors of a target's texts, shape (n, d)."""
        if target.id not in self._vectors:
            self._vectors[target.id] = await self.embedder.embed(target.texts)
        return self._vectors[target.id]

    def by_words(self, asked: Asked) -> list[str]:
        """What may be asked in this place and shares a word with the answer, by BM25, best first."""
        allowed = {target.id for target in self.of(asked)}
        ranked = self._words.scores(asked.answer, asked.round, asked.question_id)
        return [target for target in ranked if target in allowed]


def _belongs(target: Target, asked: Asked) -> bool:
    if asked.round not in target.rounds:
        return False
    if asked.level is not None and target.levels and asked.level not in target.levels:
        return False
    return asked.question_id is None or target.question in ("", asked.question_id)


@dataclass(frozen=True, slots=True)
class Dense:
    """The nearest phrasing by cosine, nothing else."""

    pool: Pool

    async def rank(self, asked: Asked, k: int) -> list[str]:
        """The ids of the `k` best targets, the best first; never abstains."""
        queries = await self.pool.embedder.embed(windows(asked.answer) or [asked.answer])
        scores = {t.id: float((queries @ (await self.pool.vectors(t)).T).max()) for t in self.pool.of(asked) if t.texts}
        return _best(scores, k)


@dataclass(frozen=True, slots=True)
class Words:
    """BM25 over phrasings, what a target is about and what it asks: the product's own index of words by itself."""

    pool: Pool

    async def rank(self, asked: Asked, k: int) -> list[str]:
        """Nothing where no word is shared."""
        return self.pool.by_words(asked)[:k]


@dataclass(frozen=True, slots=True)
class Fused:
    """The ranks of the two above, fused."""

    halves: tuple[Method, ...]

    async def rank(self, asked: Asked, k: int) -> list[str]:
        """Reciprocal rank fusion."""
        scores: dict[str, float] = {}
        for half in self.halves:
            for place, target in enumerate(await half.rank(asked, 10 * k), 1):
                scores[target] = scores.get(target, 0.0) + 1.0 / (FUSION + place)
        return _best(scores, k)


@dataclass(frozen=True, slots=True)
class Shipped:
    """The product's own search: what a candidate gets."""

    search: ProbeSearch

    async def rank(self, asked: Asked, k: int) -> list[str]:
        """Abstains where its threshold says so."""
        found = await self.search.candidates(
            Sought(asked.answer, asked.round, asked.question_id, asked.level, asked.asked, k=4 * k)
        )
        return [follow_up.id for follow_up in found if follow_up.ask][:k]


@dataclass(frozen=True, slots=True)
class Chance:
    """A random probe of the question (of the round where it is not known)."""

    pool: Pool

    async def rank(self, asked: Asked, k: int) -> list[str]:
        """Drawn by the item's id: the same each time."""
        own = [t for t in self.pool.of(asked) if t.question and asked.question_id in (None, t.question)]
        drawn = {t.id: hashlib.sha256(f"{asked.id}:{t.id}".encode()).hexdigest() for t in own or self.pool.of(asked)}
        return sorted(drawn, key=lambda target: drawn[target])[:k]


METHODS: Mapping[str, Callable[[Pool, ProbeSearch], Method]] = {
    "shipped": lambda _, search: Shipped(search),
    "dense": lambda pool, _: Dense(pool),
    "bm25": lambda pool, _: Words(pool),
    "fused": lambda pool, _: Fused((Dense(pool), Words(pool))),
    "random": lambda pool, _: Chance(pool),
}


def _best(scores: Mapping[str, float], k: int) -> list[str]:
    ranked: Sequence[str] = sorted(scores, key=lambda target: (-scores[target], target))
    return [target for target in ranked if scores[target] > 0][:k]

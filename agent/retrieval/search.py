"""What to probe next, given what the candidate has just said."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from agent.catalog.loader import Catalog
from agent.domain.interview import FollowUp
from agent.domain.knowledge import Fact, Question
from agent.domain.terms import Level, RoundKind
from agent.retrieval import documents, ranking
from agent.retrieval.chunking import windows
from agent.retrieval.documents import Entry, Target
from agent.retrieval.embedder import Embedder
from agent.retrieval.facts import surest
from agent.retrieval.index import Index, IndexStatus, NumpyIndex, Scope
from agent.retrieval.language import is_english
from agent.retrieval.own import OwnPassages
from agent.retrieval.own import load as load_own
from agent.retrieval.shelf import Shelf
from agent.retrieval.vectors import VectorCache
from agent.retrieval.words import WordIndex

if TYPE_CHECKING:
    from agent.retrieval.embedder import Vectors

_NEAREST = 60  # entries fetched per window, so that eight targets are left after what may not be asked


class ProbeSearch:
    """Finds follow-ups in the catalog.

    Everything is loaded at the first call, or by `prepare` before it: what the interviewer knows is embedded (from
    the cache on disk where it is there) and the index opened. `folder` is the cache's place; with None nothing is
    written and every query is compared with every vector, which unit tests use. What the candidate says is embedded
    in memory only. `own` is the folder of the user's own documents, whose passages are found beside what we know.
    """

    def __init__(
        self,
        catalog: Catalog,
        embedder: Embedder,
        folder: Path | None,
        tuning: ranking.Tuning | None = None,
        own: Path | None = None,
    ) -> None:
        self._catalog = catalog
        self._embedder = embedder
        self._folder = folder
        self._own_folder = own
        self._own: OwnPassages | None = None
        self._tuning = tuning or ranking.Tuning()
        self._targets: dict[str, Target] = {}
        self._known: dict[str, ranking.Known] = {}
        self._index: Index | None = None
        self._words = WordIndex(())
        self._status = IndexStatus("exact", True, "not opened yet")
        self._turn = asyncio.Lock()

    @property
    def status(self) -> IndexStatus:
        """What answers queries, for `doctor`."""
        return getattr(self._index, "status", self._status)

    async def prepare(self) -> None:
        """Load everything; a second call waits for the first and does nothing. Raises KnowledgeError."""
        async with self._turn:
            if self._index is None:
                self._index = await self._load()

    async def close(self) -> None:
        """Let go of the index's files. Safe to call twice; a later query opens them again."""
        async with self._turn:
            index, self._index = self._index, None
            if index is not None:
                await index.close()

    async def candidates(
        self,
        text: str,
        *,
        round: RoundKind,
        question_id: str | None = None,
        level: Level | None = None,
        open_ask: str = "",
        exclude: Collection[str] = (),
        k: int = 8,
    ) -> list[FollowUp]:
        """At most `k` follow-ups to `text`, best first; none where nothing known resembles it.

        Found are the probes of the question `question_id` (of all questions of the round where it is None, those for
        `level` if given), the round's own probes, failure modes, and guides. What is in `exclude`, or asks nearly
        what `open_ask` (the question that `text` answers) or an excluded one asks, is left out. Deterministic: ties
        go by id, and the order of things in files plays no part.

        Raises:
            KnowledgeError: a knowledge file or the embedder is wrong.
        """
        pieces = windows(text)
        if not pieces or k < 1:
            return []
        await self.prepare()
        assert self._index is not None
        queries = await self._embedder.embed(pieces)
        scope = Scope(round, question_id)
        near = await self._index.nearest(queries, scope, _NEAREST)
        by_words = self._words.nearest(text, scope, _NEAREST)
        # The indexes say what may fit; how well it does is computed from the vectors, the same for every index.
        similarities = {
            target: ranking.similarity(queries, self._known[target], self._tuning)
            for target in {*(entry.rpartition("#")[0] for entry in near), *by_words}
            if target not in exclude and _suits(self._targets[target], level)
        }
        own = self._own.fitting(queries, round) if self._own is not None else {}
        similarities.update({target: fits for target, fits in own.items() if target not in exclude})
        fitting = ranking.fitting(similarities, self._targets, question_id, self._tuning)
        standings = {target: ranking.standing(queries, self._known[target], self._tuning) for target in fitting}
        shared = self._words.shared(text, [target for target in similarities if self._targets[target].ask])
        order = ranking.ranked(standings, shared, self._targets, question_id, self._tuning)
        asks = {target: self._known[target].ask for target, _ in order}
        taken = [self._known[target].ask for target in sorted(exclude) if target in self._known]
        if open_ask.strip():
            taken.append((await self._embedder.embed([open_ask]))[0])
        chosen = ranking.diverse(order, asks, taken, k, self._tuning)
        return [
            _follow_up(self._targets[target], round, worth, _said(text, pieces, queries @ self._known[target].texts.T))
            for target, worth in chosen
        ]

    async def brought_up(self, target_id: str, round: RoundKind) -> FollowUp | None:
        """What has this id, as a follow-up in a round of this kind; None where it is not known (any more)."""
        await self.prepare()
        target = self._targets.get(target_id)
        return _follow_up(target, round, 1.0, "") if target is not None else None

    async def belongs(self, text: str, question: Question) -> bool:
        """Whether a first answer to `question` has to do with its case; in doubt it has.

        It is compared as a whole with the statement and with what the question's probes know. Raises KnowledgeError.
        """
        pieces = windows(text)[:1]
        if not pieces or not is_english(text):
            return True
        await self.prepare()
        known = [self._known[t.id] for t in self._targets.values() if t.question == question.id]
        if not known:
            return True
        answer, *stated = await self._embedder.embed([*pieces, question.statement, question.again])
        return ranking.belongs(answer, stated, known)

    async def nearest_fact(self, text: str, facts: Sequence[Fact]) -> tuple[Fact, float] | None:
        """The fact that answers a clarifying question, with its similarity in -1..1; None where none does for sure."""
        pieces = windows(text)
        if not facts or not pieces:
            return None
        by_answer = await self.similarity(pieces, [f"{fact.topic}: {fact.say}" for fact in facts])
        fits: list[float] = []
        for row, fact in enumerate(facts):
            ways = await self.similarity(pieces, [fact.topic, *fact.ask])
            fits.append(ranking.fact_similarity(float(ways.max()), float(by_answer[:, row].max())))
        best = surest(text, facts, fits)
        return (facts[best], fits[best]) if best is not None else None

    async def similarity(self, first: Sequence[str], second: Sequence[str]) -> Vectors:
        """Cosines of every text of `first` with every one of `second`, shape (len(first), len(second))."""
        return (await self._embedder.embed(first)) @ (await self._embedder.embed(second)).T

    async def _load(self) -> Index:
        import numpy as np

        found = await asyncio.to_thread(documents.targets, self._catalog)
        listed = documents.entries(found)
        self._targets = {target.id: target for target in found}
        cache: Embedder = self._embedder if self._folder is None else VectorCache(self._embedder, self._folder)
        texts = [[entry.text for entry in listed], [t.ask or t.about for t in found], [t.about for t in found]]
        vectors = await cache.embed([text for part in texts for text in part])
        known, asks, abouts = np.split(vectors, [len(listed), len(listed) + len(found)])
        rows = _rows(listed)
        self._known = {
            target.id: ranking.Known(known[rows[target.id][: len(target.texts)]], about, ask)
            for target, about, ask in zip(found, abouts, asks, strict=True)
        }
        self._known.update(_with_centrality(found, self._known))
        self._own = await load_own(self._own_folder, self._embedder)
        for target, vector in zip(self._own.targets, self._own.vectors, strict=True):
            self._targets[target.id] = target
            self._known[target.id] = ranking.Known(vector[None], vector, vector)
        self._words = WordIndex((*found, *self._own.targets))
        if self._folder is None:
            self._status = IndexStatus("exact", True, f"{len(listed)} entries in memory")
            return NumpyIndex(listed, known)
        return await Shelf(self._folder / "index").open(listed, known, self._embedder.name)


def _rows(listed: Sequence[Entry]) -> dict[str, list[int]]:
    """The rows of each target's entries, its phrasings before what it asks."""
    rows: dict[str, list[int]] = {}
    for row, entry in enumerate(listed):
        rows.setdefault(entry.target, []).append(row)
    return rows


def _with_centrality(found: Sequence[Target], known: Mapping[str, ranking.Known]) -> dict[str, ranking.Known]:
    """The probes that belong to a question, with their place among its others."""
    by_question: dict[str, list[str]] = {}
    for target in found:
        if target.question:
            by_question.setdefault(target.question, []).append(target.id)
    placed: dict[str, ranking.Known] = {}
    for names in by_question.values():
        places = ranking.centrality([known[name].texts for name in names])
        placed.update({n: replace(known[n], central=place) for n, place in zip(names, places, strict=True)})
    return placed


def _suits(target: Target, level: Level | None) -> bool:
    return level is None or not target.levels or level in target.levels


def _said(text: str, pieces: Sequence[str], cosines: Vectors) -> str:
    """The sentence of `text` that comes nearest to a phrasing, verbatim; '' where none stands in it as such."""
    verbatim = [row for row, piece in enumerate(pieces) if row > 0 and piece in text]
    return pieces[max(verbatim, key=lambda row: (float(cosines[row].max()), -row))] if verbatim else ""


def _follow_up(target: Target, kind: RoundKind, worth: float, said: str) -> FollowUp:
    return FollowUp(
        id=target.id,
        kind=target.kind,
        ask=target.ask,
        again=target.again,
        about=target.about,
        score=round(ranking.score(worth), 4),
        source=_origin(target),
        signal=target.signal(kind),
        rung=target.rung,
        said=said,
    )


def _origin(target: Target) -> str:
    """What it stands in: a question, a round's probes, a guide, an own document, or a failure mode itself."""
    if "#" in target.id:
        return target.id.rpartition("#")[0]
    return target.id.rpartition(".")[0] or target.id

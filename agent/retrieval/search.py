"""What to probe next, given what the candidate has just said."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from agent.catalog.loader import Catalog
from agent.domain.interview import FollowUp, Sought
from agent.domain.knowledge import Fact, Question
from agent.domain.terms import RoundKind
from agent.retrieval import documents, ranking
from agent.retrieval.asked_next import AskedNext, Layered, load_asked_next
from agent.retrieval.base import Embedder
from agent.retrieval.chunking import whole, windows
from agent.retrieval.corpus import Corpus, load_corpus
from agent.retrieval.declined import rest, rest_shows, taken_up
from agent.retrieval.documents import Target
from agent.retrieval.facts import surest
from agent.retrieval.index import Index, IndexStatus, NumpyIndex, Scope
from agent.retrieval.language import is_english
from agent.retrieval.own import load as load_own
from agent.retrieval.shelf import Shelf
from agent.retrieval.vectors import VectorCache

if TYPE_CHECKING:
    from agent.retrieval.base import Vectors

_NEAREST = 60  # entries fetched per window, so that eight targets are left after what may not be asked
_QUOTED, _QUOTED_APART = 0.45, 0.08
"""Cosine to a phrasing from which a sentence may be quoted before the question, and how far the next must be behind."""


class ProbeSearch:
    """Finds follow-ups in the catalog.

    Everything is loaded at the first call, or by `prepare` before it (all but the index by `load`): what the
    interviewer knows is embedded (from the cache on disk where it is there) and the index opened. While `prepare` still
    opens the index, a search compares with every vector, which finds the same. `folder` is the cache's place; with None
    nothing is written and every query is compared with every vector, which unit tests use. What the candidate says is
    embedded in memory only. `own` is the folder of the user's own documents, whose passages are found beside what we
    know. `learned` says what readers would ask next; None is what comes with the program.
    """

    def __init__(
        self,
        catalog: Catalog,
        embedder: Embedder,
        folder: Path | None,
        tuning: ranking.Tuning | None = None,
        own: Path | None = None,
        learned: AskedNext | None = None,
    ) -> None:
        self._catalog = catalog
        self._embedder = embedder
        self._folder = folder
        self._own = own
        self._tuning = tuning or ranking.Tuning()
        self._learned = learned
        self._corpus: Corpus
        self._index: Index | None = None
        self._opened = folder is None
        self._preparing = 0
        self._status = IndexStatus("exact", True, "not opened yet")
        self._turn, self._opening = asyncio.Lock(), asyncio.Lock()

    @property
    def status(self) -> IndexStatus:
        """What answers queries, for `doctor`."""
        return getattr(self._index, "status", self._status)

    async def prepare(self) -> None:
        """Load everything; a second call waits for the first and does nothing. Raises KnowledgeError."""
        self._preparing += 1
        try:
            await self.load()
            async with self._opening:
                if not self._opened:
                    assert self._folder is not None
                    shelf = Shelf(self._folder / "index")
                    self._index = await shelf.open(self._corpus.entries, self._corpus.vectors, self._embedder.name)
                    self._opened = True
        finally:
            self._preparing -= 1

    async def load(self) -> None:
        """Load all but the index on disk. Raises KnowledgeError."""
        async with self._turn:
            if self._index is None:
                self._corpus, self._index = await self._load()

    async def _at_hand(self) -> None:
        """Have what a search needs: everything, but for the index where somebody is opening that just now."""
        await (self.load() if self._preparing else self.prepare())

    async def close(self) -> None:
        """Let go of the index's files. Safe to call twice; a later query opens them again."""
        async with self._turn, self._opening:
            index, self._index = self._index, None
            self._opened = self._folder is None
            if index is not None:
                await index.close()

    async def candidates(self, sought: Sought) -> list[FollowUp]:
        """The follow-ups to what was said, best first; none where nothing known resembles it.

        Deterministic: ties go by id, and the order of things in files plays no part.

        Raises:
            KnowledgeError: a knowledge file or the embedder is wrong.
        """
        import numpy as np

        text, declined = taken_up(sought.text)
        pieces = windows(text)
        if not pieces or sought.k < 1:
            return []
        await self._at_hand()
        short_cut = declined and rest_shows(sought.text, pieces)
        first = whole(sought.text) if short_cut else pieces[0]
        # Reading inner layers embeds a text on the way, so that `first` is at hand afterwards and not run twice.
        later = [*pieces[1:], *declined, sought.open_ask, *([first] if sought.opening else [])]
        gladly, others, shared = await asyncio.gather(
            self._gladly(whole(sought.opening) or first, self._askable(sought)),
            self._embedder.embed(later),
            asyncio.to_thread(self._corpus.words.scores, text, sought.round, sought.question_id),
        )
        parts = np.concatenate([await self._embedder.embed([first]), others])
        queries, refusals, (open_ask, *_) = np.split(parts, [len(pieces), len(pieces) + len(declined)])
        if short_cut:
            queries[0] = rest(sought.text, queries[0], declined, refusals)
        order = await self._order(queries, refusals, float((queries @ open_ask).max()), shared, sought)
        order = ranking.lifted(order, gladly, ranking.learned_share(sought, self._tuning))
        known, targets = self._corpus.known, self._corpus.targets
        asks = {name: known[name].ask for name, _ in order}
        taken = [known[name].ask for name in sorted(sought.exclude) if name in known]
        if sought.open_ask.strip():
            taken.append(open_ask)
        chosen = ranking.diverse(order, asks, taken, sought.k, self._tuning)
        return [
            _follow_up(
                targets[name],
                sought.round,
                worth,
                *_said(sought.text, pieces, queries @ known[name].texts.T),
            )
            for name, worth in chosen
        ]

    async def _order(
        self, queries: Vectors, refusals: Vectors, asked: float, shared: Mapping[str, float], sought: Sought
    ) -> list[tuple[str, float]]:
        """What fits, with its worth, best first; `asked` is how near the answer comes to what it was asked, `shared`
        what shares words with it, `refusals` what it leaves alone."""
        # The indexes say what may fit; how well it does is computed from the vectors, the same for every index.
        names = sorted(await self._near(queries, sought) | set(islice(shared, _NEAREST)))
        known = [self._corpus.known[name] for name in names]
        near = dict(zip(names, ranking.nearness(queries, known, refusals), strict=True))
        similarities = {name: ranking.similarity(found, self._tuning) for name, found in near.items()}
        case = self._case(similarities, asked, sought)
        similarities = {name: fits for name, fits in similarities.items() if self._suits(name, sought)}
        fitting = ranking.fitting(similarities, self._corpus.targets, sought.question_id, self._tuning, case)
        standings = {name: ranking.standing(near[name], self._tuning) for name in fitting}
        return ranking.ranked(standings, shared, self._corpus.targets, sought.question_id, self._tuning)

    def _askable(self, sought: Sought) -> list[str]:
        """The open question's own follow-ups that may be asked."""
        return [
            name for name in self._corpus.of_question.get(sought.question_id or "", ()) if self._suits(name, sought)
        ]

    async def _gladly(self, text: str, probes: Sequence[str]) -> Mapping[str, float]:
        """How gladly readers would ask each of these after an answer to the question itself, as far as was learned."""
        if self._learned is None or not probes or not isinstance(self._embedder, Layered):
            return {}
        return self._learned.gladly(await self._embedder.layers(text), probes)

    async def preferred(self, sought: Sought, probes: Sequence[str]) -> tuple[str, ...]:
        """Those of `probes` of which it was learned how gladly readers would ask them now, best first; ties go by id.

        None after a few words, which nothing is learned from. Raises KnowledgeError.
        """
        await self._at_hand()
        if not ranking.learned_share(sought, self._tuning):
            return ()
        gladly = await self._gladly(whole(sought.opening or sought.text), probes)
        return tuple(sorted(gladly, key=lambda id: (-gladly[id], id)))

    async def _near(self, queries: Vectors, sought: Sought) -> set[str]:
        """The open question's own targets, all of them, and those of the others that the index finds."""
        assert self._index is not None
        scopes = [Scope(sought.round, owned=False)]
        found = set(self._corpus.of_question.get(sought.question_id or "", ()))
        if sought.question_id is None:
            scopes.append(Scope(sought.round, owned=True))
        for scope in scopes:
            entries = await self._index.nearest(queries, scope, _NEAREST)
            found.update(entry.rpartition("#")[0] for entry in entries)
        passages = self._corpus.own.fitting(queries, sought.round)
        found.update(sorted(passages, key=lambda name: (-passages[name], name))[:_NEAREST])
        return found

    def _case(self, similarities: Mapping[str, float], asked: float, sought: Sought) -> float:
        """How much an answer has to do with the question that is open; 1 where that is none of ours."""
        own = [similarities[name] for name in self._corpus.of_question.get(sought.question_id or "", ())]
        return max(*own, asked if sought.open_ask.strip() else -1.0) if own else 1.0

    def _suits(self, name: str, sought: Sought) -> bool:
        target = self._corpus.targets[name]
        at_level = sought.level is None or not target.levels or sought.level in target.levels
        return at_level and name not in sought.exclude and sought.round in target.rounds

    async def brought_up(self, target_id: str, round: RoundKind) -> FollowUp | None:
        """What has this id, as a follow-up in a round of this kind; None where it is not known (any more)."""
        await self._at_hand()
        target = self._corpus.targets.get(target_id)
        return _follow_up(target, round, 1.0) if target is not None else None

    async def belongs(self, text: str, question: Question) -> bool:
        """Whether a first answer to `question` has to do with its case; in doubt it has.

        It is compared as a whole with the statement and with what the question's probes know. Raises KnowledgeError.
        """
        pieces = windows(text)[:1]
        if not pieces or not is_english(text):
            return True
        await self._at_hand()
        known = [self._corpus.known[name] for name in self._corpus.of_question.get(question.id, ())]
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

    def everything(self) -> tuple[Target, ...]:
        """All that can be brought up, sorted by id; a search among other things has its own. Raises KnowledgeError."""
        return documents.targets(self._catalog)

    async def _load(self) -> tuple[Corpus, Index]:
        found = await asyncio.to_thread(self.everything)
        cache: Embedder = self._embedder if self._folder is None else VectorCache(self._embedder, self._folder)
        loaded = await load_corpus(found, cache, await load_own(self._own, self._embedder))
        if self._learned is None and self._tuning.learned:
            self._learned = await asyncio.to_thread(load_asked_next)
        where = "in memory" if self._folder is None else "in memory, while the index is being opened"
        self._status = IndexStatus("exact", True, f"{len(loaded.entries)} entries {where}")
        return loaded, NumpyIndex(loaded.entries, loaded.vectors)


def _said(text: str, pieces: Sequence[str], cosines: Vectors) -> tuple[str, str]:
    """The sentence of `text` that a follow-up is about, where that is sure, and the one that comes nearest to a
    phrasing, both verbatim.

    It is sure of none where none comes near, or where another one comes as near: to be quoted a sentence that the
    question behind it has nothing to do with is worse than no quote.
    """
    verbatim = [(float(cosines[row].max()), -row) for row, piece in enumerate(pieces) if row > 0 and piece in text]
    if not verbatim:
        return "", ""
    best, *others = sorted(verbatim, reverse=True)
    apart = best[0] - others[0][0] if others else 1.0
    near = pieces[-best[1]]
    return (near if best[0] >= _QUOTED and apart >= _QUOTED_APART else ""), near


def _follow_up(target: Target, kind: RoundKind, worth: float, said: str = "", near: str = "") -> FollowUp:
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
        near=near,
    )


def _origin(target: Target) -> str:
    """What it stands in: a question, a round's probes, a guide, an own document, or a failure mode itself."""
    if "#" in target.id:
        return target.id.rpartition("#")[0]
    return target.id.rpartition(".")[0] or target.id

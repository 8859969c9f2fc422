"""What a search looks in: all that can be brought up, by its vectors and its words."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.retrieval import documents, ranking
from agent.retrieval.base import Embedder
from agent.retrieval.declined import denies
from agent.retrieval.documents import Entry, Target
from agent.retrieval.own import OwnPassages
from agent.retrieval.words import WordIndex

if TYPE_CHECKING:
    from agent.retrieval.base import Vectors


@dataclass(frozen=True, slots=True)
class Corpus:
    """Targets and their vectors by id, the user's own passages among them.

    `of_question` holds the ids of the probes that belong to each question. An index is made of `entries`, whose vectors
    are the rows of `vectors` (n, DIMENSIONS); own passages are in none.
    """

    targets: Mapping[str, Target]
    known: Mapping[str, ranking.Known]
    of_question: Mapping[str, Sequence[str]]
    words: WordIndex
    own: OwnPassages
    entries: tuple[Entry, ...]
    vectors: Vectors


async def load_corpus(found: Sequence[Target], embedder: Embedder, own: OwnPassages) -> Corpus:
    """The corpus of what was `found` and of the user's own passages; `embedder` may keep vectors on disk."""
    import numpy as np

    listed = documents.entries(found)
    texts = [[entry.text for entry in listed], [t.ask or t.about for t in found], [t.about for t in found]]
    vectors = await embedder.embed([text for part in texts for text in part])
    entries, asks, abouts = np.split(vectors, [len(listed), len(listed) + len(found)])
    rows = _rows(listed)
    known = {
        target.id: ranking.Known(
            entries[rows[target.id][: len(target.texts)]], about, ask, denies=_denying(target, listed, rows)
        )
        for target, about, ask in zip(found, abouts, asks, strict=True)
    }
    of_question = _by_question(found)
    known.update(_with_centrality(of_question, known))
    known.update(
        {
            target.id: ranking.Known(vector[None], vector, vector)
            for target, vector in zip(own.targets, own.vectors, strict=True)
        }
    )
    everything = (*found, *own.targets)
    words = await asyncio.to_thread(WordIndex, everything)
    return Corpus({target.id: target for target in everything}, known, of_question, words, own, listed, entries)


def _rows(listed: Sequence[Entry]) -> dict[str, list[int]]:
    """The rows of each target's entries, its phrasings before what it asks."""
    rows: dict[str, list[int]] = {}
    for row, entry in enumerate(listed):
        rows.setdefault(entry.target, []).append(row)
    return rows


def _denying(target: Target, listed: Sequence[Entry], rows: Mapping[str, Sequence[int]]) -> tuple[int, ...]:
    """The places of a target's phrasings that deny something."""
    texts = (listed[row].text for row in rows[target.id][: len(target.texts)])
    return tuple(place for place, text in enumerate(texts) if denies(text))


def _by_question(found: Sequence[Target]) -> dict[str, list[str]]:
    """The ids of the probes that belong to each question."""
    by_question: dict[str, list[str]] = {}
    for target in found:
        if target.question:
            by_question.setdefault(target.question, []).append(target.id)
    return by_question


def _with_centrality(
    by_question: Mapping[str, Sequence[str]], known: Mapping[str, ranking.Known]
) -> dict[str, ranking.Known]:
    """The probes that belong to a question, with their place among its others."""
    placed: dict[str, ranking.Known] = {}
    for names in by_question.values():
        places = ranking.centrality([known[name].texts for name in names])
        placed.update({n: replace(known[n], central=place) for n, place in zip(names, places, strict=True)})
    return placed

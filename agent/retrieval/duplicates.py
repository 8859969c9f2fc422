"""Finds what retrieval can't tell apart: questions a candidate would hear twice, openings that chance decides on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.catalog.loader import Catalog
from agent.catalog.report import Report
from agent.catalog.tree import Tree
from agent.retrieval.base import Embedder
from agent.retrieval.documents import Target, targets

if TYPE_CHECKING:
    from agent.retrieval.base import Vectors

SAME_QUESTION = 0.85  # cosine of two `ask`: the candidate would hear the same question twice
SAME_OPENING = 0.8  # cosine of two phrasings: one answer, two probes, and chance decides
_BLOCK = 1024  # rows compared at once with all others; keeps the table of cosines under 50 MB


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts of two probes or failure modes that are too alike; `likeness` is their cosine, `what` is one of
    "asks the same" and "same opening"."""

    likeness: float
    what: str
    one: str
    text: str
    other: str
    other_text: str


async def near_duplicates(catalog: Catalog, embedder: Embedder) -> list[Pair]:
    """The nearest texts of each pair of probes or failure modes that can meet in a round and are too alike, worst
    first."""
    found = [target for target in targets(catalog) if target.ask is not None]
    asks = [(owner, target.ask or "") for owner, target in enumerate(found)]
    openings = [(owner, text) for owner, target in enumerate(found) for text in target.texts]
    pairs: list[Pair] = []
    for what, texts, least in (("asks the same", asks, SAME_QUESTION), ("same opening", openings, SAME_OPENING)):
        if texts:
            vectors = await embedder.embed([text for _, text in texts])
            pairs.extend(_pairs(found, texts, vectors, what, least))
    return sorted(pairs, key=lambda pair: (-pair.likeness, pair.what, pair.one, pair.other))


async def warn_of_duplicates(tree: Tree, catalog: Catalog, embedder: Embedder, report: Report) -> None:
    """Warn of each near-duplicate at the place of the first of the two; `tree` is what was read of the catalog."""
    places = {asked.id: asked for asked in tree.asked()}
    for pair in await near_duplicates(catalog, embedder):
        place = places[pair.one]
        here = [*place.here]
        if pair.text == place.ask:
            here += ["ask"]
        elif pair.text in place.said:
            here += [place.phrasings, place.said.index(pair.text)]
        what = f"{pair.what} as {pair.other} ({pair.likeness:.2f}): {pair.text!r} and {pair.other_text!r}"
        report.warn(place.document, what, here)


def _pairs(
    found: Sequence[Target], texts: Sequence[tuple[int, str]], vectors: Vectors, what: str, least: float
) -> Iterator[Pair]:
    """The nearest two texts of every two targets that can meet, where their cosine is at least `least`."""
    best: dict[tuple[int, int], tuple[float, str, str]] = {}
    for start in range(0, len(texts), _BLOCK):
        cosines = vectors[start : start + _BLOCK] @ vectors.T
        for row, column in zip(*(cosines >= least).nonzero(), strict=True):
            (one, text), (other, other_text) = texts[start + int(row)], texts[int(column)]
            if one < other and _can_meet(found[one], found[other]):
                alike = (float(cosines[row, column]), text, other_text)
                best[one, other] = max(alike, best.get((one, other), alike))
    for (one, other), (likeness, text, other_text) in best.items():
        yield Pair(likeness, what, found[one].id, text, found[other].id, other_text)


def _can_meet(one: Target, other: Target) -> bool:
    """Whether both can be candidates for the same answer to one of our questions."""
    same_story = not one.question or not other.question or one.question == other.question
    return same_story and not set(one.rounds).isdisjoint(other.rounds)

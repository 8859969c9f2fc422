"""Finds what retrieval can't tell apart, for authors: `python -m agent.retrieval.duplicates`."""

from __future__ import annotations

import asyncio
import itertools
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from agent.catalog.loader import Catalog
from agent.retrieval.documents import Target, targets
from agent.retrieval.embedder import Embedder, MiniLM

if TYPE_CHECKING:
    from agent.retrieval.embedder import Vectors

SAME_QUESTION = 0.85  # cosine of two `ask`: the candidate would hear the same question twice
SAME_OPENING = 0.8  # cosine of two phrasings: one answer, two probes, and chance decides


async def near_duplicates(catalog: Catalog, embedder: Embedder) -> list[str]:
    """One line for each pair of probes or failure modes that can meet in a round and are too alike, worst first."""
    found = [target for target in targets(catalog) if target.ask is not None]
    asks = await embedder.embed([target.ask or "" for target in found])
    texts = [await embedder.embed(target.texts) for target in found]
    lines: list[tuple[float, str]] = []
    for (one, ask, phrasings), (other, other_ask, others) in itertools.combinations(
        zip(found, asks, texts, strict=True), 2
    ):
        if _can_meet(one, other):
            lines.extend(_alike(one, other, float(ask @ other_ask), phrasings @ others.T))
    return [line for _, line in sorted(lines, key=lambda item: (-item[0], item[1]))]


def _can_meet(one: Target, other: Target) -> bool:
    """Whether both can be candidates for the same answer to one of our questions."""
    same_story = not one.question or not other.question or one.question == other.question
    return same_story and not set(one.rounds).isdisjoint(other.rounds)


def _alike(one: Target, other: Target, asks: float, openings: Vectors) -> Iterator[tuple[float, str]]:
    if asks >= SAME_QUESTION:
        yield asks, f"{asks:.2f} asks the same: {one.id}: {one.ask} | {other.id}: {other.ask}"
    row, column = divmod(int(openings.argmax()), openings.shape[1])
    best = float(openings[row, column])
    if best >= SAME_OPENING:
        yield best, f"{best:.2f} same opening: {one.id}: {one.texts[row]} | {other.id}: {other.texts[column]}"


def main(arguments: Sequence[str]) -> int:
    """Print the pairs of knowledge/; always 0, since each is for an author to judge."""
    lines = asyncio.run(near_duplicates(Catalog(), MiniLM()))
    sys.stdout.writelines(f"{line}\n" for line in [*lines, f"{len(lines)} pairs"])
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

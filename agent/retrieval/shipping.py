"""Embeds everything knowledge/ holds, once, for whoever installs the release.

    python -m agent.retrieval.shipping        (or `make vectors`)

A cold start would embed some twenty thousand texts; with this table it embeds those that changed since.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from agent.catalog.loader import Catalog
from agent.domain.knowledge import Fact
from agent.retrieval import documents
from agent.retrieval.embedder import MiniLM
from agent.retrieval.shipped import FILE, ShippedVectors, write


def known_texts(catalog: Catalog) -> list[str]:
    """Every text of knowledge/ whose vector something asks for, each once: retrieval, grading, facts."""
    found = documents.targets(catalog)
    texts: list[str] = [entry.text for entry in documents.entries(found)]
    texts += [text for target in found for text in (target.ask or target.about, target.about)]
    for kind in catalog.kinds():
        texts += [text for signal in catalog.rubric(kind).signals for text in (*signal.good, *signal.bad)]
        texts += _of_facts(catalog.round_spec(kind).company)
        for question in catalog.questions(kind):
            texts += [example.text for example in (*question.good, *question.bad)]
            texts += [question.statement, *_of_facts(question.facts)]
    return list(dict.fromkeys(texts))


def missing(catalog: Catalog, shipped: ShippedVectors | None) -> list[str]:
    """The texts of knowledge/ that would have to be embedded on the user's machine."""
    return [text for text in known_texts(catalog) if shipped is None or shipped.get(text) is None]


def _of_facts(facts: Iterable[Fact]) -> Iterator[str]:
    for fact in facts:
        yield from (f"{fact.topic}: {fact.say}", fact.topic, *fact.ask)


async def _make(file: Path) -> int:
    embedder = MiniLM()  # what is there already is taken from there: only changed texts are embedded
    texts = known_texts(Catalog())
    write(file, embedder.name, texts, await embedder.embed(texts))
    return len(texts)


if __name__ == "__main__":
    target = Path(__file__).parents[2] / "knowledge" / "embedder" / FILE
    sys.stdout.write(f"{asyncio.run(_make(target))} vectors in {target}\n")

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import pytest
from word_embedder import WordEmbedder

from agent.catalog.loader import Catalog
from agent.domain.knowledge import ProbeSet
from agent.domain.terms import RoundKind
from agent.retrieval.duplicates import near_duplicates


def catalog_with(*probes: object) -> Catalog:
    """Something that answers like a Catalog that holds one probe set."""
    empty = SimpleNamespace(questions=lambda kind: (), failure_modes=lambda: (), guides=lambda: ())
    empty.probe_set = lambda kind: ProbeSet(kind, probes if kind is RoundKind.ML_DEPTH else ())  # type: ignore[arg-type]
    return empty  # type: ignore[return-value]


async def test_two_probes_for_one_opening_are_named() -> None:
    first, second, third = Catalog().probe_set(RoundKind.ML_DEPTH).probes[:3]
    second = dataclasses.replace(second, when=(first.when[0], *second.when))
    third = dataclasses.replace(third, ask=first.ask)
    lines = await near_duplicates(catalog_with(first, second, third), WordEmbedder())
    assert [line.split(":")[0] for line in lines] == ["1.00 asks the same", "1.00 same opening"] or len(lines) == 2
    assert any("same opening" in line and first.id in line and second.id in line for line in lines)
    assert any("asks the same" in line and first.id in line and third.id in line for line in lines)


@pytest.mark.parametrize("count", [0, 1])
async def test_nothing_to_compare(count: int) -> None:
    probes = Catalog().probe_set(RoundKind.ML_DEPTH).probes[:count]
    assert await near_duplicates(catalog_with(*probes), WordEmbedder()) == []

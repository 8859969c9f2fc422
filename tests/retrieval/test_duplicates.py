from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from word_embedder import WordEmbedder

from agent.catalog.check import check_tree
from agent.catalog.loader import Catalog
from agent.domain.knowledge import ProbeSet
from agent.domain.terms import RoundKind
from agent.retrieval.duplicates import near_duplicates, warn_of_duplicates

REAL = Path(__file__).parents[2] / "knowledge"


def catalog_with(*probes: object) -> Catalog:
    """Something that answers like a Catalog that holds one probe set."""
    empty = SimpleNamespace(questions=lambda kind: (), failure_modes=lambda: (), guides=lambda: ())
    empty.probe_set = lambda kind: ProbeSet(kind, probes if kind is RoundKind.ML_DEPTH else ())  # type: ignore[arg-type]
    return empty  # type: ignore[return-value]


async def test_two_probes_for_one_opening_are_named() -> None:
    first, second, third = Catalog().probe_set(RoundKind.ML_DEPTH).probes[:3]
    second = dataclasses.replace(second, when=(first.when[0], *second.when))
    third = dataclasses.replace(third, ask=first.ask)
    pairs = await near_duplicates(catalog_with(first, second, third), WordEmbedder())
    found = {(pair.what, frozenset((pair.one, pair.other))) for pair in pairs}
    assert found == {
        ("same opening", frozenset((first.id, second.id))),
        ("asks the same", frozenset((first.id, third.id))),
    }


@pytest.mark.parametrize("count", [0, 1])
async def test_nothing_to_compare(count: int) -> None:
    probes = Catalog().probe_set(RoundKind.ML_DEPTH).probes[:count]
    assert await near_duplicates(catalog_with(*probes), WordEmbedder()) == []


async def test_a_near_duplicate_is_a_warning_with_its_place(tmp_path: Path) -> None:
    for part in ("rubrics/founder.md", "probes/founder.md", "sources.yaml"):
        (tmp_path / "knowledge" / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REAL / part, tmp_path / "knowledge" / part)
    path = tmp_path / "knowledge/probes/founder.md"
    lines = path.read_text(encoding="utf-8").splitlines()
    first, second = [i for i, line in enumerate(lines) if line.strip() == "when:"][:2]
    lines[second + 1] = lines[first + 1]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    tree, report = check_tree(tmp_path / "knowledge")
    report.warnings.clear()
    await warn_of_duplicates(tree, Catalog(tmp_path / "knowledge"), WordEmbedder(), report)
    places = {(w.file, w.line) for w in report.warnings if "same opening as founder." in w.what and "(1.00)" in w.what}
    assert places & {("knowledge/probes/founder.md", first + 2), ("knowledge/probes/founder.md", second + 2)}

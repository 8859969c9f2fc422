"""Pairs for a blind reader: `python -m evals.training.probe_pairs SHEET KEY [--pairs 60] [--from round|question]`.

For answers of the retrieval dataset's test half that leave something to probe (with `--of asked_next` for the first
answers of that dataset's test split, written when all else was done), SHEET (Markdown) shows the answer
and two follow-ups as A and B, in random order: the first one that the search finds, and another one drawn by chance.
KEY (JSON) says which is which; the reader never sees it. With `--from round` the other one is any probe of that round
kind; with `--from question`, which is harder, one of the open question or of those that fit any question of the round.
`--verdicts FILE` (JSON: {"1": "A", ...}) counts how often ours was preferred, with its 95% interval (Wilson).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.catalog.loader import Catalog
from agent.domain.terms import Level, RoundKind
from agent.retrieval import documents
from agent.retrieval.documents import Target
from agent.retrieval.embedder import MiniLM
from agent.retrieval.search import ProbeSearch
from evals.retrieval.methods import Asked, Shipped
from evals.rows import read_dataset

SEED = 20240611
HEAD = """# Which follow-up would you ask?

For each answer: which of A and B would a senior interviewer rather ask next? Answer every one; JSON: {"1": "A", ...}.
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """An answer with our first follow-up and another one; `a_is_ours` says in which order they are shown."""

    row: Mapping[str, Any]
    ours: Target
    other: Target
    a_is_ours: bool


def others(targets: Sequence[Target], row: Mapping[str, Any], ours: Target, origin: str) -> list[Target]:
    """The probes that may stand against ours: of the round kind and level, with other words; sorted by id."""
    level = Level(row["level"]) if row.get("level") else None
    fits = [t for t in targets if t.kind == "probe" and RoundKind(row["round"]) in t.rounds and t.ask != ours.ask]
    fits = [t for t in fits if level is None or not t.levels or level in t.levels]
    if origin == "question":
        fits = [t for t in fits if t.question in ("", row.get("question_id"))]
    return sorted(fits, key=lambda t: t.id)


def answers(dataset: str, catalog: Catalog) -> list[dict[str, Any]]:
    """The rows that may make a pair, all as those of the retrieval dataset."""
    rows = [row for row in read_dataset(dataset) if row["split"] == "test"]
    if dataset == "retrieval":
        return [row for row in rows if row["acceptable"]]
    liked = [[reading["best"], *reading["good"][:2]] for reading in (row["readings"][0] for row in rows)]
    return [
        row | {"asked": catalog.statement(row["question_id"]), "acceptable": ids}
        for row, ids in zip(rows, liked, strict=True)
    ]


async def draw(count: int, origin: str, dataset: str = "retrieval") -> tuple[list[Pair], int]:
    """`count` pairs, and to how many answers of the half the search had nothing to say (those make no pair)."""
    catalog, chance = Catalog(), random.Random(SEED)  # noqa: S311 - a draw that anybody can repeat
    targets = [target for target in documents.targets(catalog) if target.ask]
    known = {target.id: target for target in targets}
    rows = answers(dataset, catalog)
    chance.shuffle(rows)
    pairs: list[Pair] = []
    silent = 0
    with tempfile.TemporaryDirectory() as folder:
        shipped = Shipped(ProbeSearch(catalog, MiniLM(), Path(folder)))
        for row in rows:
            found = await shipped.rank(_asked(row), 1)
            silent += not found
            if found and len(pairs) < count:
                ours = known[found[0]]
                other = chance.choice(others(targets, row, ours, origin))
                pairs.append(Pair(row, ours, other, chance.random() < 0.5))
        await shipped.search.close()
    return pairs, silent


def _asked(row: Mapping[str, Any]) -> Asked:
    level = Level(row["level"]) if row.get("level") else None
    return Asked(
        row["id"], RoundKind(row["round"]), row.get("question_id"), row.get("asked") or "", level, row["answer"]
    )


def sheet(pairs: Sequence[Pair]) -> str:
    """What the reader sees: neither ids nor the order's key."""
    parts = [HEAD]
    for number, pair in enumerate(pairs, 1):
        first, second = (pair.ours, pair.other) if pair.a_is_ours else (pair.other, pair.ours)
        parts.append(
            f"## {number}\n\n{pair.row['round']}, {pair.row.get('level') or 'any level'}\n\n"
            f"Asked: {pair.row['asked']}\n\nAnswer: {pair.row['answer']}\n\nA: {first.ask}\n\nB: {second.ask}\n"
        )
    return "\n".join(parts)


def key(pairs: Sequence[Pair], origin: str, silent: int) -> dict[str, Any]:
    """What the sheet keeps back, by the pair's number."""
    listed = {
        str(number): {
            "answer": pair.row["id"],
            "ours": "A" if pair.a_is_ours else "B",
            "ours_id": pair.ours.id,
            "other_id": pair.other.id,
            "acceptable": pair.row["acceptable"],
        }
        for number, pair in enumerate(pairs, 1)
    }
    return {"from": origin, "seed": SEED, "nothing_found": silent, "pairs": listed}


def preferred(kept: Mapping[str, Any], verdicts: Mapping[str, str]) -> tuple[float, float, float, int]:
    """The share of pairs in which ours was preferred, its interval, and how many were judged."""
    judged = [verdicts[number] == pair["ours"] for number, pair in kept["pairs"].items() if number in verdicts]
    n = len(judged)
    if not n:
        raise ValueError("None of the verdicts is about a pair of the key.")
    share, z = sum(judged) / n, 1.96
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5
    return share, middle - half, middle + half, n


def main() -> None:
    """Write sheet and key, or count verdicts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sheet", type=Path)
    parser.add_argument("key", type=Path)
    parser.add_argument("--pairs", type=int, default=60)
    parser.add_argument("--from", dest="origin", choices=("round", "question"), default="round")
    parser.add_argument("--of", dest="dataset", choices=("retrieval", "asked_next"), default="retrieval")
    parser.add_argument("--verdicts", type=Path)
    given = parser.parse_args()
    if given.verdicts is not None:
        kept, verdicts = (json.loads(path.read_text(encoding="utf-8")) for path in (given.key, given.verdicts))
        share, low, high, n = preferred(kept, verdicts)
        print(f"ours preferred in {share:.1%} of {n} (95%: {low:.1%} to {high:.1%})")  # noqa: T201
        return
    pairs, silent = asyncio.run(draw(given.pairs, given.origin, given.dataset))
    given.sheet.write_text(sheet(pairs), encoding="utf-8")
    given.key.write_text(json.dumps(key(pairs, given.origin, silent), indent=1) + "\n", encoding="utf-8")
    print(f"{len(pairs)} pairs; nothing was found for {silent} answers of the half")  # noqa: T201


if __name__ == "__main__":
    main()

"""Fit the offline grader's table and say how well it does on questions that it wasn't fitted on.

    python -m evals.training.fit_offline_grader [tests/data/graded_dev.jsonl]

Prints the table for agent/grading/coefficients.py, then figures of a cross-validation that leaves out one question at a
time: the table is fitted on the other questions and the whole grader runs on the one left out.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from agent.catalog.loader import Catalog
from agent.domain.terms import Decision, Level, Role, RoundKind
from agent.domain.transcript import Transcript, Turn
from agent.grading.answers import measure
from agent.grading.coefficients import Coefficient, Table
from agent.grading.decision import HIGHEST, LADDER, LOWEST, borders, decide_verdict
from agent.grading.exchanges import read_exchanges
from agent.grading.offline import OfflineGrader
from agent.retrieval.embedder import MiniLM
from evals.training.agreement import pairwise_order, quadratic_kappa, spearman

FEATURES = (
    "near_best", "near_mean", "echo", "figures", "acts", "failure", "bounds", "overclaim", "deferred", "unknown",
    "generic", "we",
)  # fmt: skip
PENALTY = 10.0
LEVELS = {"junior": Level.NEW_GRAD, "mid": Level.L4, "senior": Level.SENIOR, "staff": Level.STAFF}


@dataclass(frozen=True)
class Labelled:
    """A labelled transcript: its features are the means over its answers."""

    id: str
    transcript: Transcript
    style: str
    label: int
    target: float
    features: np.ndarray
    words: int


def read_labelled(row: dict[str, Any]) -> tuple[Transcript, str, int]:
    """One line of the file."""
    turns = tuple(Turn(Role(turn["role"]), turn["text"]) for turn in row["turns"])
    level = LEVELS[row["level"]]
    return (
        Transcript(RoundKind(row["round"]), turns, row["id"], level, question=row["question"]),
        row["style"],
        row["label"],
    )


def target(label: int, bar: float) -> float:
    """The middle of the stretch of ratings that the label's decision covers."""
    edges = (LOWEST, *borders(bar), HIGHEST)
    return (edges[label - 1] + edges[label]) / 2


async def load(lines: list[str], grader: OfflineGrader, catalog: Catalog, embeds: MiniLM) -> list[Labelled]:
    """All labelled transcripts with their features."""
    found = []
    for line in lines:
        row = json.loads(line)
        transcript, style, label = read_labelled(row)
        rubric = catalog.rubric(transcript.round)
        reference = await grader.prepare(rubric)
        answers = [await measure(embeds, reference, e) for e in read_exchanges(transcript) if not e.aside]
        means = np.mean([[m.features.value(name) for name in FEATURES] for m in answers], axis=0)
        words = sum(len(turn.text.split()) for _, turn in transcript.candidate_turns())
        found.append(
            Labelled(row["id"], transcript, style, label, target(label, rubric.bars[transcript.level]), means, words)
        )
    return found


def fit(rows: list[Labelled]) -> Table:
    """Ridge regression of the target on the standardised features."""
    given = np.array([row.features for row in rows])
    wanted = np.array([row.target for row in rows])
    mean, sd = given.mean(axis=0), np.maximum(given.std(axis=0), 1e-6)
    scaled = (given - mean) / sd
    inner = scaled.T @ scaled + PENALTY * np.eye(len(FEATURES))
    weights = np.linalg.solve(inner, scaled.T @ (wanted - wanted.mean()))
    lines = zip(FEATURES, mean, sd, weights, strict=True)
    return Table(float(wanted.mean()), tuple(Coefficient(n, *(round(float(x), 3) for x in xs)) for n, *xs in lines))


async def cross_validate(rows: list[Labelled], catalog: Catalog, embeds: MiniLM) -> list[tuple[Labelled, int, float]]:
    """For each transcript the rank of its decision (1..6; 1 where there is none) and its score, out of sample."""
    found = []
    for question in sorted({row.transcript.question for row in rows}):
        table = fit([row for row in rows if row.transcript.question != question])
        grader = OfflineGrader(embeds, catalog, table)
        for row in (row for row in rows if row.transcript.question == question):
            rubric = catalog.rubric(row.transcript.round)
            grade = await grader.grade(rubric, row.transcript, None, row.transcript.level)
            verdict = decide_verdict(grade.signals, rubric.bars[row.transcript.level])
            none = verdict.decision is Decision.NOT_ENOUGH_EVIDENCE
            found.append((row, 1 if none else LADDER.index(verdict.decision) + 1, verdict.score or 0.0))
    return found


def report(found: list[tuple[Labelled, int, float]]) -> None:
    """Print the figures."""
    labels = [row.label for row, _, _ in found]
    ranks = [rank for _, rank, _ in found]
    scores = [score for _, _, score in found]
    questions = [row.transcript.question for row, _, _ in found]
    lengths = [row.words for row, _, _ in found]
    say = sys.stdout.write
    say(f"QWK {quadratic_kappa(ranks, labels):.3f}  Spearman {spearman(scores, labels):.3f}  ")
    say(f"within 1 {np.mean([abs(a - b) <= 1 for a, b in zip(ranks, labels, strict=True)]):.2f}  ")
    say(f"pairs {pairwise_order(scores, labels, questions):.3f}\n")
    say(f"score against words {spearman(scores, lengths):.2f}; label against words {spearman(labels, lengths):.2f}\n")
    styles = defaultdict(list)
    for row, rank, _ in found:
        styles[row.style].append((row.id, row.label, rank))
    for style, items in sorted(styles.items()):
        miss = np.mean([rank - label for _, label, rank in items])
        say(f"{style:38} {miss:+.1f}  " + " ".join(f"{id}:{label}>{rank}" for id, label, rank in items) + "\n")


async def main(lines: list[str]) -> None:
    """Fit, print the table, cross-validate, print the figures."""
    catalog, embeds = Catalog(), MiniLM()
    rows = await load(lines, OfflineGrader(embeds, catalog), catalog, embeds)
    table = fit(rows)
    sys.stdout.write(f"base {table.base:.3f}\n" + "".join(f"{row}\n" for row in table.rows))
    report(await cross_validate(rows, catalog, embeds))


if __name__ == "__main__":
    given = Path(sys.argv[1] if len(sys.argv) > 1 else "tests/data/graded_dev.jsonl")
    asyncio.run(main(given.read_text(encoding="utf-8").splitlines()))

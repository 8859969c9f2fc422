"""Fit the offline grader's two tables: which answers say nothing, and what tells for or against an answer in its notes.

    python -m evals.training.fit_offline_grader [folder of graded_dev.jsonl and messages.jsonl]

Prints the tables for agent/grading/coefficients.py. What an answer is worth is learned by `fit_answer_model`.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from agent.catalog.loader import Catalog
from agent.domain.terms import Level, Role, RoundKind
from agent.domain.transcript import Transcript, Turn
from agent.grading.answers import Measured, measure
from agent.grading.coefficients import SUBSTANCE, Coefficient, Table
from agent.grading.decision import HIGHEST, LOWEST, borders
from agent.grading.emptiness import is_empty
from agent.grading.exchanges import read_exchanges
from agent.grading.features import Features
from agent.grading.offline import OfflineGrader
from agent.retrieval.embedder import MiniLM
from evals.training.regression import fit_logistic, fit_ridge

QUALITY_FEATURES = (
    "near_best", "near_mean", "hollow", "echo", "figures", "acts", "failure", "bounds", "overclaim", "we",
)  # fmt: skip
SUBSTANCE_FEATURES = (
    "near_best", "near_mean", "hollow", "echo", "figures", "acts", "failure", "bounds", "overclaim", "deferred",
    "unknown", "generic", "astray",
)  # fmt: skip
LEVELS = {"junior": Level.NEW_GRAD, "mid": Level.L4, "senior": Level.SENIOR, "staff": Level.STAFF}
ANSWERS = ("answer", "correction")
NO_ANSWERS = ("dodge", "nothing", "stuck", "off_topic")
LOST = 0.05  # share of real answers that may be taken for empty ones


@dataclass(frozen=True)
class Labelled:
    """A labelled transcript: the features of its answers, and which of them say nothing."""

    target: float
    features: np.ndarray
    empty: np.ndarray


class Bench:
    """The grader's parts around one catalog and one embedder."""

    def __init__(self) -> None:
        self.catalog = Catalog()
        self.embeds = MiniLM()
        self._plain = OfflineGrader(self.embeds, self.catalog)

    async def answers(self, transcript: Transcript) -> list[Measured]:
        """Each answer of a transcript, measured."""
        reference = await self._plain.prepare(self.catalog.rubric(transcript.round))
        return [await measure(self.embeds, reference, e) for e in read_exchanges(transcript) if not e.aside]

    async def labelled(self, row: dict[str, Any]) -> Labelled:
        """One line of graded_dev.jsonl."""
        turns = tuple(Turn(Role(turn["role"]), turn["text"]) for turn in row["turns"])
        kind, level = RoundKind(row["round"]), LEVELS[row["level"]]
        transcript = Transcript(kind, turns, row["id"], level, question=row["question"])
        wanted = target(row["label"], self.catalog.rubric(kind).bars[level])
        answers = await self.answers(transcript)
        features = np.array([values(answer.features, QUALITY_FEATURES) for answer in answers])
        empty = np.array([is_empty(answer, SUBSTANCE) for answer in answers])
        return Labelled(wanted, features, empty)


def values(features: Features, names: Sequence[str]) -> list[float]:
    """The named features in order."""
    return [features.value(name) for name in names]


def target(label: int, bar: float) -> float:
    """The middle of the stretch of ratings that the label's decision covers."""
    edges = (LOWEST, *borders(bar), HIGHEST)
    return (edges[label - 1] + edges[label]) / 2


def fit_quality(rows: Sequence[Labelled]) -> Table:
    """The table of qualities from labelled transcripts."""
    answers, empty = [row.features for row in rows], [row.empty for row in rows]
    fitted = fit_ridge(answers, empty, np.array([row.target for row in rows]))
    return table(QUALITY_FEATURES, *fitted)


def table(names: Sequence[str], base: float, mean: np.ndarray, sd: np.ndarray, weights: np.ndarray) -> Table:
    """A table with what was fitted, rounded as it is printed."""
    rows = [Coefficient(n, *(round(float(x), 3) for x in xs)) for n, *xs in zip(names, mean, sd, weights, strict=True)]
    return Table(round(base, 3), tuple(rows))


async def fit_substance(bench: Bench, lines: Sequence[str]) -> Table:
    """The table that tells answers from messages that say nothing; 0 is where LOST of the answers are lost."""
    given, wanted = [], []
    for row in map(json.loads, lines):
        if row["label"] in ANSWERS + NO_ANSWERS:
            turns = (Turn(Role.INTERVIEWER, row["asked"]), Turn(Role.CANDIDATE, row["text"]))
            transcript = Transcript(RoundKind(row["round"]), turns, question=row["asked"])
            answers = await bench.answers(transcript)
            given += [values(answer.features, SUBSTANCE_FEATURES) for answer in answers]
            wanted += [row["label"] in ANSWERS] * len(answers)
    mean, sd, weights = fit_logistic(np.array(given), np.array(wanted))
    shown = ((np.array(given) - mean) / sd) @ weights
    return table(SUBSTANCE_FEATURES, -float(np.quantile(shown[np.array(wanted)], LOST)), mean, sd, weights)


def lines_of(printed: Table, name: str) -> Iterator[str]:
    """A table as it stands in the source."""
    yield f"{name} = Table(\n    {printed.base},\n    ("
    for row in printed.rows:
        yield f'        Coefficient("{row.feature}", {row.mean}, {row.sd}, {row.weight}),'
    yield "    ),\n)"


async def main(graded: Sequence[str], messages: Sequence[str]) -> None:
    """Fit, print the tables, cross-validate, print the figures."""
    bench = Bench()
    rows = [await bench.labelled(json.loads(line)) for line in graded]
    substance = await fit_substance(bench, messages)
    print_lines(lines_of(fit_quality(rows), "QUALITY"))
    print_lines(lines_of(substance, "SUBSTANCE"))


def print_lines(lines: Iterator[str] | list[str]) -> None:
    """To standard output."""
    for line in lines:
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "tests/data")
    texts = [(folder / f"{name}.jsonl").read_text(encoding="utf-8") for name in ("graded_dev", "messages")]
    asyncio.run(main(*(text.splitlines() for text in texts)))

"""Fit what tells an answer to another follow-up from one to what was asked, and say how often it is right.

    python -m evals.training.fit_beside

Reads rated_answers.jsonl, which is for training alone. Right answers and those with a gap or an error are put beside
their own ask; beside another follow-up of their question, and beside one of another question of that kind of round,
they are what was not asked for, and so are the answers that were written to miss their ask. Prints WEIGHTS and LINE
for agent/grading/beside.py, and by held-out questions what share of each is found where one right answer in a
hundred, or two, is taken for such.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from agent.catalog.loader import Catalog
from agent.domain.terms import Role, RoundKind
from agent.domain.transcript import Transcript, Turn
from agent.grading.beside import FEWEST, NAMES, Asks, Said, asks_of, hear, numbers
from agent.grading.exchanges import read_exchanges
from agent.grading.spans import words
from agent.retrieval.embedder import MiniLM
from evals.rows import read_dataset
from evals.training.regression import fit_logistic

ON_THE_ASK = ("right", "right_odd", "gap", "wrong")
FOUND_RIGHT = 3
"""Rating from which an answer must not be taken for one to something else."""
ALLOWED = (0.01, 0.02)
SWAPS = 3
FOLDS = 5


@dataclass(frozen=True)
class Case:
    """An answer beside an ask, as numbers; `kind` says how the two came together."""

    question_id: str
    kind: str
    read: int
    numbers: tuple[float, ...]

    @property
    def on_it(self) -> bool:
        """Whether it answers that ask."""
        return self.kind in ON_THE_ASK


async def cases() -> list[Case]:
    """All pairs, in the order of the dataset; which others an answer is put beside is drawn once for all."""
    catalog, embeds, draw = Catalog(), MiniLM(), np.random.default_rng(0)
    rows = [row for row in read_dataset("rated_answers") if len(words(row["text"])) >= FEWEST]
    asks = {row["question_id"]: await asks_of(embeds, catalog.question(row["question_id"])) for row in rows}
    found: list[Case] = []
    for row in rows:
        own, kind = row["question_id"], row["kind"]
        said = await _said(row, catalog, embeds)
        if row["probe_id"] is not None and (kind in ON_THE_ASK or (kind == "beside" and row["read"] < FOUND_RIGHT)):
            found.append(_case(row, kind, said, row["probe_id"], own, asks))
        if kind not in ON_THE_ASK or row["read"] < FOUND_RIGHT:
            continue
        if row["probe_id"] is not None:
            others = [place for place in asks[own].places if place != row["probe_id"]]
            found += [_case(row, "another", said, str(one), own, asks) for one in draw.permutation(others)[:SWAPS]]
        elsewhere = sorted(name for name in asks if catalog.question(name).round == row["round"] and name != own)
        other = elsewhere[int(draw.integers(len(elsewhere)))]
        put = list(asks[other].places)[int(draw.integers(len(asks[other].places)))]
        held = await _said(row, catalog, embeds, catalog.question(other).statement)
        found.append(_case(row, "another case", held, put, other, asks))
    return found


def _case(row: dict[str, Any], kind: str, said: Said, probe_id: str, question_id: str, asks: dict[str, Asks]) -> Case:
    held = numbers(said, probe_id, asks[question_id])
    return Case(question_id, kind, row["read"], held)


async def _said(row: dict[str, Any], catalog: Catalog, embeds: MiniLM, question: str | None = None) -> Said:
    statement = question or catalog.question(row["question_id"]).statement
    turns = (Turn(Role.INTERVIEWER, row["ask"] or statement), Turn(Role.CANDIDATE, row["text"]))
    exchange = read_exchanges(Transcript(RoundKind(row["round"]), turns, row["id"], question=statement))[-1]
    return await hear(embeds, exchange)


def scores(found: Sequence[Case]) -> tuple[np.ndarray, tuple[np.ndarray, float]]:
    """What each case is worth by weights that never saw its question, and the weights and their line by all."""
    given, wanted = np.array([case.numbers for case in found]), np.array([float(case.on_it) for case in found])
    names = sorted({case.question_id for case in found})
    order = np.random.default_rng(0).permutation(len(names))
    fold = {name: int(order[place]) % FOLDS for place, name in enumerate(names)}
    folds = np.array([fold[case.question_id] for case in found])
    held = np.zeros(len(found))
    for one in range(FOLDS):
        held[folds == one] = given[folds == one] @ _weights(given[folds != one], wanted[folds != one])
    weights = _weights(given, wanted)
    return held, (weights, line(found, given @ weights, ALLOWED[0]))


def _weights(given: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    _, sd, weights = fit_logistic(given, wanted)
    return np.asarray(weights / sd)


def line(found: Sequence[Case], held: np.ndarray, allowed: float) -> float:
    """Where the share `allowed` of the right answers lies below."""
    right = [value for value, case in zip(held, found, strict=True) if case.on_it and case.read >= FOUND_RIGHT]
    return float(np.quantile(right, allowed))


def report(found: Sequence[Case], held: np.ndarray) -> list[str]:
    """The figures, a line each."""
    right = np.array([case.on_it and case.read >= FOUND_RIGHT for case in found])
    lines = [f"{len(found)} pairs, {len({case.question_id for case in found})} questions, {right.sum()} right answers"]
    for kind in sorted({case.kind for case in found}):
        own = np.array([case.kind == kind for case in found])
        above = np.mean(held[right][:, None] > held[own][None])
        shares = "  ".join(f"{np.mean(held[own] < line(found, held, share)):.3f} at {share:.0%}" for share in ALLOWED)
        lines.append(f"{kind:14} {own.sum():5}  area {above:.3f}  below the line {shares}")
    return lines


async def main() -> None:
    """Fit and print."""
    found = await cases()
    held, (weights, border) = scores(found)
    sys.stdout.writelines(f"{text}\n" for text in report(found, held))
    named = ", ".join(f"{weight:.3f}" for weight in weights)
    sys.stdout.write(f"{', '.join(NAMES)}\nWEIGHTS = ({named})\nLINE = {border:.3f}\n")


if __name__ == "__main__":
    asyncio.run(main())

"""Fit what readers would ask next, and say what it brings: `python -m evals.training.fit_asked_next [--report]`.

Reads asked_next.jsonl: first answers to questions of ours, each with what one reader, or two, would ask next and why
not the question's other follow-ups. For each follow-up a ridge regression of its grade on how the answer is said
(inner layers of the sentence model, as `AskedNext` reads them), the follow-ups of a question fitted together. Writes
agent/retrieval/asked_next.npz. With `--report` nothing is written: the search puts follow-ups in order for answers it
did not learn from, those held out in ten parts, those of one writer after another, and the rows of the `test` split.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

import agent.retrieval
from agent.catalog.loader import Catalog
from agent.domain.code import gist
from agent.domain.interview import Sought
from agent.domain.terms import Level, RoundKind
from agent.retrieval import documents
from agent.retrieval.asked_next import FILE, AskedNext, direction
from agent.retrieval.chunking import whole
from agent.retrieval.embedder import MiniLM
from agent.retrieval.ranking import Tuning
from agent.retrieval.search import ProbeSearch
from evals.rows import read_dataset

BEST, GOOD, GOOD_STEP, FLAT, HELD, UNSAID = 3.0, 2.2, 0.2, 0.5, 0.1, 0.0
"""Grades of a follow-up in a reading: what is asked best, what else would be asked from the first on, what presses on
nothing, is answered already, or leans on something unsaid."""
RIDGE, USUAL = 1.0, 0.3
"""How far grades scatter that how an answer is said can't tell, and how far follow-ups differ whatever is said, both
beside what the way of saying it tells."""
FOLDS = 10
DRAWS = 2000
ACCEPTABLE = 2
"""How many of the good ones count as acceptable beside the best."""


@dataclass(frozen=True)
class Answer:
    """A row, with its inner layers (layers, 384) and the mean grade of each of the question's own follow-ups."""

    row: Mapping[str, Any]
    layers: np.ndarray
    grades: Mapping[str, float]


def graded(row: Mapping[str, Any]) -> dict[str, float]:
    """The mean grade of each follow-up over the readings that name it."""
    said: dict[str, list[float]] = {}
    for reading in row["readings"]:
        places = {id: GOOD - GOOD_STEP * place for place, id in enumerate(reading["good"])}
        places |= dict.fromkeys(reading["flat"], FLAT) | dict.fromkeys(reading["held"], HELD)
        for id, grade in (places | dict.fromkeys(reading["unsaid"], UNSAID) | {reading["best"]: BEST}).items():
            said.setdefault(id, []).append(grade)
    return {id: sum(grades) / len(grades) for id, grades in said.items()}


async def read(embeds: MiniLM, split: str) -> list[Answer]:
    """A part of the dataset, in its order."""
    ours = {target.id for target in documents.targets(Catalog())}  # a follow-up may have gone since
    return [
        Answer(
            row,
            await embeds.layers(whole(gist(row["answer"]))),
            {id: grade for id, grade in graded(row).items() if id in ours},
        )
        for row in read_dataset("asked_next")
        if row["split"] == split
    ]


def fit(answers: Sequence[Answer], mean: np.ndarray, sd: np.ndarray, ridge: float = RIDGE) -> AskedNext:
    """What the readings of these answers teach: of each question's own follow-ups from the answers to it, of those that
    fit any question of a round kind from all answers of that kind (where no reading names one, it would not be asked).
    """
    said = np.stack([direction(answer.layers, mean, sd) for answer in answers])
    own = [g for a in answers for id, g in a.grades.items() if id.startswith(f"{a.row['question_id']}.")]
    middle = sum(own) / len(own)
    weights: dict[str, np.ndarray] = {}
    usual: dict[str, float] = {}
    for name, unread in (("question_id", middle), ("round", 0.0)):
        for group in sorted({answer.row[name] for answer in answers}):
            rows = [at for at, answer in enumerate(answers) if answer.row[name] == group]
            ids = sorted({id for at in rows for id in answers[at].grades if id.rpartition(".")[0] == group})
            wanted = np.array([[answers[at].grades.get(id, unread) - unread for id in ids] for at in rows])
            shares = np.linalg.solve(USUAL + said[rows] @ said[rows].T + ridge * np.eye(len(rows)), wanted)
            weights |= dict(zip(ids, shares.T @ said[rows], strict=True))
            usual |= dict(zip(ids, USUAL * shares.sum(axis=0), strict=True))
    stacked = np.stack(list(weights.values()))
    largest = np.maximum(np.abs(stacked).max(axis=1), 1e-9)  # weights as whole steps of a size of their own
    steps = np.rint(127 * stacked / largest[:, None]).astype(np.int8)
    scale, by_itself = (largest / 127).astype(np.float32), np.array(list(usual.values()), np.float32)
    places = {id: place for place, id in enumerate(weights)}
    return AskedNext(mean.astype(np.float32), sd.astype(np.float32), steps, scale, by_itself, places)


def standard(answers: Sequence[Answer]) -> tuple[np.ndarray, np.ndarray]:
    """Mean and spread of every component of the inner layers."""
    layers = np.stack([answer.layers for answer in answers])
    return layers.mean(axis=0), layers.std(axis=0)


def write(learned: AskedNext, file: Path) -> None:
    """Keep what was learned where the program reads it."""
    arrays = {name: getattr(learned, name) for name in ("mean", "sd", "steps", "scale", "usual")}
    with file.open("wb") as stream:
        np.savez(stream, **arrays, probes=np.array(list(learned.places)))


NAMES = ("best", "acceptable", "among 3", "held", "unsaid", "flat", "grade")


def judged(answer: Answer, found: Sequence[str]) -> tuple[float, ...]:
    """What the readings say of an order, in the order of NAMES; the grade of the first is 0 to 3."""
    readings = answer.row["readings"]

    def share(says: Callable[[Mapping[str, Any]], bool]) -> float:
        return sum(map(says, readings)) / len(readings)

    first = found[0] if found else ""
    liked = [{reading["best"], *reading["good"][:ACCEPTABLE]} for reading in readings]
    return (
        share(lambda r: r["best"] == first), sum(first in ids for ids in liked) / len(liked),
        sum(bool(ids & set(found[:3])) for ids in liked) / len(liked), share(lambda r: first in r["held"]),
        share(lambda r: first in r["unsaid"]), share(lambda r: first in r["flat"]),
        answer.grades.get(first, FLAT if found else 0.0),
    )  # fmt: skip


async def held_out(answers: Sequence[Answer], part_of: Callable[[int], Any], embeds: MiniLM) -> list[list[str]]:
    """What the search finds for each answer with what the answers of all other parts teach."""
    mean, sd = standard(answers)
    found: dict[int, list[str]] = {}
    for part in sorted({part_of(at) for at in range(len(answers))}):
        learned = fit([one for at, one in enumerate(answers) if part_of(at) != part], mean, sd)
        own = [at for at in range(len(answers)) if part_of(at) == part]
        orders = await orders_of([answers[at] for at in own], ProbeSearch(Catalog(), embeds, None, learned=learned))
        found |= dict(zip(own, orders, strict=True))
    return [found[at] for at in range(len(answers))]


async def orders_of(answers: Sequence[Answer], search: ProbeSearch) -> list[list[str]]:
    """The follow-ups that a search finds for each answer, best first."""
    found = []
    for answer in answers:
        row, level = answer.row, answer.row["level"]
        asked = Catalog().statement(row["question_id"])
        sought = Sought(
            gist(row["answer"]), RoundKind(row["round"]), row["question_id"], Level(level) if level else None, asked
        )
        found.append([one.id for one in await search.candidates(sought)])
    return found


def report(name: str, answers: Sequence[Answer], found: Sequence[Sequence[str]], base: Sequence[Sequence[str]]) -> str:
    """A line of figures, the grade with the interval of its change (resampled over questions)."""
    now = np.array([judged(answer, order) for answer, order in zip(answers, found, strict=True)])
    before = np.array([judged(answer, order) for answer, order in zip(answers, base, strict=True)])
    low, high = interval([answer.row["question_id"] for answer in answers], (now - before)[:, -1])
    figures = "  ".join(f"{label} {value:.3f}" for label, value in zip(NAMES, now.mean(axis=0), strict=True))
    return f"{name:26} {figures}  (change {low:+.2f} to {high:+.2f})"


def interval(groups: Sequence[str], values: np.ndarray) -> tuple[float, float]:
    """What holds 95% of the means of `values` when their groups are drawn anew."""
    names, of = np.unique(np.array(groups), return_inverse=True)
    sums, counts = np.bincount(of, values), np.bincount(of)
    drawn = np.random.default_rng(0).integers(0, len(names), (DRAWS, len(names)))
    low, high = np.percentile(sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1), [2.5, 97.5])
    return float(low), float(high)


async def main() -> None:
    """Fit and write, or report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--report", action="store_true")
    given = parser.parse_args()
    embeds = MiniLM()
    answers = await read(embeds, "train")
    if not given.report:
        mean, sd = standard(answers)
        write(fit(answers, mean, sd), Path(agent.retrieval.__file__).with_name(FILE))
        return
    base = await orders_of(answers, ProbeSearch(Catalog(), embeds, None, replace(Tuning(), learned=0.0)))
    lines = [report("without", answers, base, base)]
    order = np.random.default_rng(0).permutation(len(answers))
    by_part = await held_out(answers, lambda at: int(order[at]) % FOLDS, embeds)
    lines.append(report("ten parts", answers, by_part, base))
    by_writer = await held_out(answers, lambda at: answers[at].row["writer"], embeds)
    lines.append(report("other writers' answers", answers, by_writer, base))
    fresh = await read(embeds, "test")
    before = await orders_of(fresh, ProbeSearch(Catalog(), embeds, None, replace(Tuning(), learned=0.0)))
    lines.append(report("fresh: without", fresh, before, before))
    mean, sd = standard(answers)
    now = await orders_of(fresh, ProbeSearch(Catalog(), embeds, None, learned=fit(answers, mean, sd)))
    lines.append(report("fresh: learned from all", fresh, now, before))
    sys.stdout.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    asyncio.run(main())

"""Fit the offline grader's answer model and say how well the whole grader does on questions that it wasn't fitted on.

    python -m evals.training.fit_answer_model [--write]

Reads the transcripts of evals/datasets/grader_agreement.jsonl that are for training and the single answers of
rated_answers.jsonl beside it, cross-validates by question and prints figures; `--write` puts the model that all of them
give into agent/grading/answers.npz. The transcripts that are for testing are left alone: `mockloop eval run
grader_agreement` reports on them.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from agent.catalog.loader import Catalog
from agent.domain.terms import Decision
from agent.domain.transcript import Transcript
from agent.grading.answer_model import FILE, SHAPE, AnswerModel, RoundModel, inside, likeness, packed, shape, unpacked
from agent.grading.decision import LADDER, decide_verdict
from agent.grading.doubts import doubt_in
from agent.grading.offline import OfflineGrader
from agent.grading.traits import NAMES, Yardsticks
from agent.retrieval.embedder import MiniLM
from evals.scorers.agreement import pairwise_order, quadratic_kappa, spearman, within
from evals.training.rated_answers import Graded, Single, single_answers, training_rows, yardsticks_of

MODEL = Path(__file__).parents[2] / "agent" / "grading" / FILE
PENALTY = 0.75
ROUND_PENALTY = 10.0
WORDING = 1.5
"""What likeness in everyday words weighs beside the three other ways of being alike."""
LAYERS = 1.0
"""What likeness in the sentence model's inner layers weighs."""
SINGLE = 0.25
"""What a single answer weighs beside one of a transcript; at 1 they move rounds away from their readers."""
FOLDS = 10


def fit(rows: Sequence[Graded], held: Yardsticks, singles: Sequence[Single] = ()) -> AnswerModel:
    """The model that these transcripts and single answers give, not scaled yet.

    What is usual is taken from transcripts alone: single answers are harder to tell apart than an interview's, and more
    of them are wrong.
    """
    answers = [answer for row in rows for answer in row.answers]
    usual = len(answers)
    answers += [single.answer for single in singles]
    numbers = np.stack([answer.traits.numbers for answer in answers])
    mean, sd = numbers[:usual].mean(axis=0), numbers[:usual].std(axis=0) + 1e-6
    wholes = unpacked(packed(np.stack([answer.traits.whole for answer in answers])))
    means = unpacked(packed(np.stack([answer.traits.mean for answer in answers])))
    standard = ((numbers - mean) / sd).astype(np.float32)
    ratings = np.array([answer.rating for answer in answers])
    wordings = np.stack([answer.traits.wording for answer in answers])
    alike = likeness(standard, wholes, means, standard, wholes, means) + WORDING * wordings @ wordings.T
    layers = np.stack([answer.traits.layers for answer in answers])
    centre, width = layers[:usual].mean(axis=0), layers[:usual].std(axis=0) + 1e-6
    deep = inside(layers, centre, width)
    alike += LAYERS * deep @ deep.T
    middle, penalty = float(ratings[:usual].mean()), np.full(len(answers), PENALTY)
    off = ratings - middle
    if singles:
        penalty[usual:] /= SINGLE
        off[usual:] = ratings[usual:] - ratings[usual:].mean()
    shares = np.linalg.solve(alike + np.diag(penalty), off).astype(np.float32)
    by_word = (WORDING * shares @ wordings).astype(np.float32)
    by_layer = (LAYERS * shares @ deep).astype(np.float32)
    return AnswerModel(
        mean, sd, standard, wholes, means, shares, by_word, by_layer, centre, width, middle, 0.0, 1.0, held,
        _by_the_mean(),
    )  # fmt: skip


def _by_the_mean() -> RoundModel:
    """A round is worth the mean of its answers, until something better is known."""
    first = np.array([name == "mean" for name in SHAPE], dtype=np.float32)
    return RoundModel(np.zeros(len(SHAPE), np.float32), np.ones(len(SHAPE), np.float32), first, 0.0)


def scaled(model: AnswerModel, learned: Sequence[np.ndarray], rows: Sequence[Graded]) -> AnswerModel:
    """The model with the scale that makes rounds spread as their labels do; `learned` were predicted out of sample."""
    wanted = np.array([row.wanted for row in rows])
    middle = float(np.mean([part.mean() for part in learned]))

    def levels(stretch: float) -> np.ndarray:
        moved = (np.clip(wanted.mean() + stretch * (part - middle), 1, 4) for part in learned)
        nothing = ([answer.needed == np.inf for answer in row.answers] for row in rows)
        return np.array([np.where(empty, 1.0, part).mean() for part, empty in zip(moved, nothing, strict=True)])

    stretch = min(np.arange(1.0, 3.0, 0.05), key=lambda k: abs(float(levels(float(k)).std() - wanted.std())))
    base = float(wanted.mean() - stretch * middle + wanted.mean() - levels(float(stretch)).mean())
    moved = replace(model, base=base, stretch=float(stretch))
    shapes = [
        shape([answer.worth(base + stretch * value) for answer, value in zip(row.answers, part, strict=True)])
        for row, part in zip(rows, learned, strict=True)
    ]
    return replace(moved, rounds=fit_rounds(np.stack(shapes), wanted))


def fit_rounds(shapes: np.ndarray, wanted: np.ndarray) -> RoundModel:
    """Ridge regression of rounds' levels on their shapes, stretched to spread as the labels do."""
    mean, sd = shapes.mean(axis=0), shapes.std(axis=0) + 1e-6
    standard = (shapes - mean) / sd
    inner = standard.T @ standard + ROUND_PENALTY * np.eye(len(SHAPE))
    weights = np.linalg.solve(inner, standard.T @ (wanted - wanted.mean()))
    weights *= wanted.std() / (standard @ weights).std()
    return RoundModel(mean, sd, weights.astype(np.float32), float(wanted.mean()))


def folds_of(rows: Sequence[Graded]) -> list[int]:
    """A fold for each transcript; a question is in one fold."""
    questions = sorted({row.transcript.question for row in rows})
    order = np.random.default_rng(0).permutation(len(questions))
    fold = {question: int(order[i]) % FOLDS for i, question in enumerate(questions)}
    return [fold[row.transcript.question] for row in rows]


def splits(rows: Sequence[Graded]) -> list[tuple[list[int], list[int]]]:
    """For each fold the places of the transcripts to learn from and of those that are held out."""
    folds = folds_of(rows)
    places = range(len(rows))
    return [
        ([at for at in places if folds[at] != fold], [at for at in places if folds[at] == fold])
        for fold in sorted(set(folds))
    ]


def besides(rows: Sequence[Graded], singles: Sequence[Single]) -> list[Single]:
    """The single answers to other questions than those of `rows`, which are held out."""
    own = {row.row.get("question_id") for row in rows}
    return [single for single in singles if single.question_id not in own]


def predicted(rows: Sequence[Graded], held: Yardsticks, singles: Sequence[Single] = ()) -> list[np.ndarray]:
    """For each transcript what its answers are worth by a model that never saw its question."""
    found: dict[int, np.ndarray] = {}
    for training, left in splits(rows):
        others = besides([rows[at] for at in left], singles)
        model = fit([rows[at] for at in training], held, others)
        for at in left:
            found[at] = np.array([model.rating(answer.traits) for answer in rows[at].answers])
    return [found[at] for at in range(len(rows))]


async def verdicts(
    rows: Sequence[Graded], held: Yardsticks, embeds: MiniLM, catalog: Catalog, singles: Sequence[Single] = ()
) -> list[tuple[int, float]]:
    """The rank of the whole grader's decision (1..6) and its score, out of sample."""
    learned = predicted(rows, held, singles)
    found: list[tuple[int, float]] = [(0, 0.0)] * len(rows)
    for training, left in splits(rows):
        others = besides([rows[at] for at in left], singles)
        model = scaled(
            fit([rows[at] for at in training], held, others),
            [learned[at] for at in training],
            [rows[at] for at in training],
        )
        grader = OfflineGrader(embeds, catalog, model=model)
        for at in left:
            found[at] = await verdict(grader, rows[at].transcript, catalog)
    return found


async def verdict(grader: OfflineGrader, transcript: Transcript, catalog: Catalog) -> tuple[int, float]:
    """The rank of a decision (1..6; 1 where there is none) and the score."""
    rubric = catalog.rubric(transcript.round)
    grade = await grader.grade(rubric, transcript, None, transcript.level)
    decided = decide_verdict(grade.signals, rubric.bars[transcript.level], doubt_in(transcript, grade.flags))
    if decided.decision is Decision.NOT_ENOUGH_EVIDENCE:
        return 1, 0.0
    return LADDER.index(decided.decision) + 1, decided.score or 0.0


def write(model: AnswerModel) -> None:
    """Put a model into the file that comes with the program."""
    scale = float(np.linalg.norm(model.yardsticks.sound))
    np.savez(
        MODEL, names=np.array(NAMES), mean=model.mean.astype(np.float32), sd=model.sd.astype(np.float32),
        numbers=model.numbers.astype(np.float16), wholes=packed(model.wholes), means=packed(model.means),
        shares=model.shares, words=np.array(list(model.yardsticks.places)), wording=model.wording,
        layers=model.layers, layers_mean=model.layers_mean, layers_sd=model.layers_sd,
        questions=packed(model.yardsticks.questions), sound=packed(model.yardsticks.sound[None]),
        round_mean=model.rounds.mean, round_sd=model.rounds.sd, round_weights=model.rounds.weights,
        scalars=np.array(
            [model.middle, model.base, model.stretch, model.yardsticks.offset, scale, model.rounds.offset]
        ),
    )  # fmt: skip


def report(rows: Sequence[Graded], found: Sequence[tuple[int, float]]) -> list[str]:
    """The figures, a line each."""
    labels = [row.label for row in rows]
    ranks, scores = [rank for rank, _ in found], [score for _, score in found]
    questions = [row.transcript.question for row in rows]
    near, order = within(ranks, labels), pairwise_order(scores, labels, questions)
    apart = pairwise_order(scores, labels, questions, 2.0)
    lines = [
        f"{len(rows)} transcripts, {len(set(questions))} questions, out of sample by question",
        f"QWK {quadratic_kappa(ranks, labels):.3f}  Spearman {spearman(scores, labels):.3f}  within one {near:.2f}",
        f"pairwise order {order:.3f}, two or more apart {apart:.3f}",
    ]
    for behaviour in sorted({row.row["behaviour"] for row in rows}):
        own = [(row.label, rank) for row, rank in zip(rows, ranks, strict=True) if row.row["behaviour"] == behaviour]
        bias = np.mean([rank - label for label, rank in own])
        lines.append(f"{behaviour:20} {len(own):3}  {bias:+.2f}  " + " ".join(f"{a:g}>{b}" for a, b in own))
    return lines


async def main(arguments: Sequence[str]) -> None:
    """Fit, print the figures, write the model where that was asked for."""
    catalog, embeds = Catalog(), MiniLM()
    held = await yardsticks_of(catalog, embeds)
    rows, singles = await training_rows(catalog, embeds, held), await single_answers(catalog, embeds, held)
    found = await verdicts(rows, held, embeds, catalog, singles)
    sys.stdout.writelines(f"{line}\n" for line in report(rows, found))
    if "--write" in arguments:
        write(scaled(fit(rows, held, singles), predicted(rows, held, singles), rows))
        sys.stdout.write(f"written to {MODEL.name}\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))

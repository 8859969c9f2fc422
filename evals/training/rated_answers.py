"""What the offline grader learns from: transcripts that readers rated, their answers measured, and the yardsticks."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from agent.catalog.loader import Catalog
from agent.domain.terms import Level, Role, RoundKind
from agent.domain.transcript import Transcript, Turn
from agent.grading.answer_model import Worth
from agent.grading.answers import bare, measure
from agent.grading.coefficients import QUALITY, SUBSTANCE
from agent.grading.emptiness import needed
from agent.grading.exchanges import Exchange, read_exchanges
from agent.grading.offline import OfflineGrader
from agent.grading.reference import Reference
from agent.grading.standing import weighed
from agent.grading.traits import Traits, Yardsticks, traits
from agent.grading.wording import plain_words
from agent.retrieval.embedder import MiniLM
from evals.rows import read_dataset
from evals.training.fit_offline_grader import LEVELS, target

EARLIER = Path(__file__).parents[2] / "tests" / "data" / "graded_dev.jsonl"
DIRECTION_PENALTY = 3.0


@dataclass(frozen=True)
class Answer:
    """One answer with its mean rating by two readers; `plain` is what the plain table finds it worth, `needed` what it
    must be worth to count as an answer."""

    traits: Traits
    rating: float
    plain: float
    needed: float

    def worth(self, learned: float) -> Worth:
        """What the grader makes of it where the model finds it worth `learned`."""
        return weighed(self.traits, learned, self.plain, self.needed)


@dataclass(frozen=True)
class Graded:
    """A transcript with the mean of its two labels, the rating in the middle of that decision, and its answers."""

    transcript: Transcript
    row: dict[str, Any]
    label: float
    wanted: float
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Single:
    """An answer by itself: six candidates answer one ask, as they were meant to and as a reader rated them."""

    question_id: str
    answer: Answer


async def yardsticks_of(catalog: Catalog, embeds: MiniLM) -> Yardsticks:
    """The direction from bad to good examples over all rounds, by ridge regression, and the questions' vectors."""
    texts: list[str] = []
    good: list[float] = []
    for kind in catalog.kinds():
        for signal in catalog.rubric(kind).signals:
            texts += [*signal.good, *signal.bad]
            good += [1.0] * len(signal.good) + [-1.0] * len(signal.bad)
        for question in catalog.questions(kind):
            texts += [example.text for example in (*question.good, *question.bad)]
            good += [1.0] * len(question.good) + [-1.0] * len(question.bad)
    vectors, wanted = await embeds.embed(texts), np.array(good)
    mean = vectors.mean(axis=0)
    inner = (vectors - mean).T @ (vectors - mean) + DIRECTION_PENALTY * np.eye(vectors.shape[1])
    direction = np.linalg.solve(inner, (vectors - mean).T @ (wanted - wanted.mean())).astype(np.float32)
    places = {word: place for place, word in enumerate(everyday_words(catalog))}
    statements = [catalog.question(name).statement for kind in catalog.kinds() for name in catalog.question_ids(kind)]
    return Yardsticks(direction, float(wanted.mean() - mean @ direction), await embeds.embed(statements), places)


def everyday_words(catalog: Catalog) -> list[str]:
    """The words that the examples of every kind of round use, so that none of them tells of a topic."""
    used: Counter[str] = Counter()
    for kind in catalog.kinds():
        signals, questions = catalog.rubric(kind).signals, catalog.questions(kind)
        texts = [text for signal in signals for text in (*signal.good, *signal.bad)]
        texts += [example.text for question in questions for example in (*question.good, *question.bad)]
        used.update({word for text in texts for word in plain_words(text)})
    return sorted(word for word, kinds in used.items() if kinds == len(catalog.kinds()))


async def read_row(
    row: dict[str, Any], grader: OfflineGrader, embeds: MiniLM, catalog: Catalog, held: Yardsticks
) -> Graded:
    """One line of the dataset, measured."""
    turns = tuple(Turn(Role(turn["role"]), turn["text"]) for turn in row["turns"])
    kind, level = RoundKind(row["round"]), Level(row["level"])
    transcript = Transcript(kind, turns, row["id"], level, question=row["question"])
    places = [index for index, turn in enumerate(turns) if turn.role is Role.CANDIDATE]
    ratings = {place: both for place, *both in zip(places, row["answers_a"], row["answers_b"], strict=True)}
    reference = await grader.prepare(catalog.rubric(kind))
    answers = []
    for exchange in read_exchanges(transcript):
        given = [rating for part in exchange.parts for rating in ratings[part.turn] if rating is not None]
        if exchange.aside or not given:
            continue
        answers.append(await _measured(exchange, float(np.mean(given)), embeds, reference, held))
    label = (row["label_a"] + row["label_b"]) / 2
    bar = catalog.rubric(kind).bars[level]
    wanted = (target(int(label), bar) + target(int(label + 0.5), bar)) / 2
    return Graded(transcript, row, label, wanted, tuple(answers))


async def _measured(
    exchange: Exchange, rating: float, embeds: MiniLM, reference: Reference, held: Yardsticks
) -> Answer:
    measured = await measure(embeds, reference, exchange)
    found = traits(bare(exchange.text), measured.features, measured.seen, held)
    return Answer(found, rating, QUALITY.value(measured.features), needed(measured, SUBSTANCE))


def earlier(catalog: Catalog) -> list[dict[str, Any]]:
    """The 48 transcripts that the first grader was made with: one label each, which stands for each of its answers."""
    found = []
    for line in EARLIER.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        level = LEVELS[row["level"]]
        wanted = target(row["label"], catalog.rubric(RoundKind(row["round"])).bars[level])
        answers = [wanted for turn in row["turns"] if turn["role"] == "candidate"]
        found.append(
            row | {"level": level.value, "label_a": row["label"], "label_b": row["label"], "answers_a": answers,
                   "answers_b": answers, "behaviour": row["style"]}
        )  # fmt: skip
    return found


async def training_rows(catalog: Catalog, embeds: MiniLM, held: Yardsticks) -> list[Graded]:
    """What is learned from: the training half of the graded transcripts and the earlier ones, measured once each."""
    grader = OfflineGrader(embeds, catalog)
    rows = [row for row in read_dataset("grader_agreement") if row["split"] == "train"] + earlier(catalog)
    measured = [await read_row(row, grader, embeds, catalog, held) for row in rows]
    return [row for row in measured if row.answers]


async def single_answers(catalog: Catalog, embeds: MiniLM, held: Yardsticks) -> list[Single]:
    """Answers by themselves, each rated by the mean of what it was meant to be worth and what a reader gave it."""
    grader, found = OfflineGrader(embeds, catalog), []
    for row in read_dataset("rated_answers"):
        transcript = _by_itself(row, catalog.question(row["question_id"]).statement)
        exchange = read_exchanges(transcript)[-1]
        if exchange.aside:
            continue
        reference = await grader.prepare(catalog.rubric(transcript.round))
        rating = (row["intended"] + row["read"]) / 2
        found.append(Single(row["question_id"], await _measured(exchange, rating, embeds, reference, held)))
    return found


def _by_itself(row: dict[str, Any], question: str) -> Transcript:
    """The shortest interview in which an answer can have been given: what came before a follow-up is not known."""
    asks = [Turn(Role.INTERVIEWER, question)]
    if row["ask"] is not None:
        asks += [Turn(Role.CANDIDATE, "Right."), Turn(Role.INTERVIEWER, row["ask"])]
    turns = (*asks, Turn(Role.CANDIDATE, row["text"]))
    return Transcript(RoundKind(row["round"]), turns, row["id"], Level(row["level"]), question=question)

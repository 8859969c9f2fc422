"""Train the message classifier: `python -m evals.training.fit_message_classifier`.

Reads the hand-written messages of evals/training/messages/, cross-validates (no question stands on both sides of a
split), prints the confusion table, and writes agent/listening/weights.npz. Deterministic: the same messages and the
same embedder give the same weights, up to the last digits of the linear algebra library.
"""

from __future__ import annotations

import argparse
import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from agent.domain.terms import MessageKind
from agent.listening import features, rules
from agent.listening.classify import cheapest
from agent.listening.weights import KINDS, Weights
from agent.listening.words import ends, grams
from agent.retrieval.embedder import MiniLM
from evals.training.confusion import Confusion
from evals.training.messages import Said, read_messages

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

WEIGHTS = Path("agent/listening/weights.npz")
FOLDS = 5
DECAY = 0.0001
"""The regulariser's weight; 0.00005 to 0.003 were tried in cross-validation, the log loss is flat around it."""
MIN_COUNT = 2
"""An n-gram enters the vocabulary when it stands in this many messages."""
STEPS = 300


@dataclass(frozen=True, slots=True)
class Prepared:
    """A message with its embeddings: whole, first sentence, last sentence, question."""

    said: Said
    embeddings: Matrix


async def prepare(messages: Iterable[Said], embedder: MiniLM) -> list[Prepared]:
    """Embed every message once."""
    return [Prepared(said, await embedder.embed([said.text, *ends(said.text), said.asked])) for said in messages]


def vocabulary(messages: Sequence[Prepared]) -> dict[str, int]:
    """The n-grams worth a weight, in alphabetical order."""
    counts = Counter(gram for message in messages for gram in grams(message.said.text))
    kept = sorted(gram for gram, count in counts.items() if count >= MIN_COUNT)
    return {gram: position for position, gram in enumerate(kept)}


def matrix(messages: Sequence[Prepared], known: dict[str, int]) -> Matrix:
    """The features of the messages, one row each."""
    return np.stack([features.vector(m.said.text, m.said.asked, m.embeddings, known) for m in messages])


def fit(messages: Sequence[Prepared]) -> Weights:
    """Multinomial logistic regression with an L2 penalty, by Nesterov's accelerated gradient with a fixed step."""
    known = vocabulary(messages)
    rows = np.hstack([matrix(messages, known), np.ones((len(messages), 1), dtype=np.float32)])
    wanted = np.eye(len(KINDS), dtype=np.float32)[[KINDS.index(m.said.kind) for m in messages]]
    weights = ahead = np.zeros((rows.shape[1], len(KINDS)), dtype=np.float32)
    step = 1 / (0.5 * float(np.linalg.norm(rows, 2)) ** 2 / len(rows) + DECAY)
    momentum = 1.0
    for _ in range(STEPS):
        shares = Weights(known, ahead).probabilities(rows[:, :-1])
        slope = rows.T @ (shares - wanted) / len(rows)
        slope[:-1] += DECAY * ahead[:-1]
        moved = ahead - step * slope
        following = (1 + (1 + 4 * momentum**2) ** 0.5) / 2
        ahead = moved + (momentum - 1) / following * (moved - weights)
        weights, momentum = moved, following
    return Weights(known, weights.astype(np.float32))


def folds(messages: Sequence[Prepared]) -> list[int]:
    """The fold of each message: by its question, and one after the other for messages that fit any question."""
    asked = sorted({m.said.asked for m in messages if not m.said.anywhere})
    place = {question: number % FOLDS for number, question in enumerate(asked)}
    return [n % FOLDS if m.said.anywhere else place[m.said.asked] for n, m in enumerate(messages)]


def cross_validate(messages: Sequence[Prepared]) -> Confusion:
    """The confusion table of rules and model together, each message judged by a model that hasn't seen it."""
    table = Confusion()
    placed = folds(messages)
    for fold in range(FOLDS):
        weights = fit([m for m, at in zip(messages, placed, strict=True) if at != fold])
        held_out = [m for m, at in zip(messages, placed, strict=True) if at == fold]
        shares = weights.probabilities(matrix(held_out, dict(weights.vocabulary)))
        for message, row in zip(held_out, shares, strict=True):
            guess: MessageKind = rules.certain(message.said.text, message.said.asked) or cheapest(row)
            table.add(message.said.kind, guess)
    return table


def write(weights: Weights, file: Path) -> None:
    """Half precision: a quarter of a point of probability at most, and half the size."""
    grams_in_order = sorted(weights.vocabulary, key=lambda gram: weights.vocabulary[gram])
    with file.open("wb") as stream:
        np.savez_compressed(stream, vocabulary=np.array(grams_in_order), matrix=weights.matrix.astype(np.float16))


async def main() -> None:
    """Cross-validate, print, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    parser.add_argument("--dry-run", action="store_true", help="cross-validate only")
    options = parser.parse_args()
    messages = await prepare(read_messages(), MiniLM())
    print(f"{len(messages)} messages")  # noqa: T201
    print(cross_validate(messages))  # noqa: T201
    if not options.dry_run:
        write(fit(messages), options.output)


if __name__ == "__main__":
    asyncio.run(main())

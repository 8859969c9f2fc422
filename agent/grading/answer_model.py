"""The trained part of the offline grader: what an answer is worth, by its likeness to answers that were read and rated.

Kernel ridge regression on some six thousand answers, each rated 1 to 4 twice, more than half of them from graded
transcripts. Two answers are alike in what they count (`traits`), in what they say as a whole and by sentence, in the
everyday words that they use, and in how they look from inside the sentence model. The file is made by
`evals/training/fit_answer_model.py`, which prints how well it does on questions that it never saw.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from agent.errors import KnowledgeError
from agent.grading.traits import NAMES, Traits, Yardsticks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

FILE = "answers.npz"
SHAPE = (
    "mean", "lowest", "highest", "last_on_first", "later_on_earlier", "blank", "wrong_sums", "asks_back", "spread",
    "median",
)  # fmt: skip
"""How a round's answers lie beside each other, in the order of `RoundModel.weights`."""
NEAR = 0.3
"""Cosine distance at which two vectors' likeness has fallen to 1/e."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What one answer is worth, 1 to 4 in fractions but not held within that; 1 where it is blank.

    `wrong_sums` is how many sums in it don't come out, `asks_back` 1 where it asks something.
    """

    value: float
    blank: bool
    wrong_sums: float
    asks_back: float


@dataclass(frozen=True, slots=True)
class RoundModel:
    """From the answers of a round to its level: a mean would forgive a collapse and punish a slow start.

    A ridge over SHAPE, standardised by `mean` and `sd`.
    """

    mean: Vectors
    sd: Vectors
    weights: Vectors
    offset: float

    def level(self, answers: Sequence[Worth]) -> float:
        """The mean rating of a round, 1 to 4; 1 where nothing was said."""
        import numpy as np

        if all(answer.blank for answer in answers):
            return 1.0
        found = self.offset + float(np.dot((shape(answers) - self.mean) / self.sd, self.weights))
        return min(4.0, max(1.0, found))


def shape(answers: Sequence[Worth]) -> Vectors:
    """The numbers of SHAPE for the answers of a round, at least one, in their order."""
    import numpy as np

    values = np.array([answer.value for answer in answers])
    half = len(values) // 2
    found = [
        values.mean(),
        values.min(),
        values.max(),
        values[-1] - values[0],
        values[half:].mean() - values[: max(1, half)].mean(),
        np.mean([answer.blank for answer in answers]),
        sum(answer.wrong_sums for answer in answers),
        np.mean([answer.asks_back for answer in answers]),
        values.std(),
        np.median(values),
    ]
    return np.array(found, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class AnswerModel:
    """`mean` and `sd` standardise the numbers; rows of `numbers`, `wholes` and `means` are the answers it learned from.

    A rating is `middle` plus the answers' `shares`, weighed by likeness, what each everyday word brings (`wording`, the
    same shares summed up) and what the inner layers bring once `inside` has made them comparable (`layers`, likewise),
    then moved by `base` and `stretch`: a penalty pulls what is learned to the middle, and decisions at either end would
    never be reached otherwise.
    """

    mean: Vectors
    sd: Vectors
    numbers: Vectors
    wholes: Vectors
    means: Vectors
    shares: Vectors
    wording: Vectors
    layers: Vectors
    layers_mean: Vectors
    layers_sd: Vectors
    middle: float
    base: float
    stretch: float
    yardsticks: Yardsticks
    rounds: RoundModel

    def rating(self, answer: Traits) -> float:
        """What an answer is worth, 1 to 4 in fractions but not held within that."""
        import numpy as np

        standard = ((answer.numbers - self.mean) / self.sd)[None]
        alike = likeness(standard, answer.whole[None], answer.mean[None], self.numbers, self.wholes, self.means)
        learned = self.middle + float(np.dot(alike[0], self.shares))
        learned += float(np.dot(answer.wording, self.wording))
        learned += float(np.dot(inside(answer.layers, self.layers_mean, self.layers_sd), self.layers))
        return self.base + self.stretch * learned


def inside(layers: Vectors, mean: Vectors, sd: Vectors) -> Vectors:
    """Inner layers (the last axis) as the direction in which they depart from the usual answer, of length 1.

    How far they depart says little more than how short an answer is.
    """
    import numpy as np

    off = (layers - mean) / sd
    found: Vectors = off / np.maximum(np.linalg.norm(off, axis=-1, keepdims=True), 1e-9)
    return found


def likeness(
    numbers: Vectors, wholes: Vectors, means: Vectors, other: Vectors, other_wholes: Vectors, other_means: Vectors
) -> Vectors:
    """How alike each answer (n rows) is to each other one (m rows), 0 to 3, shape (n, m)."""
    import numpy as np

    squares = (numbers**2).sum(axis=1)[:, None] + (other**2).sum(axis=1)[None] - 2 * numbers @ other.T
    counted = np.exp(-0.5 * np.maximum(squares, 0) / numbers.shape[1])
    found: Vectors = counted + np.exp((wholes @ other_wholes.T - 1) / NEAR) + np.exp((means @ other_means.T - 1) / NEAR)
    return found


_ARRAYS = ("mean", "sd", "numbers", "shares", "wording", "layers", "layers_mean", "layers_sd")


@lru_cache(maxsize=4)
def load_model(file: Traversable | None = None) -> AnswerModel:
    """The model that comes with the program. Raises KnowledgeError where its file is missing or damaged."""
    import numpy as np

    file = file or files("agent.grading").joinpath(FILE)
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
            found: dict[str, Any] = {name: archive[name] for name in archive.files}
        if tuple(found["names"]) != NAMES:
            raise ValueError("it was made for other traits")
        arrays = {name: found[name].astype(np.float32) for name in _ARRAYS}
        vectors = {name: unpacked(found[name]) for name in ("wholes", "means", "questions", "sound")}
        middle, base, stretch, offset, scale, level = (float(value) for value in found["scalars"])
        of_rounds = {name: found[f"round_{name}"].astype(np.float32) for name in ("mean", "sd", "weights")}
        rounds = RoundModel(**of_rounds, offset=level)
        places = {str(word): place for place, word in enumerate(found["words"])}
        if len(places) != len(arrays["wording"]):
            raise ValueError("words and weights don't match")
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise KnowledgeError(
            f"agent/grading/{FILE}:1: the offline grader's model can't be loaded ({type(error).__name__}); "
            "nothing was changed. Install mockloop again."
        ) from None
    yardsticks = Yardsticks(vectors["sound"][0] * np.float32(scale), offset, vectors["questions"], places)
    return AnswerModel(
        **arrays, wholes=vectors["wholes"], means=vectors["means"], middle=middle, base=base, stretch=stretch,
        yardsticks=yardsticks, rounds=rounds,
    )  # fmt: skip


def packed(vectors: Vectors) -> NDArray[np.int8]:
    """Vectors of length 1 as whole numbers: a row by its largest component, which normalising gives back."""
    import numpy as np

    steps: NDArray[np.int8] = np.rint(127 * vectors / np.abs(vectors).max(axis=1, keepdims=True)).astype(np.int8)
    return steps


def unpacked(steps: NDArray[np.int8]) -> Vectors:
    """What `packed` made, of length 1 again."""
    import numpy as np

    vectors = steps.astype(np.float32)
    found: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return found

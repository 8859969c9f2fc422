"""What the debugging questions show (code, logs, tables), and small stand-ins for what their code calls."""

from __future__ import annotations

import io
import re
from collections import namedtuple
from contextlib import redirect_stdout
from random import Random
from typing import Any

import numpy as np

from agent.catalog.loader import Catalog

CATALOG = Catalog()
Stay = namedtuple("Stay", "patient admitted discharged days age")
_BLOCK = re.compile(r"^```(python)?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def shown(name: str) -> tuple[str, str]:
    """The code of a question's statement, and the log or table under it ("" where there is none)."""
    blocks = _BLOCK.findall(CATALOG.question(f"debugging-{name}").statement)
    code = [text for tag, text in blocks if tag]
    rest = [text for tag, text in blocks if not tag]
    assert len(code) == 1
    return code[0], "".join(rest)


def facts(name: str) -> str:
    """All that the interviewer can answer on a question, one string."""
    return "\n".join(fact.say for fact in CATALOG.question(f"debugging-{name}").facts)


def run(code: str, **given: Any) -> dict[str, Any]:
    """The names that a piece of code leaves behind."""
    scope = {"np": np, **given}
    exec(compile(code, "<shown>", "exec"), scope)
    return scope


def printed(function: Any, *given: Any) -> list[str]:
    """The lines that a call prints."""
    out = io.StringIO()
    with redirect_stdout(out), np.errstate(all="ignore"):
        function(*given)
    return out.getvalue().splitlines()


def numbers(line: str) -> list[float]:
    """The numbers in a line, without the commas in them."""
    return [float(found.replace(",", "")) for found in _NUMBER.findall(line)]


def meters() -> tuple[np.ndarray, np.ndarray]:
    """A night of readings: one zero in batches 141 and 266, four in one row of batch 312."""
    rng = np.random.default_rng(3)
    n = 256 * 330
    level = rng.normal(-0.6, 0.5, n)
    lags = np.stack([level + rng.normal(0, 0.3, n) for _ in range(4)], 1)
    target = 0.2 + lags @ np.array([-0.2, -0.3, 0.4, 0.5]) + rng.normal(0, 0.3, n)
    rows = np.column_stack([np.exp(lags), rng.normal(9, 6, n)])
    rows[141 * 256 + 17, 3] = 0
    rows[266 * 256 + 40, 1] = 0
    rows[312 * 256 + 250, :4] = 0
    return rows[: 256 * 314], target[: 256 * 314]


def archive() -> list[Stay]:
    """Four years of stays of 12,000 invented patients."""
    rng = Random(4)
    stays = []
    for patient in range(12000):
        rate = rng.gammavariate(0.9, 1 / 900)
        day, age = rng.uniform(0, 400), rng.gauss(66, 12)
        while day < 1461:
            days = 1 + int(rng.expovariate(1 / 6))
            stays.append(Stay(patient, int(day), int(day) + days, days, age))
            soon = rng.random() < 0.12
            day = int(day) + days + (rng.uniform(1, 30) if soon else 1 + rng.expovariate(rate))
    return stays


class Encoder:
    """A sentence encoder's outline: a vector a token, and one that depends on the place; pads are token 0."""

    def __init__(self) -> None:
        rng = np.random.default_rng(0)
        self.vectors = rng.normal(size=(100, 32))
        self.places = rng.normal(size=(512, 32)) * 0.1
        self.vectors[0] = rng.normal(size=32)
        self.texts = {
            name: list(rng.integers(1, 100, n)) for name, n in (("short", 20), ("middle", 128), ("long", 480))
        }
        self.texts["other"] = list(rng.integers(1, 100, 20))

    def tokens(self, texts: list[str], **_: Any) -> Any:
        """Ids and mask of a batch, padded on the right to the longest."""
        rows = [self.texts[text] for text in texts]
        longest = max(map(len, rows))
        ids = np.array([row + [0] * (longest - len(row)) for row in rows])
        return namedtuple("Tokens", "ids mask")(ids, ids > 0)

    def __call__(self, ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
        """(texts, longest, 32); real tokens come out the same whatever stands beside them."""
        return self.vectors[ids] + self.places[: ids.shape[1]]


class Softmax:
    """A linear model over subjects, trained one book at a time; each subject has words of its own, and noise."""

    def __init__(self, subjects: int, words: int) -> None:
        self.w = np.zeros((words, subjects))
        self.saved = 0

    def step(self, x: np.ndarray, y: int) -> float:
        """One step of SGD at rate 0.1; the loss before it."""
        scores = x @ self.w
        p = np.exp(scores - scores.max())
        p /= p.sum()
        loss = -float(np.log(p[y]))
        p[y] -= 1
        self.w -= 0.1 * np.outer(x, p)
        return loss

    def predict(self, books: list[tuple[np.ndarray, int]]) -> np.ndarray:
        """The subject of each book."""
        return np.argmax(np.stack([x for x, _ in books]) @ self.w, axis=1)

    def accuracy(self, books: list[tuple[np.ndarray, int]]) -> float:
        """Share of books with the right subject."""
        return float(np.mean(self.predict(books) == [y for _, y in books]))

    def save(self, _: str) -> None:
        """Counts how often it was called."""
        self.saved += 1


def books(subjects: int, each: int, seed: int) -> list[str]:
    """Lines of a catalogue, sorted by subject: two words of the subject drowned in ten that anybody uses."""
    rng = Random(seed)
    lines = []
    for subject in range(subjects):
        for _ in range(each):
            words = [f"{subject}-{rng.randrange(12)}" for _ in range(2)] + [f"x-{rng.randrange(40)}" for _ in range(10)]
            lines.append(" ".join(words) + f"\t{subject}\n")
    return lines

"""What an eval task is made of: samples, what runs on each, and the figures that come of it. Light to import."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from evals.spending import Spent

if TYPE_CHECKING:
    from evals.world import Scope

Scores = Mapping[str, float | None]
"""Scores of one sample by name; None where a score does not apply (an abstention, a judge's answer off the menu)."""

Better = Literal["higher", "lower", "neither"]


@dataclass(frozen=True, slots=True)
class Sample:
    """One case. `id` is unique in its task, `group` names what it shares chance with (a question): intervals are
    drawn over groups; '' is a group of its own."""

    id: str
    data: Mapping[str, Any]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a check failed: its id, the turn it is about (None: the whole), and one line that says what."""

    check: str
    turn: int | None
    what: str
    round_id: str = ""

    @property
    def line(self) -> str:
        """The finding in one line."""
        return f"{self.check}{'' if self.turn is None else f', turn {self.turn}'}: {self.what}"


def found_at(findings: Sequence[Finding], turn: int, transcript: Mapping[str, Any], *, alone: bool) -> list[Finding]:
    """What was found at a turn of a transcript; one that is `alone` need not be named by its findings."""
    round_id = transcript.get("round_id", "")
    return [found for found in findings if found.turn == turn and (alone or found.round_id == round_id)]


@dataclass(frozen=True, slots=True)
class Result:
    """What running a sample gave. `output` is plain JSON data; `transcripts` are rounds as the contract prints them."""

    scores: Scores
    output: Any = None
    findings: tuple[Finding, ...] = ()
    transcripts: tuple[Mapping[str, Any], ...] = ()
    passed: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """A finished sample as it stands in a run folder. With an `error` it has no scores and is run again."""

    task: str
    sample: str
    repeat: int = 0
    group: str = ""
    scores: Scores = field(default_factory=dict)
    output: Any = None
    findings: tuple[Finding, ...] = ()
    passed: bool = True
    spent: Spent = field(default_factory=Spent)
    error: str | None = None

    @property
    def key(self) -> tuple[str, str, int]:
        """What a record is the record of."""
        return self.task, self.sample, self.repeat


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure of a task, computed from its records; None where there is nothing to compute it from.

    `tolerance` is how much it may fall (or rise, where lower is better) before a gate shuts; `score` names the score
    that it is the mean of, None where it is no mean.
    """

    name: str
    of: Callable[[Sequence[Record]], float | None]
    tolerance: float = 0.02
    better: Better = "higher"
    about: str = ""
    score: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A dataset, what runs on each of its samples, and the metrics.

    `dataset` names a file of datasets/ ('' where samples are made); `checks` are the ids of rules.yaml that it
    protects; `report` writes lines that no single figure holds, such as the worst ten; `knowledge` False: nothing it
    gives depends on knowledge/, which is then not read.
    """

    name: str
    about: str
    samples: Callable[[], Sequence[Sample]]
    run: Callable[[Sample, Scope], Awaitable[Result]]
    metrics: tuple[Metric, ...]
    dataset: str = ""
    checks: tuple[str, ...] = ()
    report: Callable[[Sequence[Record]], Sequence[str]] | None = None
    knowledge: bool = True


def mean_of(score: str, tolerance: float = 0.02, better: Better = "higher", about: str = "") -> Metric:
    """The mean of a score over the records that have it."""

    def of(records: Sequence[Record]) -> float | None:
        values = [value for record in records if (value := record.scores.get(score)) is not None]
        return sum(values) / len(values) if values else None

    return Metric(score, of, tolerance, better, about, score)


def spread(samples: Sequence[Sample], count: int | None) -> list[Sample]:
    """`count` samples spread evenly over all, in their order: a part that resembles the whole and never changes."""
    if count is None or count >= len(samples):
        return list(samples)
    return [samples[position * len(samples) // count] for position in range(count)]

"""Two runs side by side: what got better or worse, whether that is real, which samples flipped, and what it cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from agent.errors import NotFoundError, UsageError
from evals.purse import cost_of
from evals.runs.folder import RunFolder
from evals.scorers.intervals import SHARE, resampled
from evals.task import Finding, Metric, Record, mean_of
from evals.tasks import load_task

Verdict = Literal["better", "worse", "same", "unclear"]
WHOLES = ("prompt:", "knowledge:")
"""Hashes of which a run has all or none."""
YARDSTICK = 1.0
"""A metric with this tolerance is only reported: no gate looks at it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One metric in both runs over the samples they share. `low` and `high` bound the change B - A."""

    task: str
    metric: str
    before: float
    after: float
    low: float | None
    high: float | None
    n: int
    verdict: Verdict
    shuts: bool

    @property
    def change(self) -> float:
        """B - A."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Flip:
    """A sample that passed in one run and failed in the other, with what was found and said in both.

    `scores` are those that differ, as the means of a sample's repeats.
    """

    task: str
    sample: str
    to: Literal["pass", "fail"]
    findings: tuple[tuple[Finding, ...], tuple[Finding, ...]]
    scores: tuple[tuple[str, float, float], ...]
    outputs: tuple[Any, Any]
    transcripts: tuple[Sequence[Mapping[str, Any]], Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Spending:
    """What the shared samples took in one run; dollars None where no price was given."""

    calls: int
    tokens_in: int
    tokens_out: int
    dollars: float | None
    seconds: float
    first_token: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that two runs differ in. `unpaired` counts samples that only one of them has."""

    runs: tuple[str, str]
    interviewers: tuple[str, str]
    changed: tuple[str, ...]
    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]
    spending: tuple[Spending, Spending]
    paired: int
    unpaired: int

    @property
    def shut(self) -> list[Change]:
        """The changes that shut a gate."""
        return [change for change in self.changes if change.shuts]


def compare(first: RunFolder, second: RunFolder) -> Comparison:
    """B against A, paired by sample. Raises UsageError where they share no sample."""
    sides = [_by_sample(folder) for folder in (first, second)]
    shared = [key for key in sides[0] if key in sides[1]]
    if not shared:
        raise UsageError(f"The runs {first.id} and {second.id} have no sample in common; nothing can be compared.")
    changes = [
        change
        for name in dict.fromkeys(task for task, _ in shared)
        for change in _changes(name, [[r for key in shared if key[0] == name for r in side[key]] for side in sides])
    ]
    return Comparison(
        runs=(first.id, second.id),
        interviewers=(first.plan.who, second.plan.who),
        changed=_changed(first, second),
        changes=tuple(changes),
        flips=tuple(_flips(first, second, sides, shared)),
        spending=(_spent(first, sides[0], shared), _spent(second, sides[1], shared)),
        paired=len(shared),
        unpaired=len(set(sides[0]) ^ set(sides[1])),
    )


Key = tuple[str, str]
Side = Mapping[Key, list[Record]]


def _by_sample(folder: RunFolder) -> dict[Key, list[Record]]:
    found: dict[Key, list[Record]] = {}
    for record in folder.records():
        if record.error is None:
            found.setdefault((record.task, record.sample), []).append(record)
    return found


def _changed(first: RunFolder, second: RunFolder) -> tuple[str, ...]:
    """What both runs depend on and had in different versions.

    A dataset of a task that only one of them ran, or the prompts where only one of them asked a model, changed nothing;
    a prompt that only one of two models had did, and so did a folder of knowledge/.
    """
    one, other = first.plan.hashes, second.plan.hashes
    shared = one.keys() & other.keys()
    for whole in WHOLES:
        if any(name.startswith(whole) for name in shared):
            shared |= {name for name in one.keys() ^ other.keys() if name.startswith(whole)}
    return tuple(name for name in sorted(shared) if one.get(name) != other.get(name))


def _changes(task: str, sides: Sequence[Sequence[Record]]) -> list[Change]:
    try:
        metrics = load_task(task).metrics
    except NotFoundError:  # a task that was removed since
        return []
    found = (_change(task, metric, sides) for metric in metrics)
    return [change for change in found if change is not None]


def _change(task: str, metric: Metric, sides: Sequence[Sequence[Record]]) -> Change | None:
    before, after = metric.of(sides[0]), metric.of(sides[1])
    if before is None or after is None:
        return None
    low = high = None
    if (drawn := resampled(metric, sides)) is not None:
        low, high = (float(x) for x in np.percentile(drawn[1] - drawn[0], [(100 - SHARE) / 2, (100 + SHARE) / 2]))
    verdict = _verdict(metric, after - before, low, high)
    shuts = metric.tolerance < YARDSTICK and _shuts(metric, after - before, verdict)
    return Change(task, metric.name, before, after, low, high, len(sides[0]), verdict, shuts)


def _verdict(metric: Metric, change: float, low: float | None, high: float | None) -> Verdict:
    if abs(change) < 1e-12:
        return "same"
    if low is None or high is None or low <= 0 <= high or metric.better == "neither":
        return "unclear"
    return "better" if (change > 0) == (metric.better == "higher") else "worse"


def _shuts(metric: Metric, change: float, verdict: Verdict) -> bool:
    """A fall beyond the tolerance that the interval tells from chance. A tolerance of zero is a promise: any fall."""
    fall = -change if metric.better == "higher" else change
    if metric.better == "neither" or fall <= max(metric.tolerance, 1e-9):
        return False
    return verdict == "worse" or metric.tolerance == 0.0


def _flips(first: RunFolder, second: RunFolder, sides: Sequence[Side], shared: Sequence[Key]) -> list[Flip]:
    found = []
    for task, sample in shared:
        pair = [side[task, sample] for side in sides]
        passed = [all(record.passed for record in records) for records in pair]
        if passed[0] == passed[1]:
            continue
        found_in = [tuple(finding for record in records for finding in record.findings) for records in pair]
        said = [folder.transcripts(records[0]) for folder, records in zip((first, second), pair, strict=True)]
        outputs = (pair[0][0].output, pair[1][0].output)
        to: Literal["pass", "fail"] = "pass" if passed[1] else "fail"
        moved = tuple(_moved(*pair))
        found.append(Flip(task, sample, to, (found_in[0], found_in[1]), moved, outputs, (said[0], said[1])))
    return sorted(found, key=lambda flip: flip.to)


def _moved(before: Sequence[Record], after: Sequence[Record]) -> Iterator[tuple[str, float, float]]:
    for name in dict.fromkeys(name for record in (*before, *after) for name in record.scores):
        values = [mean_of(name).of(records) for records in (before, after)]
        if values[0] is not None and values[1] is not None and values[0] != values[1]:
            yield name, values[0], values[1]


def _spent(folder: RunFolder, side: Side, shared: Sequence[Key]) -> Spending:
    spent = [record.spent for key in shared for record in side[key]]
    tokens, cached, output = (sum(getattr(item, name) for item in spent) for name in ("input", "cached", "output"))
    price = folder.plan.price
    firsts = sorted(item.first_token for item in spent if item.first_token is not None)
    return Spending(
        calls=sum(item.calls + item.replayed for item in spent),
        tokens_in=tokens,
        tokens_out=output,
        dollars=None if price is None else cost_of(tokens, cached, output, price),
        seconds=sum(item.seconds for item in spent) / max(1, len(spent)),
        first_token=firsts[(len(firsts) - 1) // 2] if firsts else None,
    )

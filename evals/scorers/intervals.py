"""Intervals by the bootstrap, over groups: samples that share a question are drawn together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.task import Metric, Record

DRAWS, DRAWS_OF_FUNCTIONS = 2000, 400
"""Resamples of a mean, and of a figure that has to be computed anew for each."""
SHARE = 95.0
_SEED = 20240611

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric with the interval that holds SHARE percent of its resamples; `n` records have what it is made of."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def figure(metric: Metric, records: Sequence[Record]) -> Figure:
    """A metric of records, with its interval; without one where there are fewer than two groups."""
    value = metric.of(records)
    used = [record for record in records if metric.of([record]) is not None] if metric.score else list(records)
    if value is None:
        return Figure(None, None, None, 0)
    drawn = resampled(metric, [used])
    if drawn is None:
        return Figure(value, None, None, len(used))
    low, high = np.percentile(drawn[0], [(100 - SHARE) / 2, (100 + SHARE) / 2])
    return Figure(value, float(low), float(high), len(used))


def resampled(metric: Metric, sides: Sequence[Sequence[Record]]) -> list[NDArray[np.float64]] | None:
    """The metric of each side in every resample, the same groups drawn on all sides; None for under two groups.

    A resample in which one side has no value is left out on all.
    """
    groups = sorted({_group(record) for side in sides for record in side})
    if len(groups) < 2:
        return None
    draws = DRAWS if metric.score else DRAWS_OF_FUNCTIONS
    chosen = np.random.default_rng(_SEED).integers(0, len(groups), (draws, len(groups)))
    of = _means if metric.score else _values
    found = np.stack([of(metric, side, groups, chosen) for side in sides])
    whole = ~np.isnan(found).any(axis=0)
    return [row[whole] for row in found] if whole.any() else None


def _means(metric: Metric, side: Sequence[Record], groups: Sequence[str], chosen: Counts) -> NDArray[np.float64]:
    place = {group: number for number, group in enumerate(groups)}
    sums, counts = np.zeros(len(groups)), np.zeros(len(groups))
    for record in side:
        value = record.scores.get(metric.score or "")
        if value is not None:
            sums[place[_group(record)]] += value
            counts[place[_group(record)]] += 1
    total, seen = sums[chosen].sum(axis=1), counts[chosen].sum(axis=1)
    means: NDArray[np.float64] = np.divide(total, seen, out=np.full(len(chosen), np.nan), where=seen > 0)
    return means


def _values(metric: Metric, side: Sequence[Record], groups: Sequence[str], chosen: Counts) -> NDArray[np.float64]:
    members: dict[str, list[Record]] = {group: [] for group in groups}
    for record in side:
        members[_group(record)].append(record)
    found = np.full(len(chosen), np.nan)
    for row, draw in enumerate(chosen):
        value = metric.of([record for number in draw for record in members[groups[number]]])
        if value is not None:
            found[row] = value
    return found


def _group(record: Record) -> str:
    return record.group or record.sample

"""The figures of a run, from its records alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from evals.purse import cost_of
from evals.runs.folder import RunPlan
from evals.scorers.intervals import figure
from evals.task import Record, Task


def summarize(plan: RunPlan, tasks: Sequence[Task], records: Sequence[Record], planned: int) -> dict[str, Any]:
    """What scores.json holds: a block for each task, and what the run has cost so far."""
    done = [record for record in records if record.error is None]
    blocks = {task.name: _block(task, [record for record in records if record.task == task.name]) for task in tasks}
    return {
        "complete": len(done) >= planned,
        "planned": planned,
        "done": len(done),
        "errors": len(records) - len(done),
        "cost": _cost(plan, records),
        "tasks": blocks,
    }


def _block(task: Task, records: Sequence[Record]) -> dict[str, Any]:
    done = [record for record in records if record.error is None]
    figures = {metric.name: asdict(figure(metric, done)) for metric in task.metrics}
    return {
        "samples": len(done),
        "errors": len(records) - len(done),
        "passed": sum(record.passed for record in done),
        "seconds": round(sum(record.spent.seconds for record in done), 3),
        "metrics": figures,
        "findings": _findings(done),
        "report": list(task.report(done)) if task.report and done else [],
    }


def _findings(records: Sequence[Record]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for record in records:
        for finding in record.findings:
            counts[finding.check] = counts.get(finding.check, 0) + 1
    return dict(sorted(counts.items()))


def _cost(plan: RunPlan, records: Sequence[Record]) -> Mapping[str, float]:
    names = ("calls", "replayed", "input", "cached", "output")
    totals: dict[str, float] = {name: sum(getattr(record.spent, name) for record in records) for name in names}
    if plan.price is not None:
        dollars = cost_of(int(totals["input"]), int(totals["cached"]), int(totals["output"]), plan.price)
        totals["dollars"] = round(dollars, 6)
    return totals

"""What was measured, beside what it should be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `target` is the most it may be; None where it is only reported."""

    name: str
    value: float
    unit: str
    target: float | None = None
    how: str = ""

    @property
    def ok(self) -> bool:
        """Whether the target is met; always where there is none."""
        return self.target is None or self.value <= self.target


def table(figures: Sequence[Figure]) -> str:
    """The figures as aligned text: name, value, target, ok, and how it came about."""
    rows = [("figure", "measured", "target", "ok", "how")]
    for figure in figures:
        target = "" if figure.target is None else f"<= {_number(figure.target)}"
        verdict = "" if figure.target is None else ("yes" if figure.ok else "NO")
        rows.append((figure.name, f"{_number(figure.value)} {figure.unit}".strip(), target, verdict, figure.how))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]) for row in rows
    ]
    return "\n".join(line.rstrip() for line in lines)


def median(values: Sequence[float]) -> float:
    """The middle value; the lower one of two."""
    return sorted(values)[(len(values) - 1) // 2]


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0..1) of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"

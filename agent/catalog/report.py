"""What a check of knowledge/ found: errors, warnings, and how much there is of everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from agent.catalog.front_matter import Document, Location


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong or doubtful; `says` is one line, "file:line: what"."""

    file: str
    line: int
    what: str

    @property
    def says(self) -> str:
        """The finding as one line."""
        return f"{self.file}:{self.line}: {self.what}"


@dataclass(slots=True)
class Report:
    """Collects findings while the tree is walked. A tree with errors is refused; warnings are for an author's eye."""

    errors: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    coverage: list[tuple[str, ...]] = field(default_factory=list)
    signals: list[tuple[str, ...]] = field(default_factory=list)

    def error(self, document: Document, what: str, location: Location = ()) -> None:
        """Note an error at a place of the front matter."""
        self.errors.append(Finding(document.name, document.line(location), what))

    def warn(self, document: Document, what: str, location: Location = ()) -> None:
        """Note something doubtful at a place of the front matter."""
        self.warnings.append(Finding(document.name, document.line(location), what))

    def lines(self) -> Iterable[str]:
        """The errors, then the warnings, then the counts, then the coverage by round and by signal."""
        yield from (f"error: {finding.says}" for finding in sorted(self.errors))
        yield from (f"warning: {finding.says}" for finding in sorted(self.warnings))
        yield ", ".join(f"{number} {what}" for what, number in self.counts.items())
        yield from table(self.coverage)
        yield from table(self.signals)
        yield f"{len(self.errors)} errors, {len(self.warnings)} warnings"


def table(rows: list[tuple[str, ...]]) -> Iterable[str]:
    """Rows of words as aligned columns."""
    if not rows:
        return
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()

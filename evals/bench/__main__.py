"""Print the figures, each beside its target; exit status 1 where one is missed."""

from __future__ import annotations

import asyncio
import sys

from evals.bench import start, turns
from evals.bench.figures import table


def main() -> int:
    """Measure everything, one after the other: nothing else of ours runs meanwhile."""
    figures = [*start.home(), *start.first_answer(), *asyncio.run(turns.latency()), *asyncio.run(turns.disk())]
    sys.stdout.write(table(figures) + "\n")
    return 0 if all(figure.ok for figure in figures) else 1


if __name__ == "__main__":
    raise SystemExit(main())

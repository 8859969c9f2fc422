"""Print the figures, each beside its target; exit status 1 where one is missed."""

from __future__ import annotations

import asyncio
import os
import sys

from evals.bench import cases, lookups, model_turns, start, turns
from evals.bench.figures import table

BUSY = 0.5
"""Of each processor; then something else competes with what is measured."""


def main() -> int:
    """Measure everything, one after the other: nothing else of ours runs meanwhile."""
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    figures = [*start.home(), *start.first_answer(), *asyncio.run(turns.latency()), *asyncio.run(turns.disk())]
    figures += [*asyncio.run(model_turns.prefixes()), *model_turns.first_words()]
    figures += [*asyncio.run(lookups.look_ups()), *asyncio.run(lookups.builds())]
    figures += [*cases.start_up(), *asyncio.run(cases.recorded()), *asyncio.run(cases.span())]
    sys.stdout.write(table(figures) + "\n")
    if busy > BUSY:
        sys.stdout.write(
            f"The machine was busy before this began (load {busy:.1f} a processor): ratios and times are too high.\n"
        )
    return 0 if all(figure.ok for figure in figures) else 1


if __name__ == "__main__":
    raise SystemExit(main())

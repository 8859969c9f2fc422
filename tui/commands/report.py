"""`mockloop report SESSION`: a session's report."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from agent.errors import UsageError
from tui.commands.names import Name
from tui.commands.options import cost_options, regrade_option, settings_from
from tui.commands.output import emit

if TYPE_CHECKING:
    from agent.regrading import Regrade
    from agent.settings import Settings

_FORMATS = ("md", "html", "pdf", "json")
_LATER = ("html", "pdf")


@click.command("report", short_help="A session's report: md or json.")
@click.argument("session")
@click.option("--format", "kind", type=Name("format", _FORMATS), default="md", show_default=True, help="The format.")
@click.option("-o", "--output", "target", metavar="FILE", help="Write there instead of printing.")
@regrade_option
@cost_options
def command(session: str, kind: str, target: str | None, regrades: int | None, max_cost: float | None) -> int:
    """The report of a session that is over: the verdict, what supports it, and what was said.

    \b
    Example:
      mockloop report 20261120-1631-4f2a -o debrief.md
      mockloop report 20261120-1631-4f2a --format json
      mockloop report 20261120-1631-4f2a --regrade 5 --max-cost 2
    """
    if kind in _LATER:
        raise UsageError(f"--format {kind} comes with a later version; md and json are there now.")
    from agent import library

    if max_cost is not None and not regrades:
        raise UsageError("--max-cost belongs to --regrade; a report asks no model.")
    settings = settings_from({"max_cost": max_cost})
    spreads = _regraded(settings, session, regrades) if regrades else {}
    document = asyncio.run(library.document(settings, session))
    if kind == "json":
        from agent.reports.json import dumps, regrade, session_document

        again = {"regrades": {name: regrade(spread) for name, spread in spreads.items()}} if spreads else {}
        emit(dumps({**session_document(document), **again}) + "\n", target)
    else:
        from agent.reports.markdown import report
        from agent.reports.text import literal_line
        from agent.reports.wording import regraded, round_title

        lines = [f"- {round_title(name)}: {literal_line(regraded(spread))}" for name, spread in spreads.items()]
        emit(report(document) + ("\n## Graded again\n\n" + "\n".join(lines) + "\n" if lines else ""), target)
    return 0


def _regraded(settings: Settings, session: str, times: int) -> dict[str, Regrade]:
    """Several gradings of each round that was held; the session's verdicts stay as they are."""
    from agent.regrading import regrade_session
    from tui.commands.headless import run_interruptible

    return run_interruptible(regrade_session(settings, session, times))

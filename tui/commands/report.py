"""`mockloop report SESSION`: a session's report."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from agent.errors import UsageError
from agent.reports.formats import FORMATS
from agent.reports.formats import report as report_in
from tui.commands.names import Name
from tui.commands.options import cost_options, regrade_option, settings_from
from tui.commands.output import emit

if TYPE_CHECKING:
    from agent.regrading import Regrade
    from agent.settings import Settings


@click.command("report", short_help="A session's report: md, html, pdf or json.")
@click.argument("session")
@click.option("--format", "kind", type=Name("format", FORMATS), default="md", show_default=True, help="The format.")
@click.option("-o", "--output", "target", metavar="FILE", help="Write there instead of printing.")
@regrade_option
@cost_options
def command(session: str, kind: str, target: str | None, regrades: int | None, max_cost: float | None) -> int:
    """The report of a session that is over: the verdict, what supports it, and what was said.

    \b
    Example:
      mockloop report 20261120-1631-4f2a -o debrief.md
      mockloop report 20261120-1631-4f2a --format html -o debrief.html
      mockloop report 20261120-1631-4f2a --format pdf -o debrief.pdf
      mockloop report 20261120-1631-4f2a --format json
      mockloop report 20261120-1631-4f2a --regrade 5 --max-cost 2
    """
    from agent import library

    if max_cost is not None and not regrades:
        raise UsageError("--max-cost belongs to --regrade; a report asks no model.")
    settings = settings_from({"max_cost": max_cost})
    spreads = _regraded(settings, session, regrades) if regrades else {}
    document = asyncio.run(library.document(settings, session))
    emit(report_in(document, kind, spreads), target)
    return 0


def _regraded(settings: Settings, session: str, times: int) -> dict[str, Regrade]:
    """Several gradings of each round that was held; the session's verdicts stay as they are."""
    from agent.regrading import regrade_session
    from tui.commands.headless import run_interruptible

    return run_interruptible(regrade_session(settings, session, times))

"""`mockloop report SESSION`: a session's report."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from agent.errors import UsageError
from tui.commands.names import Name
from tui.commands.options import regrade_option, settings_from
from tui.commands.output import emit

if TYPE_CHECKING:
    from agent.domain.verdict import LoopDebrief, RoundDocument
    from agent.regrading import Regrade
    from agent.settings import Settings

_FORMATS = ("md", "html", "pdf", "json")
_LATER = ("html", "pdf")


@click.command("report", short_help="A session's report: md or json.")
@click.argument("session")
@click.option("--format", "kind", type=Name("format", _FORMATS), default="md", show_default=True, help="The format.")
@click.option("-o", "--output", "target", metavar="FILE", help="Write there instead of printing.")
@regrade_option
def command(session: str, kind: str, target: str | None, regrades: int | None) -> int:
    """The report of a session that is over: the verdict, what supports it, and what was said.

    \b
    Example:
      mockloop report 20261120-1631-4f2a -o debrief.md
      mockloop report 20261120-1631-4f2a --format json
      mockloop report 20261120-1631-4f2a --regrade 5
    """
    if kind in _LATER:
        raise UsageError(f"--format {kind} comes with a later version; md and json are there now.")
    from agent import library

    settings = settings_from({})
    document = asyncio.run(library.document(settings, session))
    spreads = _regraded(document, settings, regrades) if regrades else {}
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


def _regraded(document: RoundDocument | LoopDebrief, settings: Settings, times: int) -> dict[str, Regrade]:
    """Several gradings of each round that was held; what is kept of the session stays as it is."""
    from agent.domain.verdict import RoundDocument
    from agent.regrading import regrade
    from tui.commands.headless import run_interruptible

    held = [document.transcript] if isinstance(document, RoundDocument) else list(document.transcripts)
    return {said.round_id or said.round.value: run_interruptible(regrade(said, settings, times)) for said in held}

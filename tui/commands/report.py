"""`mockloop report SESSION`: a session's report."""

from __future__ import annotations

import asyncio

import click

from agent.errors import UsageError
from tui.commands.names import Name
from tui.commands.options import settings_from
from tui.commands.output import emit

_FORMATS = ("md", "html", "pdf", "json")
_LATER = ("html", "pdf")


@click.command("report", short_help="A session's report: md or json.")
@click.argument("session")
@click.option("--format", "kind", type=Name("format", _FORMATS), default="md", show_default=True, help="The format.")
@click.option("-o", "--output", "target", metavar="FILE", help="Write there instead of printing.")
def command(session: str, kind: str, target: str | None) -> int:
    """The report of a session that is over: the verdict, what supports it, and what was said.

    \b
    Example:
      mockloop report 20261120-1631-4f2a -o debrief.md
      mockloop report 20261120-1631-4f2a --format json
    """
    if kind in _LATER:
        raise UsageError(f"--format {kind} comes with a later version; md and json are there now.")
    from agent import library

    document = asyncio.run(library.document(settings_from({}), session))
    if kind == "json":
        from agent.reports.json import dumps, session_document

        emit(dumps(session_document(document)) + "\n", target)
    else:
        from agent.reports.markdown import report

        emit(report(document), target)
    return 0

"""`mockloop resume [SESSION]`: go on with an interrupted session."""

from __future__ import annotations

import asyncio
from typing import Any

import click

from agent.errors import UsageError
from tui.commands.options import command_line, cost_options, headless_options, settings_from, settings_options
from tui.commands.output import note
from tui.commands.sitting import JSON_NEEDS_ANSWERS, NEEDS_ANSWERS
from tui.commands.terminal import on_terminal, open_app


@click.command("resume", short_help="Go on with an interrupted session.")
@click.argument("session", required=False)
@headless_options
@cost_options
@settings_options
def command(session: str | None, **chosen: Any) -> int:
    """Go on with an interrupted session; without an id, with the newest that is active.

    With --answers, the file's answers are the next ones. Of a session that is over the document is printed again.

    \b
    Example:
      mockloop resume
      mockloop resume 20261120-1631-4f2a --answers more.txt --json
    """
    as_json, answers = chosen["as_json"], chosen["answers"]
    if answers is None and not as_json and on_terminal():
        return open_app(command_line(chosen), resume=session or "")
    from agent import library
    from agent.domain.terms import SessionStatus

    settings = settings_from(chosen)
    row = asyncio.run(library.session_row(settings, session))
    if row.status is not SessionStatus.ACTIVE:
        from tui.commands.headless import print_verdicts

        if answers is not None:
            note(f"Session {row.session} is over; the answers were not used.")
        print_verdicts(asyncio.run(library.document(settings, row.session)), as_json=as_json)
        return 0
    if answers is None:
        raise UsageError(JSON_NEEDS_ANSWERS if as_json and on_terminal() else NEEDS_ANSWERS)
    from tui.commands.answers import read_answers
    from tui.commands.headless import resume

    held = asyncio.run(library.settings_to_resume(settings, row.session))  # where answers go is said, and is where
    return resume(row.session, held, read_answers(answers), as_json=as_json)

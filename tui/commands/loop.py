"""`mockloop loop NAME`: a full mock loop."""

from __future__ import annotations

from typing import Any

import click

from agent.errors import UsageError
from tui.commands.names import require
from tui.commands.options import (
    cost_options,
    headless_options,
    list_interviewers,
    require_interviewer,
    settings_from,
    settings_options,
    start_options,
)
from tui.commands.output import say
from tui.commands.sitting import Sitting, sit


@click.command("loop", short_help="A full mock loop.")
@click.argument("name", required=False)
@click.option("--list", "listing", is_flag=True, help="The loops that can be held, with their rounds.")
@start_options
@headless_options
@cost_options
@settings_options
def command(name: str | None, listing: bool, **chosen: Any) -> int:
    """A full mock loop: in the app, or without it where answers are given.

    \b
    Example:
      mockloop loop startup --level senior --background phd
      mockloop loop startup --offline --answers answers.txt --json > debrief.json
    """
    if listing:
        return _list(chosen)
    if name is None:
        raise UsageError("Name a loop, or see them with `mockloop loop --list`.")
    return sit(Sitting({"loop": name}, chosen), lambda: _check(name, chosen))


def _check(name: str, chosen: dict[str, Any]) -> None:
    from agent.library import loop_names

    require("loop", name, loop_names(settings_from(chosen)))
    require_interviewer(chosen["interviewer"])


def _list(chosen: dict[str, Any]) -> int:
    from agent.library import loops

    for row in loops(settings_from(chosen)):
        say(f"{row.name}: {row.title}, {row.minutes:g} minutes. {row.about}")
        say(f"  {', '.join(row.rounds)}\n")
    list_interviewers()
    return 0

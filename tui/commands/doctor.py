"""`mockloop doctor`: what is set up, what is missing, and what to do about it."""

from __future__ import annotations

import asyncio
from typing import Any

import click

from tui.commands.options import cost_options, settings_from, settings_options
from tui.commands.output import say, warn_of_first_search


@click.command("doctor", short_help="What is set up, what is missing, and what to do.")
@settings_options
@cost_options
def command(**chosen: Any) -> int:
    """What is set up, what is missing, and what to do about it. Keys are never printed.

    \b
    Example:
      mockloop doctor
      mockloop doctor --model llama3.1 --base-url http://localhost:11434/v1
    """
    from agent import library
    from agent.reports.text import one_line

    settings = settings_from(chosen)
    warn_of_first_search(settings)
    found = asyncio.run(library.doctor(settings))
    width = max(len(row.name) for row in found)
    for row in found:
        say(f"{'ok' if row.ok else '!!'}  {row.name.ljust(width)}  {one_line(row.says)}")
        if row.advice:
            say(f"{' ' * (width + 6)}{one_line(row.advice)}")
    return 0

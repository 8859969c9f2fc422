"""`mockloop followups TEXT --round KIND`: what the interviewer would probe next after this answer."""

from __future__ import annotations

import asyncio
import textwrap
from typing import TYPE_CHECKING

import click

from agent.domain.terms import Level, RoundKind
from tui.commands.names import Name, require
from tui.commands.options import LEVEL, json_option, settings_from
from tui.commands.output import print_json, read_text, say, warn_of_first_search

if TYPE_CHECKING:
    from agent.library import FollowUp

MOST = 50


@click.command("followups", short_help="What the interviewer would probe next after this answer.")
@click.argument("text")
@click.option("--round", "kind", type=Name("round", RoundKind, "KIND"), required=True, help="The round it is said in.")
@click.option("-k", type=click.IntRange(1, MOST), default=8, show_default=True, help="At most so many.")
@click.option("--question", metavar="ID", help="The question that is open; its own probes then go first.")
@click.option("--level", type=LEVEL, help="Only what fits this level.")
@json_option
def command(text: str, kind: str, k: int, question: str | None, level: str | None, as_json: bool) -> int:
    """What the interviewer would probe next after TEXT (- reads standard input), best first; offline.

    \b
    Example:
      mockloop followups "Our labels were redefined twice last month." --round ml_depth -k 3
    """
    from agent import library
    from agent.reports import json

    if text == "-":
        text = read_text("-", "answer")
    settings = settings_from({})
    round_kind = RoundKind(kind)
    if question is not None:
        require("question", question, [id for row in library.rounds() for id, _ in row.questions])
    wanted = Level(level) if level else None
    warn_of_first_search(settings)
    found = asyncio.run(library.followups(settings, text, round_kind, level=wanted, question=question, k=k))
    if as_json:
        print_json(json.followups(found))
    elif found:
        say("\n\n".join(_shown(number, item) for number, item in enumerate(found, 1)))
    else:
        say("Nothing fits this answer.")
    return 0


def _shown(number: int, item: FollowUp) -> str:
    from agent.reports.text import one_line

    lines = [f"{number}. {item.about if item.ask is None else item.ask}"]
    if item.ask is not None:
        lines.append(f"about {item.about}")
    lines.append(f"{item.kind.replace('_', ' ')} {item.id}, score {item.score:.2f}")
    return "\n".join(
        textwrap.fill(one_line(line), 96, initial_indent="" if at == 0 else "   ", subsequent_indent="   ")
        for at, line in enumerate(lines)
    )

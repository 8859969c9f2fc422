"""`mockloop round KIND`: one round on demand."""

from __future__ import annotations

from typing import Any

import click

from agent.domain.terms import RoundKind
from agent.errors import NotFoundError, UsageError
from tui.commands.names import Name, require
from tui.commands.options import (
    cost_options,
    headless_options,
    list_interviewers,
    require_interviewer,
    settings_options,
    start_options,
)
from tui.commands.output import say
from tui.commands.sitting import Sitting, sit


@click.command("round", short_help="One round on demand.")
@click.argument("kind", type=Name("round", RoundKind, "KIND"), required=False)
@click.option("--list", "listing", is_flag=True, help="The rounds that can be held, with their questions.")
@click.option("--question", metavar="ID", help="Put this question.")
@start_options
@headless_options
@cost_options
@settings_options
def command(kind: str | None, listing: bool, **chosen: Any) -> int:
    """One round on demand: in the app, or without it where answers are given.

    \b
    Example:
      mockloop round ml_depth --offline
      mockloop round ml_depth --offline --interviewer founder --answers answers.txt --json
    """
    if listing:
        return _list(kind)
    if kind is None:
        raise UsageError("Name a round, or see them with `mockloop round --list`.")
    return sit(Sitting({"round": kind}, chosen), lambda: _check(kind, chosen))


def _check(kind: str, chosen: dict[str, Any]) -> None:
    from agent.library import rounds

    question = chosen["question"]
    require_interviewer(chosen["interviewer"])
    held = {row.kind.value: row for row in rounds()}
    if kind not in held:
        raise NotFoundError(f"The round {kind} has no questions yet; these can be held: {', '.join(held)}.")
    if question is not None:
        known = {id: row.kind.value for row in held.values() for id, _ in row.questions}
        if question in known and known[question] != kind:
            raise UsageError(f"The question {question} belongs to {known[question]}, not to {kind}.")
        require("question", question, [id for id, _ in held[kind].questions])


def _list(kind: str | None) -> int:
    from agent.library import rounds
    from agent.reports.plain import rows

    found = [row for row in rounds() if kind is None or row.kind == kind]
    if not found:
        raise NotFoundError(f"The round {kind} has no questions yet.")
    for row in found:
        say(f"{row.kind}: {row.title}, {row.minutes:g} minutes. {row.about}")
        say(rows(row.questions, indent="  ") + "\n")
    if kind is None:
        list_interviewers()
    return 0

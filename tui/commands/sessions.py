"""`mockloop sessions`: the history; `delete` and `export` one of them."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

import click

from tui.commands.options import cost_options, json_option, settings_from, settings_options
from tui.commands.output import emit, note, print_json, say

if TYPE_CHECKING:
    from agent.library import SessionRow
    from agent.settings import Settings


@click.group("sessions", invoke_without_command=True, short_help="History, newest first; delete and export.")
@json_option
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """The history, newest first.

    \b
    Example:
      mockloop sessions
      mockloop sessions --json
      mockloop sessions export 20261120-1631-4f2a -o session.json
      mockloop sessions delete 20261120-1631-4f2a
    """
    if context.invoked_subcommand is not None:
        if as_json:
            raise click.UsageError("--json belongs to the list; an export is JSON anyway.")
        return
    from agent import library
    from agent.reports import json, plain

    settings = settings_from({})
    found = asyncio.run(library.sessions(settings))
    unreadable = asyncio.run(library.damaged(settings))
    if unreadable:
        note(f"{len(unreadable)} can't be read ({', '.join(unreadable)}); see `mockloop doctor`.")
    if as_json:
        print_json(json.sessions(found))
    elif found:
        head = ("session", "started", "held", "status", "answers", "asked by", "decision")
        say(plain.rows([head, *map(_row, found)]))
    else:
        say("No session yet; start one with `mockloop` or `mockloop round ml_depth`.")


@command.command("delete", short_help="Delete a session without a trace.")
@click.argument("session")
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
def delete(session: str, yes: bool) -> None:
    """Delete a session without a trace. On a terminal it asks first.

    \b
    Example:
      mockloop sessions delete 20261120-1631-4f2a
    """
    from agent import library

    settings = settings_from({})
    if not yes and sys.stdin.isatty():
        asyncio.run(library.session_row(settings, session))
        click.confirm(f"Delete session {session} for good?", abort=True, err=True)
    asyncio.run(library.delete(settings, session))
    note(f"Session {session} is deleted.")


@command.command("export", short_help="A session as one JSON document.")
@click.argument("session")
@click.option("-o", "--output", "target", metavar="FILE", help="Write there instead of printing.")
def export(session: str, target: str | None) -> None:
    """Everything of a session as JSON: its document where it is over, else its plan and what was said so far.

    \b
    Example:
      mockloop sessions export 20261120-1631-4f2a -o session.json
    """
    from agent import library
    from agent.reports import json

    kept = asyncio.run(library.interview(settings_from({}), session))
    emit(json.dumps(json.interview(kept)) + "\n", target)


@command.command("dispute", short_help="Dispute a rating with words that were said.")
@click.argument("session")
@click.option("--signal", required=True, metavar="ID", help="The signal whose rating is disputed.")
@click.option("--quote", required=True, metavar="WORDS", help="What you said, word for word.")
@click.option("--round", "round_id", metavar="ID", help="Of a loop: the round.")
@settings_options
@cost_options
def dispute(session: str, signal: str, quote: str, round_id: str | None, **chosen: Any) -> None:
    """Dispute a rating. It is answered from the evidence, and moves only by words of yours that were missed.

    Both ratings are kept and shown; arguments are not read by a grader.

    \b
    Example:
      mockloop sessions dispute 20261120-1631-4f2a --signal measurement --quote "two percent stay on the old rules"
    """
    say(asyncio.run(_disputed(settings_from(chosen), session, signal, quote, round_id)))


async def _disputed(settings: Settings, session: str, signal: str, quote: str, round_id: str | None) -> str:
    """What came of a dispute, in words."""
    from agent import disputing, library
    from agent.domain.verdict import RoundDocument
    from agent.reports import wording

    outcome = await disputing.dispute(settings, session, signal, quote, round_id)
    document = await library.document(settings, session)
    cards = [document.scorecard] if isinstance(document, RoundDocument) else document.scorecards
    return wording.disputed(outcome, next(card for card in cards if card.round_id == outcome.round_id))


def _row(row: SessionRow) -> tuple[str, ...]:
    from agent.reports import wording

    held = wording.loop_title(row.loop).lower() if row.loop else ", ".join(row.rounds)
    decision = row.decision.words if row.decision else ""
    started = row.started.replace("T", " ").removesuffix("Z")[:16] + " UTC"
    return (
        row.session,
        started,
        wording.words(held),
        row.status.value,
        str(row.answers),
        row.interviewer.value,
        decision,
    )

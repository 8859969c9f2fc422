"""`mockloop loop NAME`: a full mock loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
from tui.commands.output import note, say
from tui.commands.sitting import Sitting, sit

if TYPE_CHECKING:
    from agent.domain.knowledge import LoopPack, SourcedClaim


@click.command("loop", short_help="A full mock loop.")
@click.argument("name", required=False)
@click.option("--list", "listing", is_flag=True, help="The loops that can be held; with NAME, that loop in full.")
@start_options
@headless_options
@cost_options
@settings_options
def command(name: str | None, listing: bool, **chosen: Any) -> int:
    """A full mock loop: in the app, or without it where answers are given.

    \b
    Example:
      mockloop loop startup --list
      mockloop loop startup --level senior --background phd
      mockloop loop startup --offline --answers answers.txt --json > debrief.json
    """
    if listing:
        return _list(chosen) if name is None else _describe(name, chosen)
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
        if row.problem:
            note(f"{row.problem}; {row.name} can't be held.")
            continue
        say(f"{row.name}: {row.title}, {row.minutes:g} minutes. {row.about}")
        say(f"  {', '.join(row.rounds)}\n")
    list_interviewers()
    return 0


def _describe(name: str, chosen: dict[str, Any]) -> int:
    """Everything a loop's file says: what it holds, by which bar it is decided, what is claimed and by whom."""
    from agent.library import loop_names, loop_pack

    settings = settings_from(chosen)
    require("loop", name, loop_names(settings))
    pack, sources = loop_pack(settings, name)
    say(_head(pack))
    if pack.claims:
        say("\nWhat is said about it, by whom, and who says otherwise:")
    for claim in pack.claims:
        say(_claim(claim))
    if sources:
        say("\nSources:\n")
    for one in sources.values():
        say(f"  {one.id}: {one.title}, {one.publisher}, {one.date}. {one.note}")
    return 0


def _head(pack: LoopPack) -> str:
    held = "".join(f"  {item.kind:<18}{item.minutes:>4g} minutes{item.weight:>6.0%}\n" for item in pack.rounds)
    bars = ", ".join(f"{level} {bar:g}" for level, bar in pack.bars.items())
    return (
        f"{pack.id}: {pack.title}, {sum(item.minutes for item in pack.rounds):g} minutes. {pack.about}\n\n{held}\n"
        f"Bar for lean hire, of 4: {bars}.\nCommittee: {pack.committee}"
    )


def _claim(claim: SourcedClaim) -> str:
    others = "".join(f"\n  but: {other.says} ({other.source})" for other in claim.disagrees)
    return f"\n{claim.about}\n  {claim.says} ({claim.source}, {claim.date}){others}"

"""`mockloop sources`: the user's own documents in retrieval."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.commands.options import json_option, settings_from
from tui.commands.output import note, print_json, say

if TYPE_CHECKING:
    from agent.own_documents import OwnDocument

KINDS = ("resume", "job", "notes")


@click.group("sources", short_help="Your own documents: a resume, a job description, notes.")
def command() -> None:
    """Your own documents in retrieval: a resume, a job description, notes (Markdown, text, PDF).

    They stay in the data folder. With a model behind the interviewer, passages that fit what you say are sent to it.

    \b
    Example:
      mockloop sources add resume.pdf
      mockloop sources list
      mockloop sources remove resume-3f2a
    """


@command.command("add", short_help="Add documents.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--as", "kind", type=click.Choice(KINDS), help="What it is; guessed from the name by default.")
def add(files: tuple[str, ...], kind: str | None) -> None:
    """Add documents; the same file again replaces what was added of it before.

    The interviewer asks about lines of a resume or of a job description, and draws on notes.

    \b
    Example:
      mockloop sources add resume.pdf posting.txt
      mockloop sources add talk.md --as notes
    """
    from agent import own_documents

    settings = settings_from({})
    for file in files:
        chosen = own_documents.SourceKind(kind) if kind else None
        there = {one.id for one in asyncio.run(own_documents.listed(settings))}
        document = asyncio.run(own_documents.add(settings, Path(file), chosen))
        how = "was there and is read again" if document.id in there else "is added"
        note(f"{document.title} {how} as {document.kind.value} ({_passages(document)}): {document.id}")
        if not document.english:
            note(f"{document.title} does not read as English; offline retrieval and grading are made for English.")


@command.command("list", short_help="What was added.")
@json_option
def list_sources(as_json: bool) -> None:
    """What was added, and what each document is taken for.

    \b
    Example:
      mockloop sources list
    """
    from agent import own_documents
    from agent.reports import plain

    settings = settings_from({})
    found = asyncio.run(own_documents.listed(settings))
    damaged = asyncio.run(own_documents.unreadable(settings))
    if damaged:
        note(f"{', '.join(damaged)} can't be read; remove it with `mockloop sources remove` and add the file again.")
    if as_json:
        print_json([_row(document) for document in found])
    elif found:
        head = ("id", "taken for", "passages", "added", "file")
        rows = [(d.id, d.kind.value, str(len(d.passages)), d.added[:10], d.title) for d in found]
        say(plain.rows([head, *rows]))
    else:
        say("Nothing was added yet; start with `mockloop sources add resume.pdf`.")


@command.command("remove", short_help="Remove documents without a trace.")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
def remove(ids: tuple[str, ...]) -> None:
    """Remove documents with all that was derived from them. What interviews quoted of them stays in those interviews.

    \b
    Example:
      mockloop sources remove resume-3f2a
    """
    from agent import own_documents

    settings = settings_from({})
    for source_id in ids:
        asyncio.run(own_documents.remove(settings, source_id))
        note(f"{source_id} is removed.")


def _row(document: OwnDocument) -> dict[str, object]:
    return {
        "id": document.id,
        "file": document.title,
        "kind": document.kind.value,
        "passages": len(document.passages),
        "added": document.added,
        "english": document.english,
    }


def _passages(document: OwnDocument) -> str:
    return "1 passage" if len(document.passages) == 1 else f"{len(document.passages)} passages"

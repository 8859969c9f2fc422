"""`mockloop knowledge check`: for whoever adds to knowledge/."""

from __future__ import annotations

from pathlib import Path

import click

from agent.errors import KnowledgeError
from tui.commands.output import note, say


@click.group("knowledge", short_help="For maintainers: check what the interviewer knows.")
def command() -> None:
    """For maintainers: what the interviewer knows.

    \b
    Example:
      mockloop knowledge check
    """


@command.command("check", short_help="Check every file, count what there is.")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--quiet", is_flag=True, help="Errors only.")
def check(folder: Path | None, quiet: bool) -> int:
    """Check every file of knowledge/ (or of another FOLDER of its layout) and count what there is.

    Errors are what can't be asked or graded by: ids that lead nowhere, signals no probe can raise, what is missing.
    Warnings are for an ear: lines that ask two things or explain before they ask, phrasings with a key term of their
    question, near-duplicates. Each names the file and the line; with errors the exit status is 2.

    \b
    Example:
      mockloop knowledge check
      mockloop knowledge check my-checkout/knowledge --quiet
    """
    import asyncio

    from agent.maintenance import check_knowledge
    from agent.reports.plain import rows

    report = asyncio.run(check_knowledge(folder, errors_only=quiet))
    if not quiet:
        for line in report.warnings:
            note(f"warning: {line}")
    for line in report.errors:
        note(f"error: {line}")
    if report.errors:
        count = len(report.errors)
        raise KnowledgeError(f"{count} error{'s' if count > 1 else ''} in knowledge; the lines above say where.")
    if not quiet:
        say(", ".join(f"{number} {what}" for what, number in report.counts))
        say(rows(report.coverage))
        say(rows(report.signals))
    return 0

"""Input and output of commands: files, standard input, documents."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from agent.errors import MockloopError, UsageError
from agent.reports.text import one_line
from tui.files import write_whole

if TYPE_CHECKING:
    from agent.settings import Settings

LIMIT = 5_000_000
"""The longest file that is read, in bytes."""


class ReaderGoneError(Exception):
    """Whoever read standard output has left. No OSError: click would end the program on a broken pipe."""


class OutputError(MockloopError):
    """Standard output can't be written, and not because its reader has left."""

    exit_status = 2


def read_text(name: str, what: str) -> str:
    """The text of a file, or of standard input where it is called `-`. `what` names it in errors.

    Raises:
        UsageError: it is missing, a folder, unreadable, longer than LIMIT or not UTF-8.
    """
    data = _read_stdin(what) if name == "-" else _read_file(name, what)
    called = "standard input" if name == "-" else name
    if len(data) > LIMIT:
        raise UsageError(f"The {what} {called} is longer than {LIMIT // 1_000_000} MB; nothing was read from it.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"The {what} {called} is not UTF-8 text (line {line}); save it as UTF-8.") from None


def _read_stdin(what: str) -> bytes:
    stream: TextIO | None = sys.stdin
    if stream is None:
        raise UsageError(f"The {what} was to come from standard input, which is closed.")
    return stream.buffer.read(LIMIT + 1)


def _read_file(name: str, what: str) -> bytes:
    try:
        with Path(name).open("rb") as file:
            return file.read(LIMIT + 1)
    except FileNotFoundError:
        raise UsageError(f"The {what} {name} does not exist.") from None
    except IsADirectoryError:
        raise UsageError(f"The {what} {name} is a folder, not a file.") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise UsageError(f"The {what} {name} can't be read ({reason}).") from None


def say(text: str, end: str = "\n") -> None:
    """Print at once. Raises ReaderGoneError where the reader has left, OutputError where nothing can be written."""
    _print(text + end)


def _print(content: str | bytes) -> None:
    try:
        click.echo(content, nl=False)
    except BrokenPipeError:
        _silence_stdout()
        raise ReaderGoneError from None
    except OSError as error:
        _silence_stdout()
        raise OutputError(f"The output can't be written ({error.strerror}).") from None


def note(message: str) -> None:
    """Say something beside the output."""
    click.echo(one_line(message), err=True)


def warn_of_first_search(settings: Settings) -> None:
    """Tell whoever sits there why nothing happens for some seconds."""
    from agent.library import is_first_search

    if sys.stderr.isatty() and is_first_search(settings):
        note("Reading what the interviewer knows; only the first time takes some seconds.")


def print_json(document: Any, target: str | None = None) -> None:
    """Print a document as JSON, or write it into a file."""
    from agent.reports.json import dumps

    emit(dumps(document) + "\n", target)


def emit(content: str | bytes, target: str | None = None) -> None:
    """Print `content`, or write it into the file `target`, whole or not at all.

    Raises UsageError, also where bytes would go to a terminal.
    """
    if target is None or target == "-":
        if isinstance(content, bytes) and sys.stdout.isatty():
            raise UsageError("This format is no text for a terminal; nothing was written. Name a file with -o.")
        _print(content)
        return
    write_whole(target, content)
    note(f"Written to {target}.")


def _silence_stdout() -> None:
    """Nobody reads our output any more: what is still buffered must not fail at exit."""
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError):  # a stream that is no file
        return
    empty = os.open(os.devnull, os.O_WRONLY)
    os.dup2(empty, descriptor)
    os.close(empty)

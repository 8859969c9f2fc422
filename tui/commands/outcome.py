"""How a command ends: its exit status, and the one line that is said where it did not get done."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path

import click

from agent.errors import MockloopError
from tui.commands.output import ReaderGoneError, note

DONE, MISUSE, FAULT, INTERRUPTED = 0, 2, 70, 130


class StoppedError(MockloopError):
    """An interview stopped before its end; everything is kept and the session resumes."""

    def __init__(self, message: str, exit_status: int) -> None:
        super().__init__(message)
        self.exit_status = exit_status


def outcome_of(command: Callable[[], int | None]) -> int:
    """Run a command; say in one line on stderr why it did not get done; return the exit status.

    Of an exception that nobody raised on purpose only the type and the place are said: its message and the local
    variables may hold a key or the candidate's words.
    """
    try:
        return command() or DONE
    except ReaderGoneError:
        return DONE
    except MockloopError as error:
        return _said(str(error), error.exit_status)
    except click.ClickException as error:
        return _said(f"{error.format_message()}{_help_of(error)}", MISUSE)
    except (KeyboardInterrupt, click.Abort):
        return _said("Interrupted; what was kept before is safe.", INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - the last resort: a user never sees a traceback
        return _said(fault_line(error), FAULT)


def fault_line(error: BaseException) -> str:
    """The line for a fault of ours: what and where, without values."""
    kept = getattr(error, "kept", "")
    cause = error.__cause__ if kept and error.__cause__ is not None else error
    return (
        f"mockloop stopped on a fault of its own ({type(cause).__name__}{_place(cause)}). "
        f"{kept or 'What was kept before is safe.'} Please report it with this line."
    )


def _said(message: str, status: int) -> int:
    note(f"Error: {message}" if status in (MISUSE, FAULT) else message)
    return status


def _help_of(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f" See `{context.command_path} --help`." if isinstance(context, click.Context) else ""


def _place(error: BaseException) -> str:
    """The innermost line of ours that the error came through."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        parts = Path(frame.filename).parts
        ours = [index for index, part in enumerate(parts) if part in ("agent", "evals", "tui")]
        if ours:
            return f" at {'/'.join(parts[ours[-1] :])}:{frame.lineno}"
    return ""

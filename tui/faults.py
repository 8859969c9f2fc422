"""What the terminal shows after a fault: one line, with no values in it."""

from __future__ import annotations

import traceback
from pathlib import Path

from textual.worker import WorkerFailed

from agent.errors import MockloopError
from tui.invocation import program

_OURS = {"tui", "agent"}
FAULT_STATUS = 70


def cause_of(error: BaseException) -> BaseException:
    """The error itself, where a worker wrapped it."""
    return cause_of(error.error) if isinstance(error, WorkerFailed) else error


def parting_line(error: BaseException) -> tuple[int, str]:
    """The exit status and the one line for the user.

    Our own errors speak for themselves. Of any other only the type and the place are said: its message, like local
    variables, may hold a key or the candidate's words.
    """
    error = cause_of(error)
    if isinstance(error, MockloopError):
        return error.exit_status, str(error)
    return FAULT_STATUS, (
        f"mockloop stopped on a fault of its own ({type(error).__name__}{_place(error)}). "
        f"Every answer you sent is kept; `{program()} resume` goes on from there."
    )


def _place(error: BaseException) -> str:
    """The innermost line of ours that the error came through."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        parts = Path(frame.filename).parts
        ours = [index for index, part in enumerate(parts) if part in _OURS]
        if ours:
            return f" at {'/'.join(parts[ours[-1] :])}:{frame.lineno}"
    return ""

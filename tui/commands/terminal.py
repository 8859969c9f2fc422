"""What needs a terminal: the app."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from agent.errors import UsageError
from tui.collector import hold_off

if TYPE_CHECKING:
    from agent.domain.request import StartRequest


def on_terminal() -> bool:
    """Whether somebody sits at both ends. A stream that was closed is None."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def open_app(command_line: Mapping[str, Any], start: StartRequest | None = None, resume: str | None = None) -> int:
    """Open the app. Raises UsageError where there is no terminal."""
    if not on_terminal():
        raise UsageError(
            "The app needs a terminal; nothing was started. Without one, give the candidate's answers with "
            "--answers FILE (- for standard input): see `mockloop round --help`."
        )
    hold_off()
    from tui.app import run_app

    return run_app(start, resume, command_line)

"""A terminal that goes away: the app lets go of its session and ends, instead of waiting for somebody to read."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.driver import Driver


class OutlivesItsReader:
    """A text file whose writes are lost where the other side is gone.

    Textual writes in a thread of its own, which an error ends. Its queue holds thirty texts: once those were put, the
    next one would stop the whole app for good, with the session still locked.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write what can be written."""
        try:
            return self._file.write(text)
        except OSError:
            discard(self._file)
        return len(text)

    def flush(self) -> None:
        """Flush what can be flushed."""
        try:
            self._file.flush()
        except OSError:
            discard(self._file)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def discard(file: IO[str]) -> None:
    """From here on what is written there goes nowhere; what it still holds would make Python end with 120."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, file.fileno())
    os.close(nowhere)


def outliving(driver: type[Driver]) -> type[Driver]:
    """The same driver of a terminal, over a file that may go away."""

    class Outliving(driver):  # type: ignore[misc, valid-type]
        _file: Any

        def start_application_mode(self) -> None:
            self._file = OutlivesItsReader(self._file)
            super().start_application_mode()

    return Outliving

"""A terminal that goes away: the app lets go of its session and ends, instead of waiting for somebody to read."""

from __future__ import annotations

import os
import select
import signal
import threading
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


def watch(fileno: int) -> None:
    """Send this process what the kernel sends most of those whose terminal hangs up: SIGHUP.

    Not all of them get it: one that `make` started in a terminal of its own waits for us, and is the only one told.
    Textual would read nothing from there for ever, at full speed. Where a terminal can't be polled, nothing is done.
    """

    def wait() -> None:
        try:
            poll = select.poll()
            poll.register(fileno, 0)  # a hang-up is told, unasked
            gone = any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll())
        except (AttributeError, OSError):
            return
        if gone:
            os.kill(os.getpid(), signal.SIGHUP)

    threading.Thread(target=wait, name="terminal-watch", daemon=True).start()


def outliving(driver: type[Driver]) -> type[Driver]:
    """The same driver of a terminal, over a file that may go away."""

    class Outliving(driver):  # type: ignore[misc, valid-type]
        _file: Any

        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            self._file = OutlivesItsReader(self._file)
            if (fileno := getattr(self, "fileno", None)) is not None:  # not everywhere is it a file
                watch(fileno)

    return Outliving

"""A program in a terminal of its own: what it has put on the screen, and keys to send."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

SIZE = (40, 120)
DEADLINE_SECONDS = 60.0
_POLL_SECONDS = 0.005
"""How often a condition that no output announces is looked at; output is read the moment it comes."""
_CONTROLS = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[PX^_].*?\x1b\\|\x1b.")


class Terminal:
    """Starts `command` in a pseudo-terminal; no wait takes more than `deadline` seconds. The program is gone when the
    context ends."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], deadline: float = DEADLINE_SECONDS
    ) -> None:
        self._deadline = deadline
        self._raw = b""
        self._begun = time.perf_counter()
        self._child, self._fd = pty.fork()
        if self._child == 0:
            try:
                os.execvpe(command[0], list(command), dict(environment))  # noqa: S606
            finally:
                os._exit(127)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)
        os.close(self._fd)

    @property
    def shown(self) -> str:
        """All text that was ever written to the screen, without colours and movements; words may lack their spaces."""
        return _CONTROLS.sub("", self._raw.decode("utf-8", "replace"))

    @property
    def written(self) -> int:
        """How much was ever written to the screen, in bytes."""
        return len(self._raw)

    def shown_since(self, written: int) -> str:
        """As `shown`, of what was written after that many bytes."""
        return _CONTROLS.sub("", self._raw[written:].decode("utf-8", "replace"))

    def send(self, keys: str) -> None:
        """Press keys."""
        os.write(self._fd, keys.encode())

    def until_shown(self, words: str) -> float:
        """Wait for words on the screen; returns the seconds since the start. Raises TimeoutError."""
        return self.until(lambda: words in self.shown, words)

    def until(self, there: Callable[[], bool], what: str) -> float:
        """Wait until `there()`; returns the seconds since the start. Raises TimeoutError, also at the program's end."""
        latest = self._seconds() + self._deadline
        while not there():
            if self._seconds() > latest or not self._read():
                raise TimeoutError(f"{what!r} did not come; the screen's last words: {self.shown[-600:]!r}")
        return self._seconds()

    def _read(self) -> bool:
        """Read what there is, waiting a moment for it; False when the program has ended."""
        ready, _, _ = select.select([self._fd], [], [], _POLL_SECONDS)
        if not ready:
            return True
        try:
            piece = os.read(self._fd, 1 << 16)
        except OSError:  # Linux: the other side is closed
            return False
        self._raw += piece
        return bool(piece)

    def _seconds(self) -> float:
        return time.perf_counter() - self._begun

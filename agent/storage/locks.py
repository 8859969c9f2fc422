"""Exclusive locks on files, released by the operating system when the process dies."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType

from agent.errors import SessionBusyError


class FileLock:
    """An exclusive, non-blocking lock that a process holds on a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take the lock; False where another holder has it."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Let go. Safe to call twice."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> FileLock:
        if not self.acquire():
            raise SessionBusyError(f"Another process holds {self._path}; nothing was changed.")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def lock_session(folder: Path) -> FileLock:
    """Take the exclusive lock of a session.

    Two processes that resumed one session would both seem to succeed while one's answers are lost.

    Raises:
        SessionBusyError: another process has it.
    """
    lock = FileLock(folder / "lock")
    if not lock.acquire():
        raise SessionBusyError(
            f"Session {folder.name} is open in another process; nothing was changed. "
            "Close it there, then resume it here."
        )
    return lock

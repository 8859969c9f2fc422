"""Files of JSON lines that survive a kill and a full disk: a line stands there whole or not at all."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from agent.errors import StorageError
from agent.paths import make_private_folder

T = TypeVar("T")

HALVES = "surrogatepass"
"""A model may answer with half of a surrogate pair; that too comes back as it was."""


class LinesFile:
    """A file to which lines are only added, each in one write. Several processes may add and read at once.

    What a line is lost for, should one be damaged, is said by `lost`: "its sample is run again".
    """

    def __init__(self, path: Path, lost: str) -> None:
        self._path = path
        self._lost = lost
        self._open: int | None = None

    def add(self, plain: Mapping[str, Any]) -> None:
        """Add a line: it is on disk when this returns. Raises StorageError; then none of it is."""
        data = (json.dumps(plain, ensure_ascii=False) + "\n").encode("utf-8", HALVES)
        with written(self._path):
            if self._open is None:
                make_private_folder(self._path.parent)
                self._open = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
                with _locked(self._open, fcntl.LOCK_EX):
                    _cut_torn(self._open)
            with _locked(self._open, fcntl.LOCK_EX):
                _append(self._open, data)

    def read(self, made: Callable[[dict[str, Any]], T]) -> Iterator[T]:
        """What `made` makes of each line, in their order. A torn end, of a process that was killed, is left out.

        Raises StorageError, with file and line, where another one can't be read.
        """
        try:
            with self._path.open("rb") as file, _locked(file.fileno(), fcntl.LOCK_SH):
                data = file.read()
        except FileNotFoundError:
            return
        except OSError as error:
            raise StorageError(f"{self._path} can't be read ({error.strerror}).") from None
        for number, line in enumerate(data[: data.rfind(b"\n") + 1].splitlines(), 1):
            try:
                yield made(json.loads(line))
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise StorageError(
                    f"{self._path}:{number} can't be read ({type(error).__name__}); nothing was changed. "
                    f"Take the line out, and {self._lost}."
                ) from None

    def close(self) -> None:
        """Close the file. Safe to call twice."""
        if self._open is not None:
            os.close(self._open)
            self._open = None


@contextmanager
def written(path: Path) -> Iterator[None]:
    """Whatever the disk refuses is a StorageError that names the file."""
    try:
        yield
    except OSError as error:
        raise StorageError(f"{path} can't be written ({error.strerror or type(error).__name__}).") from None


def _append(descriptor: int, data: bytes) -> None:
    """All of it, or nothing: a full disk may take a part."""
    size = os.fstat(descriptor).st_size
    try:
        while data:
            data = data[os.write(descriptor, data) :]
    except OSError:
        os.ftruncate(descriptor, size)
        raise


def _cut_torn(descriptor: int) -> None:
    """Cut off an end that a killed process left: what follows must not be glued to it."""
    size = os.fstat(descriptor).st_size
    if size and os.pread(descriptor, 1, size - 1) != b"\n":
        os.ftruncate(descriptor, os.pread(descriptor, size, 0).rfind(b"\n") + 1)


@contextmanager
def _locked(descriptor: int, how: int) -> Iterator[None]:
    fcntl.flock(descriptor, how)
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)

"""Writing a file that a user has named: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from agent.errors import UsageError


def write_whole(target: str, content: str | bytes) -> None:
    """Put `content` into the file `target`; what stood there stays where that fails.

    Raises UsageError, one line that says why.
    """
    path = Path(target)
    if path.is_dir():
        raise UsageError(f"{target} is a folder; nothing was written. Name a file.")
    try:
        _replace(path, content if isinstance(content, bytes) else content.encode())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise UsageError(f"{target} can't be written ({reason}); what stood there is as it was.") from None


def _replace(path: Path, data: bytes) -> None:
    """Write beside the file and rename over it."""
    if path.exists() and not path.is_file():  # /dev/null, a named pipe
        path.write_bytes(data)
        return
    descriptor, partial = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
        Path(partial).chmod(mode)
        Path(partial).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(partial).unlink()
        raise

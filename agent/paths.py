"""Where things live on disk. Every path the program writes to is made here."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from agent.errors import StorageError


def default_home() -> Path:
    """The data folder: `MOCKLOOP_HOME`, else the platform's user data folder."""
    override = os.environ.get("MOCKLOOP_HOME")
    if override:
        return Path(override).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("mockloop", appauthor=False))


@dataclass(frozen=True, slots=True)
class Paths:
    """The layout of the data folder. Nothing is created until it is needed."""

    home: Path

    @property
    def config(self) -> Path:
        """The user's settings, TOML."""
        return self.home / "config.toml"

    @property
    def sessions(self) -> Path:
        """One folder a session: journal, checkpoints, lock."""
        return self.home / "sessions"

    @property
    def loops(self) -> Path:
        """The user's own loops."""
        return self.home / "loops"

    @property
    def evals(self) -> Path:
        """Runs of the eval suite and recorded model calls."""
        return self.home / "evals"

    @property
    def unfinished(self) -> Path:
        """What was paid for in a debrief that stopped before its end."""
        return self.home / "unfinished"

    @property
    def prices(self) -> Path:
        """The user's own prices of models, YAML."""
        return self.home / "prices.yaml"

    @property
    def endpoints(self) -> Path:
        """What was learnt about endpoints."""
        return self.home / "endpoints.json"

    @property
    def sources(self) -> Path:
        """The user's own documents, a folder each."""
        return self.home / "sources"

    @property
    def cache(self) -> Path:
        """What can be rebuilt at any time: vectors and the Chroma index. `MOCKLOOP_CACHE` moves it."""
        override = os.environ.get("MOCKLOOP_CACHE")
        return Path(override).expanduser() if override else self.home / "cache"

    def session(self, session_id: str) -> Path:
        """The folder of one session."""
        return self.sessions / session_id


def entries(folder: Path) -> list[Path]:
    """What is in a folder, sorted by name; nothing where there is no such folder.

    Raises:
        StorageError: something else stands in its place, or it can't be read.
    """
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _unusable(folder, "read", error) from None


def make_private_folder(path: Path) -> Path:
    """Create `path` and its parents readable by their owner only.

    Raises:
        StorageError: the folder can't be made or written.
    """
    try:
        for missing in reversed([folder for folder in (path, *path.parents) if not folder.exists()]):
            missing.mkdir(mode=0o700, exist_ok=True)  # `parents=True` would leave the parents open to others
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise _unusable(path, "written", error) from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise _unusable(path, "written")
    return path


def _unusable(folder: Path, how: str, error: OSError | None = None) -> StorageError:
    reason = f" ({error.strerror or type(error).__name__})" if error is not None else ""
    return StorageError(
        f"The data folder {folder} can't be {how}{reason}; nothing was changed. "
        "Point MOCKLOOP_HOME at a folder that you own."
    )

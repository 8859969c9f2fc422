"""The app's one way to the evals: their runs as plain data for the viewer. Imported when somebody looks at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from agent.errors import StorageError
from agent.settings import Settings
from evals.runs.folder import BASELINE, RunFolder, baseline_folder, find_run, run_names
from evals.viewing import Line, figures, summary_line, viewed


class Sample(Protocol):
    """A sample of one or two runs: `sides` are the lines of each, read when they are looked at."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def state(self) -> str: ...  # noqa: D102
    @property
    def sides(self) -> list[list[Line]]: ...  # noqa: D102
    def is_about(self, word: str) -> bool: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run in the list."""

    id: str
    about: str


@dataclass(frozen=True, slots=True)
class RunView:
    """What is looked through: one run or two, their figures in words, and every sample."""

    runs: tuple[str, ...]
    figures: str
    samples: Sequence[Sample]


def rows(settings: Settings) -> list[RunRow]:
    """The runs on this machine, newest first, and the committed one; of one that can't be read it says so."""
    folder = settings.paths.evals / "runs"
    paths = {name: folder / name for name in reversed(run_names(folder))}
    if (baseline_folder() / "run.json").is_file():
        paths[BASELINE] = baseline_folder()
    return [RunRow(name, _about(path)) for name, path in paths.items()]


def _about(path: Path) -> str:
    try:
        return summary_line(RunFolder.read(path))
    except StorageError as error:
        return str(error)


def view(settings: Settings, names: Sequence[str]) -> RunView:
    """One run or two to look through. Raises NotFoundError, StorageError."""
    folders = [RunFolder.read(find_run(settings.paths.evals / "runs", name)) for name in names]
    return RunView(tuple(folder.id for folder in folders), figures(folders), viewed(folders))

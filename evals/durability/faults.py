"""A disk that fills up and a database that somebody else has locked, in the middle of an interview."""

from __future__ import annotations

import os
import resource
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from agent.coding.sandbox import confinement
from evals.durability import mounts
from evals.durability.evidence import Evidence, gather, lost
from evals.durability.gates import Stop
from evals.durability.processes import Outcome, run
from evals.durability.sitting import Setting, prepare
from evals.durability.trials import Trials

POINTS = (
    "starting/before", "journal/before", "journal/answer", "streaming/a reply", "streaming/said", "assessing/done",
    "checkpoint/before writes", "checkpoint/before it", "checkpoint/before pruning", "taking_back/before",
    "scoring/grading done", "scoring/debrief done", "committee/done", "committee/before the status",
    *(["running/done"] if confinement() is None else []),
)  # fmt: skip
"""Where the fault sets in: before each kind of write."""
PLACES = [(point, retries) for point in POINTS for retries in (False, True)]
"""Each of them, mended for a fresh process and for the same one, which tries again."""
FEW_PLACES = [("journal/before", True), ("checkpoint/before writes", False), ("scoring/debrief done", True)]
Places = Sequence[tuple[str, bool]]
DISK_BYTES = 16 << 20
"""A session of the short loop takes a quarter of it, its write-ahead logs included."""


class Fault(Protocol):
    """Something that goes wrong while a child stands still, and is mended later. `says` is in the error's line."""

    says: str

    def begin(self, setting: Setting, child: int) -> None:
        """Let it go wrong."""
        ...

    def mend(self) -> None:
        """Put it right. Safe to call twice."""
        ...


class FullDisk:
    """The file system of the data folder has not one page left."""

    says = "is full"

    def __init__(self) -> None:
        self._ballast: Path | None = None

    def begin(self, setting: Setting, child: int) -> None:
        """Fill it with a file of our own."""
        self._ballast = setting.home / "ballast"
        ballast = os.open(self._ballast, os.O_WRONLY | os.O_CREAT)
        with suppress(OSError):
            while os.write(ballast, bytes(4096)):
                pass
        os.close(ballast)

    def mend(self) -> None:
        """Remove that file."""
        if self._ballast is not None:
            self._ballast.unlink(missing_ok=True)


class FilesThatCannotGrow:
    """A limit on the size of a child's files, where a small disk can't be mounted: each write beyond it fails."""

    says = "is full"

    def __init__(self) -> None:
        self._child: int | None = None

    def begin(self, setting: Setting, child: int) -> None:
        """Limit it to the smallest write-ahead log."""
        self._child = child
        logs = [path.stat().st_size for path in setting.home.glob("sessions/*/*-wal")]
        _limit_files(child, min(logs, default=0))

    def mend(self) -> None:
        """Lift the limit; a child that is gone took it with it."""
        if self._child is not None:
            with suppress(ProcessLookupError):
                _limit_files(self._child, resource.RLIM_INFINITY)


def _limit_files(child: int, size: int) -> None:
    if sys.platform == "linux":
        resource.prlimit(child, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


class LockedDatabase:
    """Another program holds an exclusive lock on one of a session's databases."""

    says = "is locked"

    def __init__(self, name: str) -> None:
        self._name = name
        self._holder: sqlite3.Connection | None = None

    def begin(self, setting: Setting, child: int) -> None:
        """Take the lock where the database is there yet, but not where the halted child is writing there itself."""
        for path in setting.home.glob(f"sessions/*/{self._name}"):
            self._holder = sqlite3.connect(path, isolation_level=None, timeout=0)
            try:
                self._holder.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError:  # halted, it can't let go: nobody else could hold the lock now
                self.mend()

    def mend(self) -> None:
        """Let go of it."""
        if self._holder is not None:
            self._holder.close()
            self._holder = None


@dataclass
class Felt:
    """How often a fault was felt, of how many times it was there, and what went wrong then."""

    times: int
    of: int
    violations: list[str]


def full_disk(trials: Trials, places: Places) -> str:
    """Fill the disk at each of the places."""
    if mounts.permitted():
        what = "a full disk"
        felt = mounts.apart(lambda: _everywhere(trials, places, "full disk", FullDisk, small=True))
    elif sys.platform == "linux":
        what = "a limit on files (no disk can be mounted)"
        felt = _everywhere(trials, places, "full disk", FilesThatCannotGrow)
    else:
        return "a full disk: NOT tried, no small disk can be mounted here"
    trials.tally.violations += felt.violations
    return f"{what}: felt {felt.times} times of {felt.of}"


def locked(trials: Trials, places: Places) -> str:
    """Lock the journal, then the checkpoints, at each of the places."""
    lines = []
    for name in ("journal", "checkpoints"):
        felt = _everywhere(trials, places, f"locked {name}", lambda name=name: LockedDatabase(f"{name}.db"))  # type: ignore[misc]
        trials.tally.violations += felt.violations
        lines.append(f"a locked database ({name}): felt {felt.times} times of {felt.of}")
    return "\n".join(lines)


FAULTS: dict[str, Callable[[Trials, Places], str]] = {"full_disk": full_disk, "locked": locked}


def _everywhere(trials: Trials, places: Places, name: str, make: Callable[[], Fault], *, small: bool = False) -> Felt:
    felt = Felt(0, 0, [])
    for number, (point, retries) in enumerate(places):
        stop, script = trials.somewhere(point, number, offline=False)
        setting = trials.setting(f"{name} {number}", script, retries=retries)
        if small:
            mounts.mount_small_disk(setting.home, DISK_BYTES)
            prepare(setting.home)
        wrong = list(_befallen(trials, setting, stop, make()))
        felt.of += 1
        felt.times += bool(gather(setting).noted("error"))
        felt.violations += [f"{setting.folder.name} ({script.name}, {stop}): {line}" for line in wrong]
    return felt


def _befallen(trials: Trials, setting: Setting, stop: Stop, fault: Fault) -> Iterator[str]:
    """Let the fault befall an interview, mend it, go on to the end; yields what is wrong."""
    at_stops = [lambda child: fault.begin(setting, child)]
    if setting.retries:
        at_stops.append(lambda _: fault.mend())
    outcome = run(setting, stop=stop, at_stops=at_stops)
    fault.mend()
    seen = gather(setting)
    yield from lost(seen)
    yield from _badly_told(outcome, seen, fault)
    yield from trials.ends(setting)


def _badly_told(outcome: Outcome, seen: Evidence, fault: Fault) -> Iterator[str]:
    errors = seen.noted("error")
    if outcome.status not in (0, 2) or (outcome.status == 2 and not errors):
        yield f"it ended with status {outcome.status}:\n{outcome.complaint}"
    for error in errors:
        if error["error"] != "StorageError" or fault.says not in error["text"] or "\n" in error["text"]:
            yield f"it is told as {error['error']}: {error['text']}"

"""Children by fork: no import is paid twice, and each starts without a database, a thread or a session of its own."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from evals.durability.gates import Board, Gate, Stop
from evals.durability.sitting import Setting, sit

DEADLINE_SECONDS = 120.0
"""A child that neither stops nor ends within this has hung."""

AtStop = Callable[[int], None]
"""What the parent does while the child, whose process id it is given, stands still."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a child ended: `killed` by us, at the point `last`; else its exit status, and what it wrote to stderr."""

    killed: bool
    last: str
    counts: dict[str, int]
    status: int
    complaint: str
    seconds: float


def run(
    setting: Setting, *, stop: Stop | None = None, kill_after: float | None = None, at_stops: Sequence[AtStop] = ()
) -> Outcome:
    """Sit an interview in a child: to its end, to the point where it has to stop, or for `kill_after` seconds.

    The first times it stands still `at_stops` are called, one each time, and it goes on; after that it is killed with
    SIGKILL (with `kill_after`, in the middle of whatever it does at that time).
    """
    board = Board()
    bell, ring = os.pipe()
    hold, keep = os.pipe()
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(bell)
        os.close(keep)
        _in_child(setting, Gate(board, ring, hold, stop))
    os.close(ring)
    os.close(hold)
    try:
        for at_stop in at_stops:
            if _rings(bell, DEADLINE_SECONDS):
                at_stop(child)
                os.write(keep, b"!")
        killed = _kill_when_it_stands(child, bell, kill_after)
        _, status = os.waitpid(child, 0)
    finally:
        os.close(bell)
        os.close(keep)
    last, counts = board.read()
    complaint = _errors(setting, child).read_text("utf-8") if _errors(setting, child).exists() else ""
    code = os.waitstatus_to_exitcode(status)
    return Outcome(killed and code == -signal.SIGKILL, last, dict(counts), code, complaint, time.monotonic() - begun)


def _rings(bell: int, seconds: float) -> bool | None:
    """True when the child stands still, False when it ended (which closes the bell), None after the time."""
    ready, _, _ = select.select([bell], [], [], seconds)
    return bool(os.read(bell, 1)) if ready else None


def _kill_when_it_stands(child: int, bell: int, kill_after: float | None) -> bool:
    rings = _rings(bell, DEADLINE_SECONDS if kill_after is None else kill_after)
    if rings is False:
        return False
    os.kill(child, signal.SIGKILL)
    return rings is True or kill_after is not None


def _errors(setting: Setting, child: int) -> Path:
    return setting.folder / f"stderr.{child}"


def _in_child(setting: Setting, gate: Gate) -> NoReturn:
    errors = os.open(_errors(setting, os.getpid()), os.O_WRONLY | os.O_CREAT, 0o600)
    os.dup2(errors, 2)
    status = 70
    try:
        asyncio.run(sit(setting, gate))
        status = 0
    except SystemExit as leaving:
        status = int(leaving.code or 0)
    except BaseException:  # noqa: BLE001 - the parent reads it
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)

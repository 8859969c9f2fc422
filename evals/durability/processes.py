"""Children by fork: no import is paid twice, and each starts without a database, a thread or a session of its own."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import time
import traceback
from dataclasses import dataclass
from typing import NoReturn

from evals.durability.gates import Board, Gate, Stop
from evals.durability.sitting import Setting, sit

DEADLINE_SECONDS = 120.0
"""A child that neither stops nor ends within this has hung."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a child ended: `killed` by us, at the point `last`; else its exit status, and what it wrote to stderr."""

    killed: bool
    last: str
    counts: dict[str, int]
    status: int
    complaint: str
    seconds: float


def run(setting: Setting, *, stop: Stop | None = None, kill_after: float | None = None) -> Outcome:
    """Sit an interview in a child: to its end, to the point where it has to stop, or for `kill_after` seconds.

    It is killed with SIGKILL while it stands still (or in the middle of whatever it does at that time).
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
        killed = _kill_when_it_stands(child, bell, kill_after)
        _, status = os.waitpid(child, 0)
    finally:
        os.close(bell)
        os.close(keep)
    last, counts = board.read()
    errors = setting.home / f"stderr.{child}"
    complaint = errors.read_text("utf-8") if errors.exists() else ""
    code = os.waitstatus_to_exitcode(status)
    return Outcome(killed and code == -signal.SIGKILL, last, dict(counts), code, complaint, time.monotonic() - begun)


def _kill_when_it_stands(child: int, bell: int, kill_after: float | None) -> bool:
    """Wait for the bell, the child's end (which closes the bell), or the time; True where the child was killed."""
    limit = DEADLINE_SECONDS if kill_after is None else kill_after
    ready, _, _ = select.select([bell], [], [], limit)
    if ready and not os.read(bell, 1):
        return False
    os.kill(child, signal.SIGKILL)
    return bool(ready) or kill_after is not None


def _in_child(setting: Setting, gate: Gate) -> NoReturn:
    errors = os.open(setting.home / f"stderr.{os.getpid()}", os.O_WRONLY | os.O_CREAT, 0o600)
    os.dup2(errors, 2)
    status = 70
    try:
        asyncio.run(sit(setting, gate))
        status = 0
    except BaseException:  # noqa: BLE001 - the parent reads it
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)

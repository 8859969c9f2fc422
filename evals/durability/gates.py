"""Where an interview can be killed: named points in its windows, passed by a child process and stopped at on demand.

A point is called "window/where". The hooks live here alone: the product knows nothing of them.
"""

from __future__ import annotations

import json
import mmap
import os
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from agent import trying_code
from agent.coding.runner import CodeRunner
from agent.graph import machine as machine_module
from agent.standing import Standing
from agent.storage.journal import Journal

WINDOWS = ("journal", "streaming", "assessing", "checkpoint", "scoring", "committee")
"""Journal to resume, between the tokens of a reply, assessing, task write to checkpoint, scoring, committee."""
BESIDE = ("starting", "taking_back", "running")
"""Further windows: a session is being made; an answer is being taken back; code is kept and what comes of it is not."""
_BOARD_BYTES = 8192


@dataclass(frozen=True, slots=True)
class Stop:
    """Stand still at the `nth` passing (from 1) of `point`."""

    point: str
    nth: int

    @property
    def window(self) -> str:
        """The window that the point is in."""
        return self.point.partition("/")[0]


class Board:
    """Memory shared with a child: which points it passed, readable after it was killed."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _BOARD_BYTES)

    def write(self, last: str, counts: Counter[str]) -> None:
        """Note the point passed last and how often each was passed."""
        plain = json.dumps([last, counts]).encode()
        self._memory[: len(plain) + 1] = plain + b"\0"

    def read(self) -> tuple[str, Counter[str]]:
        """The point passed last ('' for none), and how often each was passed."""
        plain = self._memory[:].partition(b"\0")[0]
        last, counts = json.loads(plain) if plain else ("", {})
        return last, Counter(counts)


class Gate:
    """What a child passes at every point. At the one it has to stop at it rings the parent's bell and stands still.

    `bell` is the writing end of a pipe to the parent, `hold` the reading end of one on which the parent says go on: the
    whole process stands still in a read of it, and leaves when the parent is gone.
    """

    def __init__(self, board: Board, bell: int, hold: int, stop: Stop | None) -> None:
        self._board, self._bell, self._hold, self._stop = board, bell, hold, stop
        self._counts: Counter[str] = Counter()

    def reach(self, point: str) -> None:
        """Pass a point."""
        self._counts[point] += 1
        self._board.write(point, self._counts)
        if self._stop == Stop(point, self._counts[point]):
            self.stand()

    def stand(self) -> None:
        """Ring, and stand still until the parent says go on."""
        os.write(self._bell, b"!")
        if not os.read(self._hold, 1):
            os._exit(1)


Method = Callable[..., Awaitable[Any]]
Where = Callable[..., str]
"""Names the point from a method's arguments; '' where this call is no point."""


def around(owner: object, name: str, gate: Gate, *, before: Where | None = None, after: Where | None = None) -> None:
    """Make a coroutine method of a class or an object pass points before and after it runs."""
    real: Method = getattr(owner, name)

    async def watched(*arguments: Any, **named: Any) -> Any:
        if before is not None and (point := before(*arguments, **named)):
            gate.reach(point)
        result = await real(*arguments, **named)
        if after is not None and (point := after(*arguments, **named)):
            gate.reach(point)
        return result

    setattr(owner, name, watched)


def at(point: str) -> Where:
    """The same point whatever the arguments are."""
    return lambda *_, **__: point


def _result_kept(_: object, round_id: str, seq: int, kind: str, value: object) -> str:
    windows = {"assess": "assessing", "grade": "scoring", "scorecard": "scoring", "committee": "committee"}
    return f"{windows[kind]}/{kind} kept"


def _status(where: str) -> Where:
    def point(*_: Any, **values: Any) -> str:
        if values.get("status") == "active":
            return f"starting/{where} its first row"
        return f"committee/{where} the status" if "status" in values else ""

    return point


def install(gate: Gate) -> None:
    """Put points around what an interview writes to disk. For a process that does nothing else."""
    around(Journal, "add_answer", gate, before=at("journal/before the answer"), after=at("journal/answer kept"))
    around(Journal, "add_control", gate, after=at("journal/end kept"))
    around(Standing, "remember_before", gate, after=at("journal/checkpoint noted"))
    around(Journal, "add_reply", gate, before=at("streaming/said"), after=at("streaming/reply kept"))
    around(Journal, "keep_result", gate, after=_result_kept)
    around(Journal, "set_meta", gate, before=_status("before"), after=_status("after"))
    around(Journal, "withdraw_from", gate, before=at("taking_back/before it"), after=at("taking_back/after it"))
    around(trying_code, "_run", gate, before=at("running/begun"))
    around(CodeRunner, "run", gate, after=at("running/done"))
    around(Journal, "keep_run", gate, after=at("running/kept"))
    around(
        machine_module, "prune", gate, before=at("checkpoint/before pruning"), after=at("checkpoint/pruned")
    )  # fmt: skip
    services = vars(machine_module)
    real_open = services["open_checkpoints"]

    @asynccontextmanager
    async def open_checkpoints(folder: Any) -> Any:
        async with real_open(folder) as saver:
            around(
                saver, "aput_writes", gate, before=at("checkpoint/before writes"), after=at("checkpoint/writes kept")
            )
            around(saver, "aput", gate, before=at("checkpoint/before it"), after=at("checkpoint/kept"))
            yield saver

    services["open_checkpoints"] = open_checkpoints

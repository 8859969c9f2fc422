"""The compiled graph of one session over its checkpoints: where it stands, and one run of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from langchain_core.runnables import RunnableConfig
from langgraph.types import Command, StateSnapshot

from agent.events import Event
from agent.graph.build import build
from agent.graph.checkpoints import DiscreetSaver, open_checkpoints, prune
from agent.graph.context import GraphContext
from agent.graph.state import InterviewState
from agent.storage.database import storage_errors

_THREAD = {"thread_id": "interview"}
_ADDRESS = ("thread_id", "checkpoint_ns", "checkpoint_id", "checkpoint_map")

Address = dict[str, Any]
"""A checkpoint of a round with those above it, as langgraph addresses it: plain data."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where the graph stands.

    `waiting` is whether it waits for the candidate; `started` is false before its first checkpoint. `given_to` is what
    the next input is given to, `address` the round's own checkpoint, None between rounds. `done` is a field of the
    state: that nothing is next does not mean finished, see `InterviewState.done`.
    """

    values: InterviewState
    waiting: bool
    started: bool
    given_to: Address
    address: Address | None = None

    @property
    def done(self) -> bool:
        """Whether the session has reached its end."""
        return bool(self.values.get("done"))

    @property
    def rewound(self) -> bool:
        """Whether this is an earlier place that the interview was taken back to."""
        return self.given_to == self.address


class Machine:
    """Drives the graph. Raises StorageError where the checkpoints can't be read or written."""

    def __init__(self, saver: DiscreetSaver, rounds: int, path: Path) -> None:
        self._saver = saver
        self._graph = build(rounds).compile(checkpointer=saver)
        self._path = path

    @classmethod
    @asynccontextmanager
    async def open(cls, folder: Path, rounds: int) -> AsyncIterator[Machine]:
        """The machine of the session in `folder`, which holds `rounds` rounds."""
        async with open_checkpoints(folder) as saver:
            yield cls(saver, rounds, folder / "checkpoints.db")

    async def position(self, rewound_to: Address | None = None) -> Position:
        """Where the graph stands: at its newest checkpoint, or at the one it was taken back to."""
        with storage_errors(self._path):
            if rewound_to is not None:
                earlier = await self._graph.aget_state(RunnableConfig(configurable=rewound_to))
                return Position(_state(earlier.values), True, True, rewound_to, rewound_to)
            root = await self._graph.aget_state(RunnableConfig(configurable=dict(_THREAD)), subgraphs=True)
        started = root.created_at is not None
        inner = root.tasks[0].state if root.tasks else None
        if not isinstance(inner, StateSnapshot):
            return Position(_state(root.values), False, started, dict(_THREAD))
        kept = inner.config["configurable"]
        address = {key: kept[key] for key in _ADDRESS if key in kept}
        values = _state({**root.values, **inner.values})
        return Position(values, inner.next == ("await_answer",), started, dict(_THREAD), address)

    async def run(self, position: Position, number: int | None, context: GraphContext) -> AsyncIterator[Event]:
        """Run until the graph waits or ends, and emit what happens.

        `number` is the input that a waiting graph is resumed with; None starts it, or drives on a turn cut short.
        """
        payload: Any = None if number is None else Command(resume=number)
        if not position.started:
            payload = InterviewState(turn=0, stop=False)
        with storage_errors(self._path):  # the journal tells its own errors
            stream = self._graph.astream(
                payload,
                RunnableConfig(configurable=position.given_to),
                context=context,
                stream_mode=["custom"],
                subgraphs=True,
                durability="sync",
            )
            async for _, _, event in stream:
                yield cast(Event, event)

    async def forget_before(self, position: Position, needed: Address | None) -> None:
        """Drop the checkpoints that can't be returned to: all before `needed`, where that is of the same round."""
        if position.address is None or position.rewound:
            return
        keep: Mapping[str, str] = position.address["checkpoint_map"]
        if needed is not None and needed["checkpoint_map"].keys() == keep.keys():
            keep = needed["checkpoint_map"]
        with storage_errors(self._path):
            await prune(self._saver, keep)


def _state(values: Any) -> InterviewState:
    return InterviewState(**dict(values))  # type: ignore[typeddict-item]

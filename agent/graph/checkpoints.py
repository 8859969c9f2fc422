"""The graph's checkpoints on disk: opened privately, and kept small by dropping what can't be returned to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from agent.errors import DamagedError
from agent.storage.database import connect, storage_errors, transaction, unhurried

_ERROR = "__error__"  # the channel in which LangGraph keeps what a node raised


class DiscreetSaver(AsyncSqliteSaver):
    """Keeps of a node's exception its type alone: its message may hold a key or whatever else went through the node."""

    async def aput_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        """Store the writes of a task."""
        kept = [(channel, type(value).__name__ if channel == _ERROR else value) for channel, value in writes]
        await super().aput_writes(config, kept, task_id, task_path)


@asynccontextmanager
async def open_checkpoints(folder: Path) -> AsyncIterator[DiscreetSaver]:
    """The checkpointer of a session, in a database of its own beside the journal.

    Checkpoints can be made again from the journal: a damaged file is set aside, and the graph is driven anew over the
    journalled answers, whose replies and results are all kept there.
    """
    path = folder / "checkpoints.db"
    try:
        connection = await _open_sound(path)
    except DamagedError:
        for side in ("", "-wal", "-shm"):
            damaged = path.with_name(path.name + side)
            if damaged.exists():
                damaged.replace(damaged.with_name(damaged.name + ".damaged"))
        connection = await _open_sound(path)
    try:
        saver = DiscreetSaver(connection)
        with storage_errors(path):
            async with unhurried(connection):
                await saver.setup()
        yield saver
    finally:
        await connection.close()


async def _open_sound(path: Path) -> aiosqlite.Connection:
    connection = await connect(path)
    try:
        with storage_errors(path):
            found = list(await connection.execute_fetchall("PRAGMA quick_check(1)"))
            if found[0][0] != "ok":
                raise DamagedError(f"{path} is damaged.")
    except BaseException:
        await connection.close()
        raise
    return connection


async def prune(saver: AsyncSqliteSaver, keep_from: Mapping[str, str]) -> None:
    """Delete checkpoints older than the ones named, and all of namespaces that are not named (rounds that are over).

    `keep_from` maps a namespace ('' is the loop) to the oldest checkpoint id that is still needed. Ids grow with
    time, so they compare as text. 40 turns took 7.8 MB with all checkpoints kept.
    """
    connection = saver.conn
    async with saver.lock, transaction(connection):
        cursor = await connection.execute("SELECT DISTINCT checkpoint_ns FROM checkpoints")
        known = [row[0] for row in await cursor.fetchall()]
        for table in ("checkpoints", "writes"):
            for namespace in known:
                oldest = keep_from.get(namespace, "~")  # sorts after every id: nothing of it is kept
                await connection.execute(
                    f"DELETE FROM {table} WHERE checkpoint_ns = ? AND checkpoint_id < ?",  # noqa: S608 - two literals
                    (namespace, oldest),
                )

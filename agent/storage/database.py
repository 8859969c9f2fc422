"""Opening SQLite files so that what was acknowledged survives a kill and only the owner can read it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite

from agent.errors import DamagedError, StorageError


def create_private(path: Path) -> None:
    """Make an empty file that its owner alone may read; SQLite gives its side files the same mode."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))


async def connect(path: Path, *, timeout: float = 5.0) -> aiosqlite.Connection:
    """Open a database with a write-ahead log and full synchronisation.

    Raises:
        StorageError: the file can't be opened or is not a sound database.
    """
    with storage_errors(path):
        create_private(path)
        connection = await aiosqlite.connect(path, timeout=timeout)
        try:
            await connection.execute("PRAGMA journal_mode=WAL")
            await connection.execute("PRAGMA synchronous=FULL")
        except BaseException:
            await connection.close()
            raise
    connection.row_factory = sqlite3.Row
    return connection


@asynccontextmanager
async def unhurried(connection: aiosqlite.Connection) -> AsyncIterator[None]:
    """Tables are made without waiting for the disk at each: the first commit afterwards brings all of it there."""
    await connection.execute("PRAGMA synchronous=NORMAL")
    try:
        yield
    finally:
        await connection.execute("PRAGMA synchronous=FULL")


class storage_errors:  # noqa: N801 - used like contextlib.suppress
    """Turn what SQLite and the file system raise into one line for the user."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, sqlite3.OperationalError):
            text = str(error)
            if "disk is full" in text or "disk I/O" in text:
                raise StorageError(
                    f"The disk that holds {self._path.parent} is full; everything acknowledged before is kept. "
                    "Free some space and resume."
                ) from None
            if "locked" in text:
                raise StorageError(
                    f"{self._path} is locked by another program; everything acknowledged before is kept. "
                    "Close that program and resume."
                ) from None
            raise StorageError(f"{self._path} can't be used ({text}); what it holds is kept as it is.") from None
        if isinstance(error, sqlite3.DatabaseError):
            raise DamagedError(
                f"{self._path} is damaged ({error}); it is left as it is, other sessions are not affected. "
                "Restore it from a backup, or go on with `mockloop sessions delete` and a new session."
            ) from None
        if isinstance(error, OSError):
            reason = error.strerror or type(error).__name__
            raise StorageError(f"{self._path} can't be written ({reason}); what was kept before is safe.") from None


@asynccontextmanager
async def transaction(connection: aiosqlite.Connection) -> AsyncIterator[None]:
    """Commit what happens inside, or nothing of it."""
    try:
        yield
        await connection.commit()
    except BaseException:
        await connection.rollback()
        raise


Statement = tuple[str, Sequence[Any]]
"""SQL and the values of its question marks."""


async def write(connection: aiosqlite.Connection, statements: Sequence[Statement]) -> int:
    """Run statements and commit, or nothing of it; returns the number of the row that the first one added.

    All of it is one call in the connection's thread, so that no other write comes between, and who waits for it waits
    for that thread once: a call for each statement took as long as the disk. Who stops waiting does not stop it.
    """

    def run() -> int:
        database: sqlite3.Connection = connection._conn
        try:
            added = [database.execute(*statement).lastrowid for statement in statements]
            database.commit()
        except BaseException:
            database.rollback()
            raise
        return added[0] or 0

    written: int = await connection._execute(run)  # type: ignore[no-untyped-call]  # no other way into its thread
    return written

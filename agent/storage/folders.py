"""The folders of sessions: finding them, reading their row in the history, deleting them."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from agent.errors import NotFoundError
from agent.paths import entries
from agent.storage.locks import lock_session


def session_folder(sessions: Path, session_id: str) -> Path:
    """The folder of a session. Raises NotFoundError; a name that is no plain folder name is never found."""
    folder = sessions / session_id
    if not session_id or folder.parent != sessions or session_id in (".", "..") or not folder.is_dir():
        raise NotFoundError(f"There is no session {session_id!r}; see `mockloop sessions`.")
    return folder


def read_row(folder: Path) -> dict[str, Any] | None:
    """What a history shows of a session, None where its journal is missing or damaged.

    Keys: session, started, status, plan, interviewers, answers, decision.
    """
    path = folder / "journal.db"
    if not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=1.0)) as db:
            meta = {key: json.loads(value) for key, value in db.execute("SELECT key, value FROM meta")}
            (answers,) = db.execute("SELECT count(*) FROM turns WHERE role = 'candidate' AND withdrawn = 0").fetchone()
            row = {key: meta[key] for key in ("started", "status", "plan", "interviewers")}
            return {**row, "session": folder.name, "answers": answers, "decision": _decision(db, row["plan"])}
    except (sqlite3.Error, KeyError, ValueError):
        return None


def _decision(db: sqlite3.Connection, plan: dict[str, Any]) -> str | None:
    if plan["loop"]:
        found = db.execute("SELECT value FROM results WHERE round_id = '' AND kind = 'committee'").fetchone()
        return json.loads(found[0])["decision"] if found else None
    found = db.execute("SELECT value FROM results WHERE kind = 'scorecard'").fetchone()
    return json.loads(found[0])["verdict"]["decision"] if found else None


async def list_rows(sessions: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of all sessions, newest first, and the names of those that can't be read. Raises StorageError."""
    return await asyncio.to_thread(_list_rows, sessions)


def _list_rows(sessions: Path) -> tuple[list[dict[str, Any]], list[str]]:
    rows, damaged = [], []
    for folder in reversed(entries(sessions)):
        if folder.is_dir():
            row = read_row(folder)
            if row is None:
                damaged.append(folder.name)
            else:
                rows.append(row)
    return sorted(rows, key=lambda row: (row["started"], row["session"]), reverse=True), damaged


async def newest_active(sessions: Path) -> str | None:
    """The id of the session that was started last and is not over."""
    rows, _ = await list_rows(sessions)
    return next((row["session"] for row in rows if row["status"] == "active"), None)


async def delete_session(sessions: Path, session_id: str) -> None:
    """Delete a session without a trace. Raises NotFoundError, and SessionBusyError where it is open."""
    folder = session_folder(sessions, session_id)
    lock = lock_session(folder)
    try:
        await asyncio.to_thread(shutil.rmtree, folder)
    finally:
        lock.release()

"""Writes to the journal: all or nothing, side by side, and errors that a user can read."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agent.errors import StorageError
from agent.storage.journal import Journal


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncIterator[Journal]:
    opened = await Journal.open(tmp_path)
    await opened._db.execute("PRAGMA busy_timeout = 10")
    yield opened
    await opened.close()


async def test_a_write_that_fails_takes_no_other_with_it(journal: Journal) -> None:
    unwritable = {"draft": object()}
    kept, failed = await asyncio.gather(
        journal.add_answer("ml_depth", "I froze the label.", "", 1.0),
        journal.set_meta(**unwritable),
        return_exceptions=True,
    )
    assert isinstance(failed, TypeError)
    assert not isinstance(kept, BaseException)
    assert [turn.text for turn in await journal.turns("ml_depth")] == ["I froze the label."]


async def test_a_write_that_is_cancelled_takes_no_other_with_it(journal: Journal) -> None:
    draft = asyncio.create_task(journal.set_meta(draft="half a thou"))
    answer = asyncio.create_task(journal.add_answer("ml_depth", "I froze the label.", "", 1.0))
    await asyncio.sleep(0)
    draft.cancel()
    await asyncio.gather(draft, answer, return_exceptions=True)
    assert [turn.text for turn in await journal.turns("ml_depth")] == ["I froze the label."]


async def test_a_locked_journal_is_one_clear_line(journal: Journal) -> None:
    other = sqlite3.connect(journal.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageError, match=r"is locked by another program.*resume\.$"):
        await journal.add_answer("ml_depth", "I froze the label.", "", 1.0)
    other.close()
    assert await journal.turns("ml_depth") == []
    await journal.add_answer("ml_depth", "I froze the label.", "", 1.0)
    assert await journal.answers() == 1


async def test_an_answer_whose_commit_failed_does_not_come_back_with_the_next(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full() -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(journal._db, "commit", full)
        with pytest.raises(StorageError, match="is full"):
            await journal.add_answer("ml_depth", "Not kept.", "", 1.0)
    await journal.add_answer("ml_depth", "Kept.", "", 1.0)
    assert [turn.text for turn in await journal.turns("ml_depth")] == ["Kept."]


async def test_what_is_kept_already_is_not_written_again(tmp_path: Path) -> None:
    journal = await Journal.open(tmp_path)
    try:
        await journal.set_meta(status="active", rewound_to=None)
        log = (tmp_path / "journal.db-wal").stat().st_size
        await journal.set_meta(status="active", rewound_to=None)
        assert (tmp_path / "journal.db-wal").stat().st_size == log
        await journal.set_meta(status="ended", rewound_to={"turn": 3})
        assert (await journal.meta("status"), await journal.meta("rewound_to")) == ("ended", {"turn": 3})
        await journal.set_meta(rewound_to=None)
        assert await journal.meta("rewound_to") is None
    finally:
        await journal.close()

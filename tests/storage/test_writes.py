"""Writes to the journal: all or nothing, side by side, and errors that a user can read."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from agent.domain.claims import Claim
from agent.domain.terms import Role
from agent.domain.transcript import Turn
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


async def test_an_answer_that_does_not_fit_the_disk_leaves_nothing_behind(journal: Journal) -> None:
    await journal.set_meta(draft="Half a thought.")
    assert await journal.turns("ml_depth") == []
    await journal._db.execute("PRAGMA max_page_count = 1")  # no more than there are
    with pytest.raises(StorageError, match="is full"):
        await journal.add_answer("ml_depth", "Not kept." * 9000, "", 1.0, given_to={"place": 1})
    assert await journal.turns("ml_depth") == []
    assert (await journal.meta("draft"), await journal.meta("before_answer")) == ("Half a thought.", None)
    await journal._db.execute("PRAGMA max_page_count = 9999")
    kept = await journal.add_answer("ml_depth", "Kept.", "", 1.0, given_to={"place": [1, "é"]})
    assert await journal.turns("ml_depth") == [kept], "whose number the other would have had"
    assert await journal.meta("before_answer") == {"seq": kept.seq, "config": {"place": [1, "é"]}}
    assert await journal.meta("draft") is None


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


async def test_what_was_said_is_seen_by_the_next_look_and_read_once(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    rows = journal._rows

    async def counted(sql: str, arguments: tuple[object, ...] = ()) -> list[object]:
        read.append(sql)
        return list(await rows(sql, arguments))

    monkeypatch.setattr(journal, "_rows", counted)
    first = await journal.add_answer("ml_depth", "I froze the label.", "", 1.0)
    assert await journal.turn(first.seq) == first == (await journal.turns("ml_depth"))[0]
    assert await journal.message(first.seq) == await journal.next_input(0)
    assert await journal.reply_to("ml_depth", first.seq) is None
    assert len(read) == 1
    asking = Turn(Role.INTERVIEWER, "Who signs?", at="", probe_id="d.q.signs", question_id="d.q")
    reply = await journal.add_reply("ml_depth", first.seq, asking, "offline", "Sales signs.")
    assert await journal.reply_to("ml_depth", first.seq) == reply == (await journal.turns("ml_depth"))[1]
    assert (await journal.asked(), await journal.stated_facts("ml_depth")) == (["d.q.signs"], ["Sales signs."])
    assert await journal.turns("ml_depth", first.seq) == [first], "up to there"
    assert (await journal.asked(first.seq), await journal.stated_facts("ml_depth", first.seq)) == ([], [])
    assert await journal.turns("behavioral") == await journal.stated_facts("behavioral") == []
    await journal.add_control("ml_depth", "end", "")
    ending = await journal.next_input(first.seq)
    assert ending is not None and ending.control
    assert len(await journal.turns("ml_depth")) == 2, "a control is not said"
    await journal.withdraw_from(reply.seq)
    assert await journal.turns("ml_depth") == [first]
    assert await journal.turn(reply.seq) == reply, "who asks for it by its number gets it still"


async def test_what_is_read_beside_a_write_is_read_again(journal: Journal) -> None:
    claim = Claim("figure", "ml_depth", 1, "400 rows", "rows", 400.0, "")
    for _ in range(2):
        ledger, status, *_ = await asyncio.gather(
            journal.claims(), journal.meta("status"), journal.keep_claims([claim]), journal.set_meta(status="ended")
        )
        assert (await journal.claims(), await journal.meta("status")) == ([claim], "ended")
    assert (ledger, status) == ([claim], "ended")
    await journal.drop_claims(1)
    await journal.withdraw_from(1, status="active")
    assert (await journal.claims(), await journal.meta("status")) == ([], "active")


async def test_the_way_from_an_answer_to_its_reply_waits_for_the_database_twice(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def look() -> None:
        assert await journal.meta("status") == "active"
        assert await journal.meta("rewound_to") is None
        assert not await journal.claims()
        assert await journal.next_input(0) is not None

    await journal.set_meta(status="active")
    await journal.add_answer("ml_depth", "I froze the label.", "", 1.0)
    await look()
    calls, execute = [], journal._db._execute

    async def counted(*arguments: Any) -> Any:
        calls.append(arguments)
        return await execute(*arguments)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(journal._db, "_execute", counted)
    await journal.add_answer("ml_depth", "For a quarter.", "", 1.0, given_to={})
    await look()
    assert len(calls) == 2, "the answer is written, and what was said is read"

"""The journal of a session: the record that every document is made from, written before anything depends on it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import aiosqlite

from agent.domain.claims import Claim
from agent.domain.cost import PricedCall
from agent.domain.terms import Role
from agent.domain.transcript import CodeRun, Turn
from agent.storage.codec import to_plain
from agent.storage.database import Statement, connect, storage_errors, unhurried, write
from agent.storage.memory import Memory
from agent.storage.said import Input, Said, as_input, as_turn

END = "end"
END_PROVIDER = "end: provider"

_SAID, _CLAIMS = "what was said", "the ledger of claims"  # in memory, beside the facts of the session by their keys


class Journal:
    """One session's journal. All methods raise StorageError where the disk or the file fails.

    What is looked at before a model is asked (facts, what was said, claims) is kept in memory until it is written
    through this journal: whoever writes holds the session's lock, so that nobody else does.
    """

    def __init__(self, connection: aiosqlite.Connection, path: Path) -> None:
        self._db = connection
        self._memory = Memory()
        self.path = path

    @classmethod
    async def open(cls, folder: Path) -> Journal:
        """Open, and create where missing, the journal in a session's folder."""
        path = folder / "journal.db"
        connection = await connect(path)
        journal = cls(connection, path)
        with storage_errors(path):
            try:
                async with unhurried(connection):
                    await connection.executescript(files("agent.storage").joinpath("schema.sql").read_text("utf-8"))
            except BaseException:
                await connection.close()
                raise
        return journal

    async def close(self) -> None:
        """Close the database."""
        await self._db.close()

    # --- facts about the session

    async def meta(self, key: str) -> Any:
        """The JSON value kept under `key`, None where there is none."""

        async def read() -> str | None:
            rows = await self._rows("SELECT value FROM meta WHERE key = ?", (key,))
            return rows[0]["value"] if rows else None

        kept = await self._memory.of(key, read)
        return json.loads(kept) if kept is not None else None

    async def set_meta(self, **values: Any) -> None:
        """Keep JSON values, all or none; None is the same as nothing kept.

        What is kept already is not written again: a commit without a change need not wait for the disk.
        """
        statements: list[Statement] = [
            (
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value "
                "WHERE value IS NOT excluded.value",
                (key, json.dumps(value)),
            )
            if value is not None
            else ("DELETE FROM meta WHERE key = ?", (key,))
            for key, value in values.items()
        ]
        await self._write(statements, *values)

    # --- what was said

    async def add_answer(
        self, round_id: str, text: str, at: str, seconds: float, code: str | None = None, given_to: Any = None
    ) -> Turn:
        """Write a candidate's message; it is on disk when this returns.

        `given_to` is the checkpoint it is given to, noted with it so that it can be taken back; None: noted later.
        """
        statements: list[Statement] = [
            (
                "INSERT INTO turns (round_id, role, text, at, seconds, code) VALUES (?, 'candidate', ?, ?, ?, ?)",
                (round_id, text, at, seconds, code),
            ),
            ("DELETE FROM meta WHERE key = 'draft'", ()),
        ]
        if given_to is not None:
            before = (
                "INSERT OR REPLACE INTO meta"
                " VALUES ('before_answer', json_object('seq', last_insert_rowid(), 'config', json(?)))"
            )
            statements.insert(1, (before, (json.dumps(given_to),)))
        seq = await self._write(statements, _SAID, "draft", "before_answer")
        return Turn(Role.CANDIDATE, text, at=at, code=code, seq=seq)

    async def keep_run(self, seq: int, run: CodeRun) -> None:
        """Keep with message `seq` what came of running its code."""
        self._memory.forget(_SAID)
        await self._write([("UPDATE turns SET run = ? WHERE seq = ?", (json.dumps(to_plain(run)), seq))], _SAID)

    async def add_control(self, round_id: str, text: str, at: str) -> None:
        """Write a control input such as END."""
        insert = "INSERT INTO turns (round_id, role, text, at) VALUES (?, 'control', ?, ?)"
        await self._write([(insert, (round_id, text, at))], _SAID)

    async def add_reply(
        self, round_id: str, replies_to: int, turn: Turn, spoken_by: str, fact: str | None = None
    ) -> Turn:
        """Write an interviewer's turn; where this message was replied to already, that reply stands."""
        insert = (
            "INSERT INTO turns (round_id, role, text, at, move, question_id, probe_id, sources, hint_rung,"
            " replies_to, spoken_by, fact, signal) VALUES (?, 'interviewer', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING"
        )
        values = (
            round_id, turn.text, turn.at, turn.move, turn.question_id, turn.probe_id, json.dumps(turn.sources),
            turn.hint_rung, replies_to, spoken_by, fact, turn.signal,
        )  # fmt: skip
        await self._write([(insert, values)], _SAID)
        kept = await self.reply_to(round_id, replies_to)
        assert kept is not None
        return kept

    async def reply_to(self, round_id: str, seq: int) -> Turn | None:
        """The interviewer's turn that answered message `seq` (0: the round's opening)."""
        return (await self._standing()).reply_to(round_id, seq)

    async def turns(self, round_id: str, newest: int | None = None) -> list[Turn]:
        """The turns of a round in order, up to number `newest`, without what was taken back."""
        return (await self._standing()).turns(round_id, newest)

    async def speakers(self, round_id: str) -> list[str]:
        """Who spoke as the interviewer of a round: "offline" or a model's name, each once."""
        rows = await self._rows(
            "SELECT DISTINCT spoken_by FROM turns WHERE round_id = ? AND role = 'interviewer' AND withdrawn = 0",
            (round_id,),
        )
        return sorted(row["spoken_by"] for row in rows)

    async def asked(self, newest: int | None = None) -> list[str]:
        """Ids of the follow-ups asked in this session, in any round, up to turn `newest`."""
        return (await self._standing()).asked(newest)

    async def turn(self, seq: int) -> Turn:
        """The turn with this number."""
        kept = (await self._standing()).turn(seq)
        return kept or as_turn((await self._rows("SELECT * FROM turns WHERE seq = ?", (seq,)))[0])

    async def stated_facts(self, round_id: str, newest: int | None = None) -> list[str]:
        """What the interviewer told the candidate about the case in this round, up to turn `newest`."""
        return (await self._standing()).facts(round_id, newest)

    async def next_input(self, after: int) -> Input | None:
        """The first input after `after`: what the graph has to be resumed with next, None when it has to wait."""
        return (await self._standing()).next_input(after)

    async def message(self, seq: int) -> Input:
        """The input with this number."""
        kept = (await self._standing()).message(seq)
        return kept or as_input((await self._rows("SELECT * FROM turns WHERE seq = ?", (seq,)))[0])

    async def last_seq(self) -> int:
        """The number of the newest turn, 0 where there is none."""
        rows = await self._rows("SELECT max(seq) AS seq FROM turns")
        return int(rows[0]["seq"] or 0)

    async def answers(self) -> int:
        """How many of the candidate's messages are on disk and stand."""
        rows = await self._rows("SELECT count(*) AS n FROM turns WHERE role = 'candidate' AND withdrawn = 0")
        return int(rows[0]["n"])

    async def withdraw_from(self, seq: int, **meta: Any) -> None:
        """Take back message `seq` and all that followed from it, and keep `meta` in the same transaction."""
        self._memory.forget(_SAID)
        kept = "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        statements: list[Statement] = [
            ("UPDATE turns SET withdrawn = 1 WHERE seq >= ?", (seq,)),
            ("DELETE FROM claims WHERE seq >= ?", (seq,)),
            ("DELETE FROM results WHERE seq >= ?", (seq,)),
            *((kept, (key, json.dumps(value))) for key, value in meta.items()),
        ]
        await self._write(statements, _SAID, _CLAIMS, *meta)

    # --- results that are not computed twice

    async def result(self, round_id: str, seq: int, kind: str) -> Any:
        """A kept result, None where there is none."""
        rows = await self._rows(
            "SELECT value FROM results WHERE round_id = ? AND seq = ? AND kind = ?", (round_id, seq, kind)
        )
        return json.loads(rows[0]["value"]) if rows else None

    async def results(self, round_id: str, kind: str) -> list[tuple[int, Any]]:
        """All kept results of a kind in a round, with the number of the message each belongs to."""
        rows = await self._rows(
            "SELECT seq, value FROM results WHERE round_id = ? AND kind = ? ORDER BY seq", (round_id, kind)
        )
        return [(row["seq"], json.loads(row["value"])) for row in rows]

    async def keep_result(self, round_id: str, seq: int, kind: str, value: Any) -> None:
        """Keep a result; the first one stands."""
        insert = "INSERT INTO results VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
        await self._write([(insert, (round_id, seq, kind, json.dumps(value)))])

    # --- what it cost

    async def add_call(self, call: PricedCall, sent: Sequence[tuple[str, str]] = ()) -> None:
        """Keep a request to a model with its tokens, its price and the messages (role, text) it had."""
        ids = [hashlib.sha256(f"{role}:{text}".encode("utf-8", "replace")).hexdigest()[:24] for role, text in sent]
        messages: list[Statement] = [
            ("INSERT INTO messages VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (id, role, text))
            for id, (role, text) in zip(ids, sent, strict=True)
        ]
        insert = (
            "INSERT INTO calls (round_id, purpose, model, input, cached, output, estimated, usd, sent)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        values = (
            call.round_id, call.purpose, call.model, call.input, call.cached, call.output, call.estimated, call.usd,
            json.dumps(ids),
        )  # fmt: skip
        await self._write([*messages, (insert, values)])

    async def sent(self) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
        """Round, purpose and messages of every request to a model, in order."""
        texts = {row["id"]: (row["role"], row["text"]) for row in await self._rows("SELECT * FROM messages")}
        rows = await self._rows("SELECT round_id, purpose, sent FROM calls ORDER BY n")
        return [
            (row["round_id"], row["purpose"], tuple(texts[id] for id in json.loads(row["sent"]) if id in texts))
            for row in rows
        ]

    async def calls(self) -> list[PricedCall]:
        """All requests to models, in order."""
        rows = await self._rows("SELECT * FROM calls ORDER BY n")
        return [
            PricedCall(row["round_id"], row["purpose"], row["model"], row["input"], row["cached"], row["output"],
                       bool(row["estimated"]), row["usd"])
            for row in rows
        ]  # fmt: skip

    # --- claims

    async def keep_claims(self, claims: Sequence[Claim]) -> None:
        """Add to the ledger; claims of a message that is in it already are left as they are."""
        insert = (
            "INSERT INTO claims (seq, n, round_id, kind, quote, subject, value, unit)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
        )
        statements: list[Statement] = [
            (insert, (c.seq, n, c.round_id, c.kind, c.quote, c.subject, c.value, c.unit)) for n, c in enumerate(claims)
        ]
        await self._write(statements, _CLAIMS)

    async def drop_claims(self, seq: int) -> None:
        """Remove what message `seq` claimed: the candidate corrected it."""
        await self._write([("DELETE FROM claims WHERE seq = ?", (seq,))], _CLAIMS)

    async def claims(self) -> list[Claim]:
        """The ledger, oldest first."""

        async def read() -> list[Claim]:
            rows = await self._rows("SELECT * FROM claims ORDER BY seq, n")
            return [
                Claim(row["kind"], row["round_id"], row["seq"], row["quote"], row["subject"], row["value"], row["unit"])
                for row in rows
            ]

        return list(await self._memory.of(_CLAIMS, read))

    # --- plumbing

    async def _rows(self, sql: str, arguments: tuple[Any, ...] = ()) -> list[aiosqlite.Row]:
        with storage_errors(self.path):
            return list(await self._db.execute_fetchall(sql, arguments))

    async def _standing(self) -> Said:
        """What was said and stands; what was said since the last look is read and added."""

        async def read() -> Said:
            known = self._memory.last(_SAID) or Said(())
            new = "SELECT * FROM turns WHERE withdrawn = 0 AND seq > ? ORDER BY seq"
            return known.followed_by(await self._rows(new, (known.newest,)))

        said: Said = await self._memory.of(_SAID, read)
        return said

    async def _write(self, statements: Sequence[Statement], *changed: str) -> int:
        """Write all or nothing; see `write`. `changed` is what it changes of what is kept in memory."""
        if not statements:
            return 0
        with storage_errors(self.path), self._memory.changing(*changed):
            return await write(self._db, statements)


__all__ = ["END", "END_PROVIDER", "Input", "Journal"]

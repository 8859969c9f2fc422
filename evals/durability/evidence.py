"""What a killed interview left on disk, and what is wrong with it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from evals.durability.candidates import Script
from evals.durability.sitting import NOTES, Setting


@cache
def _schema() -> Draft202012Validator:
    text = files("agent.reports.schemas").joinpath("loop.schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(text), format_checker=FormatChecker())


Key = tuple[str, str, int]
"""A call of the interviewer: what, round, message."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One look at the disk: rows of the journal (withdrawn ones too), kept results, and the children's notes."""

    turns: list[dict[str, Any]]
    results: dict[Key, Any]
    status: str | None
    notes: list[dict[str, Any]]

    def keys(self) -> set[Key]:
        """The calls whose result is on disk."""
        replies = {("reply", t["round_id"], t["replies_to"]) for t in self.turns if t["role"] == "interviewer"}
        return replies | set(self.results) | {("run", "", t["seq"]) for t in self.turns if t["run"]}

    def noted(self, kind: str) -> list[dict[str, Any]]:
        """The notes of one kind."""
        return [note for note in self.notes if note["kind"] == kind]


def gather(setting: Setting) -> Evidence:
    """Look at a copy, so that opening it repairs nothing that the product has to repair."""
    path, home = setting.folder / NOTES, setting.home
    notes = [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    folders = sorted((home / "sessions").glob("*")) if (home / "sessions").exists() else []
    opened = {note["session"] for note in notes if note["kind"] == "opened"}
    folder = next((f for f in folders if f.name in opened), None)
    if folder is None:
        return Evidence([], {}, None, notes)
    with tempfile.TemporaryDirectory() as copy:
        for name in ("journal.db", "journal.db-wal"):
            if (folder / name).exists():
                shutil.copy(folder / name, copy)
        with closing(sqlite3.connect(Path(copy) / "journal.db")) as db:
            db.row_factory = sqlite3.Row
            turns = [dict(row) for row in db.execute("SELECT * FROM turns ORDER BY seq")]
            rows = db.execute("SELECT round_id, seq, kind, value FROM results").fetchall()
            results = {(row["kind"], row["round_id"], row["seq"]): json.loads(row["value"]) for row in rows}
            status = db.execute("SELECT value FROM meta WHERE key = 'status'").fetchone()
    return Evidence(turns, results, json.loads(status[0]) if status else None, notes)


def lost(seen: Evidence) -> Iterator[str]:
    """What was shown to the candidate and is not on disk as it was shown."""
    rows = Counter((row["seq"], row["text"]) for row in seen.turns)
    for note in seen.noted("answer"):
        if rows[note["seq"], note["text"]] != 1:
            yield f"an acknowledged answer is not on disk once: {note['text'][:60]!r}"
    for note in seen.noted("spoke"):
        if rows[note["seq"], note["text"]] != 1:
            yield f"what the interviewer said on screen is not on disk: {note['text'][:60]!r}"
    runs = [json.loads(row["run"]) for row in seen.turns if row["run"]]
    for note in seen.noted("ran"):
        if note["run"] not in runs:
            yield "what came of code on screen is not on disk"
    for note in seen.noted("scored"):
        if seen.results.get(("scorecard", note["round_id"], 0)) != note["card"]:
            yield f"the scorecard shown for {note['round_id']} is not the one on disk"
    if len({note["session"] for note in seen.noted("opened")}) > 1:
        yield "another session was begun although one was there"


def repeated(before: Evidence, after: Evidence) -> Iterator[str]:
    """Calls made by one process although their result was on disk, or made twice by it."""
    calls = Counter(
        (n["what"], n["round_id"], n["seq"]) for n in after.notes[len(before.notes) :] if n["kind"] == "call"
    )
    on_disk = before.keys()
    for key, times in calls.items():
        if key in on_disk:
            yield f"the interviewer was asked for {key} although its result was on disk"
        elif times > 1:
            yield f"one process asked the interviewer for {key} {times} times"


def unsound(seen: Evidence, script: Script, reference: Evidence) -> Iterator[str]:
    """What is wrong with an interview that says it has ended, beside what the same one was uninterrupted."""
    said = [row["text"] for row in seen.turns if row["role"] == "candidate"]
    expected = [row["text"] for row in reference.turns if row["role"] == "candidate"]
    if said != expected:
        yield f"the journal holds {len(said)} answers, not the {len(expected)} that were given, once and in order"
    yield from _asked_twice(seen)
    if seen.status != reference.status:
        yield f"the session is {seen.status}, not {reference.status}"
    ended, complete = seen.noted("ended"), reference.noted("ended")
    for error in _schema().iter_errors(ended[-1]["document"]) if ended else ():
        yield f"the document breaks its schema at {error.json_path}: {error.message[:100]}"
    if not ended:
        yield "the interview did not reach its end"
    elif any(timeless(note["document"]) != timeless(complete[-1]["document"]) for note in ended):
        yield "the document differs from the uninterrupted one's: " + difference(
            timeless(ended[-1]["document"]), timeless(complete[-1]["document"])
        )


def _asked_twice(seen: Evidence) -> Iterator[str]:
    standing = [row for row in seen.turns if not row["withdrawn"]]
    asked = [row for row in standing if row["role"] == "interviewer"]
    for what in ("text", "probe_id"):
        for (_, value), times in Counter((row["round_id"], row[what]) for row in asked if row[what]).items():
            if times > 1:
                yield f"asked {times} times ({what}): {value[:60]!r}"
    for first, second in pairwise(standing):
        same_round = first["round_id"] == second["round_id"]
        if same_round and first["role"] == second["role"] == "interviewer":
            yield f"two turns of the interviewer in a row: {second['text'][:60]!r}"


def timeless(document: Any) -> Any:
    """A document without what differs between two sittings: times, what code took, and the session's id."""
    if isinstance(document, dict):
        apart = ("at", "session", "seconds") if "passed" in document else ("at", "session")
        return {key: timeless(value) for key, value in document.items() if key not in apart}
    if isinstance(document, list):
        return [timeless(item) for item in document]
    return document


def difference(one: Any, other: Any, where: str = "") -> str:
    """The first place where two documents differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = [key for key in sorted(one.keys() | other.keys()) if one.get(key) != other.get(key)]
        return difference(one.get(keys[0]), other.get(keys[0]), f"{where}.{keys[0]}") if keys else where
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        index = next((i for i, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]), 0)
        return difference(one[index], other[index], f"{where}[{index}]")
    return f"{where}: {str(one)[:80]} instead of {str(other)[:80]}"

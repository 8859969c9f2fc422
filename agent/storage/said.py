"""What was said in a session: its turns as they stand in the journal, read in one go and looked through in memory.

Before a model is asked the same turns are looked through some ten times, by round, by number, by what was asked; a
query for each would wait for the database's thread ten times.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from agent.domain.terms import Move, Role
from agent.domain.transcript import CodeFailure, CodeRun, Turn

_CONTROL = "control"
_LAST = 2**63 - 1  # the greatest number a row can have


class Row(Protocol):
    """A row of `turns`, by its columns."""

    def __getitem__(self, column: str, /) -> Any:
        """What it holds in a column."""
        ...


@dataclass(frozen=True, slots=True)
class Input:
    """Something the graph has to be resumed with: a candidate's message, or a control input such as END."""

    seq: int
    round_id: str
    text: str
    seconds: float
    control: bool


class Said:
    """The turns and control inputs that were not taken back, in order."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[int, Row] = {row["seq"]: row for row in rows}
        self._read: dict[int, Turn] = {}

    @property
    def newest(self) -> int:
        """The number of the last one, 0 where there is none."""
        return next(reversed(self._rows), 0)

    def followed_by(self, rows: Iterable[Row]) -> Said:
        """The same with what came after it."""
        longer = Said((*self._rows.values(), *rows))
        longer._read.update(self._read)
        return longer

    def turns(self, round_id: str, newest: int | None) -> list[Turn]:
        """The turns of a round, up to number `newest` (None: all)."""
        return [
            self._turn(row) for row in self._upto(newest) if row["round_id"] == round_id and row["role"] != _CONTROL
        ]

    def turn(self, seq: int) -> Turn | None:
        """The turn of this number, None where none stands under it."""
        row = self._rows.get(seq)
        return self._turn(row) if row is not None else None

    def reply_to(self, round_id: str, seq: int) -> Turn | None:
        """The interviewer's turn that answered message `seq`."""
        for row in self._rows.values():
            if row["replies_to"] == seq and row["round_id"] == round_id and row["role"] == Role.INTERVIEWER:
                return self._turn(row)
        return None

    def asked(self, newest: int | None) -> list[str]:
        """Ids of the follow-ups asked in any round, up to turn `newest`, each once, sorted."""
        return sorted({row["probe_id"] for row in self._upto(newest) if row["probe_id"] is not None})

    def facts(self, round_id: str, newest: int | None) -> list[str]:
        """What the interviewer told about the case in a round, up to turn `newest`."""
        return [row["fact"] for row in self._upto(newest) if row["fact"] is not None and row["round_id"] == round_id]

    def message(self, seq: int) -> Input | None:
        """The input of this number, None where none stands under it."""
        row = self._rows.get(seq)
        return as_input(row) if row is not None else None

    def next_input(self, after: int) -> Input | None:
        """The first input after number `after`."""
        found = (row for row in self._rows.values() if row["seq"] > after and row["role"] != Role.INTERVIEWER)
        row = next(found, None)
        return as_input(row) if row is not None else None

    def _upto(self, newest: int | None) -> list[Row]:
        last = _LAST if newest is None else newest
        return [row for row in self._rows.values() if row["seq"] <= last]

    def _turn(self, row: Row) -> Turn:
        seq: int = row["seq"]
        if seq not in self._read:
            self._read[seq] = as_turn(row)
        return self._read[seq]


def as_input(row: Row) -> Input:
    """A row as what the graph is resumed with."""
    return Input(row["seq"], row["round_id"], row["text"], row["seconds"], row["role"] == _CONTROL)


def as_turn(row: Row) -> Turn:
    """A row as a turn."""
    run = json.loads(row["run"]) if row["run"] else None
    if run is not None:
        run = CodeRun(**{**run, "failures": tuple(CodeFailure(**f) for f in run.get("failures", ()))})
    return Turn(
        Role(row["role"]),
        row["text"],
        at=row["at"],
        move=Move(row["move"]) if row["move"] else None,
        question_id=row["question_id"],
        probe_id=row["probe_id"],
        sources=tuple(json.loads(row["sources"])),
        hint_rung=row["hint_rung"],
        code=row["code"],
        run=run,
        seq=row["seq"],
        signal=row["signal"],
    )

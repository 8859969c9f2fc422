"""Reads from the sessions of a data folder what was asked and how it was rated."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path

from agent.domain.practice import Practice
from agent.domain.terms import RoundKind
from agent.paths import entries

_ASKED = "SELECT DISTINCT question_id FROM turns WHERE role = 'interviewer' AND question_id IS NOT NULL"
_CARDS = "SELECT value FROM results WHERE kind = 'scorecard' ORDER BY round_id"


def read_practice(sessions: Path) -> Practice:
    """The practice in all sessions that can be read, oldest first; a damaged one is passed over.

    Session ids sort by time, so that the newest rating of a signal stands.
    """
    asked: Counter[str] = Counter()
    ratings: dict[RoundKind, dict[str, int]] = defaultdict(dict)
    for folder in entries(sessions):
        try:
            questions, cards = _read(folder / "journal.db")
        except (sqlite3.Error, ValueError, KeyError, TypeError):
            continue
        asked.update(questions)
        for kind, signal, rating in cards:
            ratings[kind][signal] = rating
    return Practice(asked, ratings)


def _read(path: Path) -> tuple[list[str], list[tuple[RoundKind, str, int]]]:
    if not path.is_file():
        return [], []
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=1.0)) as db:
        questions = [row[0] for row in db.execute(_ASKED)]
        cards = [json.loads(row[0]) for row in db.execute(_CARDS)]
    rated = [
        (RoundKind(card["round"]), signal["id"], signal["rating"])
        for card in cards
        for signal in card["signals"]
        if signal["rating"] is not None
    ]
    return questions, rated

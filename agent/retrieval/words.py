"""Finds by words what the embedder finds by meaning: BM25 from SQLite's FTS5, in memory.

SQLite is on every machine that runs Python and its ranking is kept by its authors; a library for BM25 would be one more
dependency. What a follow-up is found by is one document: all its phrasings, what it is about and what it asks. What may
be asked while one question is open has a table of its own: a word that all probes of a question hold says nothing about
which of them fits, however rare it is elsewhere.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Iterable

from agent.domain.terms import RoundKind
from agent.retrieval.documents import Target

_WORD = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"(?:ing|ed|es|s|ly|er)$")
_STEMMED_FROM = 5
"""Letters; a shorter word has no ending to lose."""
_KEPT = 16
"""Tables; a round has few questions, and each takes some milliseconds to make."""
_STOP = frozenset(
    """
    a about after all also am an and any are as at be been before but by can could did do does for from had has have he
    her his how i if in into is it its just me more most my no not of on or our out over she so some such than that the
    their them then there these they this those to too up us very was we were what when where which who why will with
    would you your yes get got go like one really thing things think say said make made much
    """.split()  # noqa: SIM905
)

_Place = tuple[RoundKind, str | None]


class WordIndex:
    """BM25 over targets that ask something. Safe to call from several threads."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self._turn = threading.Lock()
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self._targets = sorted((target for target in targets if target.ask), key=lambda target: target.id)
        self._stems: dict[str, str] = {}
        self._tables: OrderedDict[_Place, tuple[str, list[str]]] = OrderedDict()
        self._made = 0

    def scores(self, text: str, round: RoundKind, question: str | None) -> dict[str, float]:
        """The targets that share a word with `text`, best first, with their BM25: 0 upwards, about 10 is a lot.

        Compared are those of a round kind that fit any of its questions or belong to `question` (None: to any). Rarity
        is counted among them: a word in half of them counts for nothing. Ties go by id.
        """
        query = " OR ".join(f'"{stem}"' for stem in dict.fromkeys(_stems(text)))
        if not query:
            return {}
        with self._turn:
            table, ids = self._table((round, question))
            found = self._db.execute(f"SELECT rowid, bm25({table}) FROM {table} WHERE {table} MATCH ?", (query,))  # noqa: S608
            ranked = sorted((score, ids[row - 1]) for row, score in found)
        return {target: -score for score, target in ranked}

    def close(self) -> None:
        """Let go of the memory."""
        with self._turn:
            self._db.close()

    def _table(self, place: _Place) -> tuple[str, list[str]]:
        """The table of what may be asked in a place, made where there is none, with the target of each row."""
        if place not in self._tables:
            self._tables[place] = self._make(*place)
            if len(self._tables) > _KEPT:
                _, (oldest, _) = self._tables.popitem(last=False)
                self._db.execute(f"DROP TABLE {oldest}")
        self._tables.move_to_end(place)
        return self._tables[place]

    def _make(self, round: RoundKind, question: str | None) -> tuple[str, list[str]]:
        self._made += 1
        name = f"words{self._made}"
        fitting = [t for t in self._targets if round in t.rounds and (question is None or t.question in ("", question))]
        self._db.execute(f"CREATE VIRTUAL TABLE {name} USING fts5 (text, tokenize = 'unicode61', detail = column)")
        texts = [(self._stemmed(target),) for target in fitting]
        self._db.executemany(f"INSERT INTO {name} (text) VALUES (?)", texts)  # noqa: S608  # a name of ours
        return name, [target.id for target in fitting]

    def _stemmed(self, target: Target) -> str:
        if target.id not in self._stems:
            self._stems[target.id] = " ".join(_stems(" ".join((*target.texts, target.about, target.ask or ""))))
        return self._stems[target.id]


def _stems(text: str) -> list[str]:
    """The words that carry meaning, in order, without their endings."""
    words = (word for word in _WORD.findall(text.lower()) if word not in _STOP and len(word) > 1)
    return [_ENDING.sub("", word) if len(word) >= _STEMMED_FROM else word for word in words]

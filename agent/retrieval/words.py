"""Finds by words what the embedder finds by meaning: BM25 from SQLite's FTS5, in memory.

SQLite is on every machine that runs Python and its ranking is kept by its authors; a library for BM25 would be one more
dependency. What a follow-up is found by is one document: all its phrasings, what it is about and what it asks. Which of
those that may be asked now shares most is told apart a second time, among them alone (`shared`): a word that all probes
of a question hold says nothing about which of them fits.
"""

from __future__ import annotations

import math
import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Collection, Iterable

from agent.retrieval.documents import Target
from agent.retrieval.index import Scope

_WORD = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"(?:ing|ed|es|s|ly|er)$")
_STEMMED_FROM = 5
"""Letters; a shorter word has no ending to lose."""
_SATURATION, _LENGTH = 1.2, 0.75
"""k1 and b of BM25, SQLite's own (Robertson, Zaragoza 2009)."""
_MOST_TERMS = 24
"""Of a long answer the rarest terms are looked up; common ones decide nothing and cost most."""
_STOP = frozenset(
    """
    a about after all also am an and any are as at be been before but by can could did do does for from had has have he
    her his how i if in into is it its just me more most my no not of on or our out over she so some such than that the
    their them then there these they this those to too up us very was we were what when where which who why will with
    would you your yes get got go like one really thing things think say said make made much
    """.split()  # noqa: SIM905
)
_NEAREST = """
    SELECT place.target FROM words JOIN place ON place.id = words.rowid
    WHERE words MATCH ? AND place.kind = ? AND (? IS NULL OR place.question IN ('', ?))
    ORDER BY bm25(words), place.target LIMIT ?
"""


class WordIndex:
    """BM25 over targets. Queries are answered in a few milliseconds; safe to call from several threads."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self._turn = threading.Lock()
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self._db.execute("CREATE TABLE place (id INTEGER PRIMARY KEY, target TEXT, kind TEXT, question TEXT)")
        self._db.execute("CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'porter unicode61', detail = column)")
        self._held_by: Counter[str] = Counter()
        self._texts: dict[str, str] = {}
        self._stems: dict[str, Counter[str]] = {}
        places: list[tuple[int, str, str, str]] = []
        texts: list[tuple[int, str]] = []
        for target in targets:
            text = " ".join((*target.texts, target.about, target.ask or ""))
            self._texts[target.id] = text
            self._held_by.update(set(_words(text)))
            for kind in target.rounds:
                places.append((len(places) + 1, target.id, kind.value, target.question))
                texts.append((len(places), text))
        self._db.executemany("INSERT INTO place VALUES (?, ?, ?, ?)", places)
        self._db.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", texts)
        self._db.execute("CREATE INDEX by_scope ON place (kind, question)")

    def nearest(self, text: str, scope: Scope, k: int) -> list[str]:
        """The ids of the `k` targets in scope that share most with `text` by BM25, best first; ties go by id."""
        query = self._query(text)
        if not query:
            return []
        owner = scope.question
        arguments = (query, scope.round.value, owner, owner, k)
        with self._turn:
            return [row[0] for row in self._db.execute(_NEAREST, arguments)]

    def shared(self, text: str, among: Collection[str]) -> dict[str, float]:
        """How much of `text` each of the targets `among` shares: BM25 with the rarity of words among them, 0 upwards.

        A word in half of them counts for little, a figure or a name that one alone holds for much; about 10 is a lot.
        """
        documents = {target: self._stemmed(target) for target in among if target in self._texts}
        if not documents:
            return {}
        held_by = Counter(stem for counts in documents.values() for stem in counts)
        mean = sum(counts.total() for counts in documents.values()) / len(documents)
        said = {stem for word in _words(text) if held_by[stem := _stem(word)]}
        rarity = {stem: math.log(1 + (len(documents) - held_by[stem] + 0.5) / (held_by[stem] + 0.5)) for stem in said}
        found: dict[str, float] = {}
        for target, counts in documents.items():
            norm = _SATURATION * (1 - _LENGTH + _LENGTH * counts.total() / max(mean, 1.0))
            terms = (
                rarity[s] * counts[s] * (_SATURATION + 1) / (counts[s] + norm) for s in sorted(said & counts.keys())
            )
            found[target] = sum(terms)
        return found

    def close(self) -> None:
        """Let go of the memory."""
        with self._turn:
            self._db.close()

    def _stemmed(self, target: str) -> Counter[str]:
        if target not in self._stems:
            self._stems[target] = Counter(_stem(word) for word in _words(self._texts[target]))
        return self._stems[target]

    def _query(self, text: str) -> str:
        """Any of the text's words that carry meaning, the rarest first where there are many."""
        words = sorted(dict.fromkeys(_words(text)), key=lambda word: self._held_by[word])
        return " OR ".join(f'"{word}"' for word in words[:_MOST_TERMS])


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in _STOP and len(word) > 1]


def _stem(word: str) -> str:
    return _ENDING.sub("", word) if len(word) >= _STEMMED_FROM else word

"""BM25 in memory: what it finds, in which place, and what it makes of anything a candidate may type."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from agent.catalog.loader import Catalog
from agent.domain.terms import RoundKind
from agent.retrieval.documents import Target, targets
from agent.retrieval.words import WordIndex, _stems

DEPTH, DESIGN = RoundKind.ML_DEPTH, RoundKind.ML_SYSTEM_DESIGN


def target(name: str, *texts: str, kinds: tuple[RoundKind, ...] = (DEPTH,), question: str = "") -> Target:
    return Target(name, "probe", texts, tuple((kind, None) for kind in kinds), "", "Why?", question=question)


def others(count: int) -> list[Target]:
    return [target(f"other{n}", f"something different, number {n}", kinds=(DEPTH, DESIGN)) for n in range(count)]


@pytest.fixture
def index() -> WordIndex:
    return WordIndex(
        (
            target("labels", "The labels were redefined twice last month."),
            target("latency", "Latency doubled when the caches were cold.", kinds=(DEPTH, DESIGN)),
            target("own", "The caches were cold after each restart.", question="q1"),
            *others(4),
        )
    )


def test_it_finds_by_word_stems_best_first_and_only_in_its_place(index: WordIndex) -> None:
    assert list(index.scores("a label was redefined", DEPTH, None)) == ["labels"]
    assert list(index.scores("cold cache, cold restart", DEPTH, None)) == ["own", "latency"]
    assert list(index.scores("cold cache, cold restart", DEPTH, "q1")) == ["own", "latency"]
    assert list(index.scores("cold cache, cold restart", DEPTH, "q2")) == ["latency"]
    assert list(index.scores("cold cache", DESIGN, None)) == ["latency"]


@pytest.mark.parametrize(
    "text",
    ["", "???", "the and of", '"', "* OR NOT (", "NEAR/3", "ä" * 9000, "-- ; DROP TABLE words", "\x00", "\ud800"],
)
def test_nothing_that_can_be_typed_is_taken_for_syntax(index: WordIndex, text: str) -> None:
    assert index.scores(text, DEPTH, None) == {}


def test_accents_part_no_words() -> None:
    index = WordIndex((target("bayes", "a naïve guess"), target("cafe", "the café next door"), *others(4)))
    assert list(index.scores("That was naive.", DEPTH, None)) == ["bayes"]
    assert list(index.scores("That cafe\u0301!", DEPTH, None)) == ["cafe"]


def test_equals_go_by_id() -> None:
    same = WordIndex((target("b", "cold cache"), target("a", "cold cache"), target("c", "cold cache"), *others(4)))
    assert list(same.scores("cache", DEPTH, None)) == ["a", "b", "c"]


def test_a_word_that_all_of_those_at_hand_hold_tells_them_not_apart() -> None:
    index = WordIndex(
        [
            target("a", "the labels came late", question="q"),
            target("b", "the labels were sampled", question="q"),
            target("c", "the labels were bought", question="q"),
            target("d", "a queue was full"),
            *others(9),
        ]
    )
    alone = WordIndex(
        [target("a", "the labels came late"), target("b", "the labels were sampled"), target("d", "queue")]
    )
    found = alone.scores("Labels arrived late, and labels were few.", DEPTH, None)
    assert found["a"] > 3 * found["b"] > 0
    wider = index.scores("Labels arrived late, and labels were few.", DEPTH, "q")
    assert wider["b"] > 10 * found["b"] and "d" not in wider


def test_what_is_shared_depends_on_no_order_of_words(index: WordIndex) -> None:
    one = index.scores("cold caches, late labels", DEPTH, None)
    assert one == index.scores("labels late; caches cold", DEPTH, None)


def test_it_counts_as_sqlite_does() -> None:
    listed = sorted((target for target in targets(Catalog()) if target.ask), key=lambda target: target.id)
    index = WordIndex(reversed(listed))
    question = next(target.question for target in listed if target.question and DEPTH in target.rounds)
    for open_question in (question, None):
        here = [t for t in listed if DEPTH in t.rounds and (open_question is None or t.question in ("", open_question))]
        for answer in ("The loss spikes after each restart, and the gradients are clipped.", " ".join(here[0].texts)):
            expected = by_sqlite(answer, here)
            found = index.scores(answer, DEPTH, open_question)
            assert found == pytest.approx(expected, rel=1e-9)
            assert list(found) == sorted(expected, key=lambda name: (-expected[name], name))


def by_sqlite(text: str, listed: list[Target]) -> dict[str, float]:
    """BM25 as SQLite's FTS5 counts it, among these targets alone."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE VIRTUAL TABLE held USING fts5 (text)")
        texts = (" ".join(_stems(" ".join((*t.texts, t.about, t.ask or "")))) for t in listed)
        db.executemany("INSERT INTO held VALUES (?)", ((text,) for text in texts))
        query = " OR ".join(f'"{stem}"' for stem in dict.fromkeys(_stems(text)))
        found = db.execute("SELECT rowid, bm25(held) FROM held WHERE held MATCH ?", (query,))
        return {listed[row - 1].id: -score for row, score in found}

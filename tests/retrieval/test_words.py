"""BM25 in memory: what it finds, in which scope, and what it makes of anything a candidate may type."""

from __future__ import annotations

import pytest

from agent.domain.terms import RoundKind
from agent.retrieval.documents import Target
from agent.retrieval.index import Scope
from agent.retrieval.words import WordIndex

DEPTH, DESIGN = RoundKind.ML_DEPTH, RoundKind.ML_SYSTEM_DESIGN


def target(name: str, *texts: str, kinds: tuple[RoundKind, ...] = (DEPTH,), question: str = "") -> Target:
    return Target(name, "probe", texts, tuple((kind, None) for kind in kinds), about="", question=question)


@pytest.fixture
def index() -> WordIndex:
    return WordIndex(
        (
            target("labels", "The labels were redefined twice last month."),
            target("latency", "Latency doubled when the caches were cold.", kinds=(DEPTH, DESIGN)),
            target("own", "The caches were cold after each restart.", question="q1"),
        )
    )


def test_it_finds_by_word_stems_best_first_and_only_in_scope(index: WordIndex) -> None:
    assert index.nearest("a label was redefined", Scope(DEPTH, None), 5) == ["labels"]
    assert index.nearest("cold cache, cold restart", Scope(DEPTH, None), 5) == ["own", "latency"]
    assert index.nearest("cold cache, cold restart", Scope(DEPTH, "q2"), 5) == ["latency"]
    assert index.nearest("cold cache", Scope(DESIGN, None), 5) == ["latency"]
    assert index.nearest("cold cache, cold restart", Scope(DEPTH, None), 1) == ["own"]


@pytest.mark.parametrize(
    "text", ["", "???", "the and of", '"', "* OR NOT (", "NEAR/3", "ä" * 9000, "-- ; DROP TABLE words"]
)
def test_nothing_that_can_be_typed_is_taken_for_syntax(index: WordIndex, text: str) -> None:
    assert index.nearest(text, Scope(DEPTH, None), 5) == []


def test_equals_go_by_id() -> None:
    same = WordIndex((target("b", "cold cache"), target("a", "cold cache"), target("c", "cold cache")))
    assert same.nearest("cache", Scope(DEPTH, None), 3) == ["a", "b", "c"]


def test_a_word_that_all_of_those_at_hand_hold_tells_them_not_apart() -> None:
    index = WordIndex(
        [target("a", "the labels came late"), target("b", "the labels were sampled"), target("c", "a queue was full")]
    )
    late = index.shared("Labels arrived late, and labels were few.", ["a", "b"])
    assert late["a"] > 3 * late["b"] > 0
    wider = index.shared("Labels arrived late, and labels were few.", ["a", "b", "c"])
    assert wider["b"] > late["b"] and wider["c"] == 0
    assert index.shared("labels", []) == {} == index.shared("labels", ["unknown"])


def test_what_is_shared_depends_on_no_order(index: WordIndex) -> None:
    one = index.shared("cold caches, late labels", ["labels", "latency"])
    assert one == index.shared("labels late; caches cold", ["latency", "labels"])

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

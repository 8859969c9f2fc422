from __future__ import annotations

from agent.catalog.loader import Catalog
from agent.domain.terms import RoundKind
from agent.retrieval.documents import Entry, Target, entries, fingerprint, targets


def test_everything_that_can_be_asked_is_a_target_once() -> None:
    catalog = Catalog()
    found = targets(catalog)
    ids = [target.id for target in found]
    assert ids == sorted(set(ids))
    assert {probe.id for probe in catalog.question("ml_depth-sales-labels").probes} <= set(ids)
    assert {mode.id for mode in catalog.failure_modes()} <= set(ids)


def test_a_failure_mode_belongs_to_its_rounds_with_their_signals() -> None:
    mode = next(target for target in targets(Catalog()) if target.id == "labels-redefined")
    assert mode.signal(RoundKind.ML_DEPTH) == "failure_judgment"
    assert mode.signal(RoundKind.FOUNDER) is None
    assert RoundKind.ML_DEPTH in mode.rounds


def test_entries_are_the_phrasings_and_then_the_words_that_are_asked() -> None:
    kind = ((RoundKind.FOUNDER, "s"),)
    guide = Target("b", "guide", ("text",), kind, "x")
    probe = Target("a", "probe", ("two", "one"), kind, "x", ask="Why?")
    assert [(entry.id, entry.text) for entry in entries([guide, probe])] == [
        ("a#0", "one"), ("a#1", "two"), ("a#2", "Why?"), ("b#0", "text"),
    ]  # fmt: skip


def test_a_fingerprint_follows_contents_and_embedder() -> None:
    entry = Entry("a#0", "a", "text", (RoundKind.FOUNDER,), "")
    other = Entry("a#0", "a", "text", (RoundKind.FOUNDER,), "q")
    prints = {
        fingerprint([entry], "m"),
        fingerprint([entry], "n"),
        fingerprint([other], "m"),
        fingerprint([], "m"),
        fingerprint([entry, other], "m"),
    }
    assert len(prints) == 5
    assert fingerprint([entry], "m") in prints

from __future__ import annotations

from typing import Any

import pytest

from agent.catalog.loader import Catalog
from agent.domain.terms import Level, RoundKind
from agent.retrieval.documents import Target
from evals.training.probe_pairs import Pair, answers, key, others, preferred, sheet

ROW: dict[str, Any] = {
    "id": "r1", "round": "ml_depth", "question_id": "q", "asked": "Why?", "level": "staff", "answer": "Because.",
    "acceptable": ["q.a"],
}  # fmt: skip


def target(name: str, ask: str, question: str = "q", kind: Any = "probe", **more: Any) -> Target:
    return Target(name, kind, ("text",), ((RoundKind.ML_DEPTH, None),), "about", ask, question=question, **more)


OURS = target("q.a", "What breaks first?")


def test_the_other_one_is_a_probe_of_the_round_that_asks_something_else() -> None:
    known = [
        OURS, target("z.b", "Who pays?", "z"), target("q.c", "What breaks first?"), target("m", "Mode?", kind="guide"),
        target("z.new", "Who?", "z", levels=(Level.NEW_GRAD,)), target("r.d", "When?", ""),
    ]  # fmt: skip
    assert [t.id for t in others(known, ROW, OURS, "round")] == ["r.d", "z.b"]
    assert [t.id for t in others(known, ROW, OURS, "question")] == ["r.d"]


def test_the_sheet_shows_both_in_the_keys_order_and_tells_no_ids() -> None:
    other = target("z.b", "Who pays?", "z")
    for a_is_ours in (True, False):
        pairs = [Pair(ROW, OURS, other, a_is_ours)]
        shown, kept = sheet(pairs), key(pairs, "round", 0)
        assert f"{kept['pairs']['1']['ours']}: What breaks first?" in shown
        assert not {"q.a", "z.b", "r1"} & set(shown.split())


def test_verdicts_are_counted_by_the_key() -> None:
    kept = {"pairs": {"1": {"ours": "A"}, "2": {"ours": "B"}, "3": {"ours": "B"}}}
    share, low, high, n = preferred(kept, {"1": "A", "2": "A"})
    assert (share, n) == (0.5, 2)
    assert low < 0.5 < high
    with pytest.raises(ValueError, match="None of the verdicts"):
        preferred(kept, {"9": "A"})


def test_both_datasets_give_rows_of_one_form() -> None:
    for dataset in ("retrieval", "asked_next"):
        rows = answers(dataset, Catalog())
        assert len(rows) >= 60
        assert all(row["split"] == "test" and row["asked"] and 0 < len(row["acceptable"]) <= 3 for row in rows)

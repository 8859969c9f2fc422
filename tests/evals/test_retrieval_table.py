"""The table of the retrieval task: every method in every part, with what it is worth when it speaks."""

from __future__ import annotations

from evals.retrieval.methods import METHODS
from evals.task import Record
from evals.tasks.retrieval import METHOD_NAMES, by_earlier_labels, table


def record(name: str, acceptable: list[str], found: list[str], earlier: list[str] | None = None) -> Record:
    every = {f"{variant}{method}": found for variant in ("", "thinned/") for method in METHODS}
    scores = {"recall@1": float(found[:1] == acceptable)} if acceptable else {"abstained": float(not found)}
    return Record(
        "retrieval",
        name,
        group=name,
        scores={f"test/{method}/{what}": value for method in every for what, value in scores.items()},
        output={"split": "test", "acceptable": acceptable, "earlier": earlier, "found": every},
    )


def test_every_method_has_a_line_in_every_part_that_was_run() -> None:
    assert tuple(METHODS) == METHOD_NAMES
    lines = table([record("a", ["p"], ["p"]), record("b", ["p"], ["q"]), record("c", [], ["q"]), record("d", [], [])])
    heads = [line for line in lines if not line.startswith(" ")]
    assert heads == ["test half, all phrasings:", "test half, phrasings near its answers removed:"]
    assert [line.split()[0] for line in lines if line[2:].startswith(METHOD_NAMES)] == [*METHOD_NAMES, *METHOD_NAMES]
    recall, *_, abstained, precision = (cell.strip() for cell in lines[2][10:].split("]") if cell.strip())
    assert recall.startswith("0.500") and abstained.split()[-3] == "0.500"
    assert precision.startswith("0.667")  # of three that it spoke to, two left something to probe


def test_what_was_labelled_twice_is_shown_by_the_earlier_labels_with_how_far_the_readings_agree() -> None:
    twice = [record("a", ["p", "q"], ["r", "q"], ["q", "r"]), record("b", ["p"], ["s"], ["p"])]
    [line] = by_earlier_labels([*twice, record("c", ["s"], ["s"]), record("d", [], [])])
    assert line.startswith("test half by the earlier labels (2): recall@1 0.500, recall@3 0.500, recall@8 0.500")
    assert line.endswith("first choice among the other's 0.50 and 1.00")

"""What the report on graded transcripts says beside its figures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from held_rounds import scorecard

from agent.domain.verdict import Evidence
from evals.task import Record
from evals.tasks.grader_agreement import grader_agreement, missed, report

ROW = {
    "turns": [{"role": role, "text": "."} for role in ("interviewer", "candidate", "interviewer", "candidate")],
    "answers_a": [1, 3],
    "answers_b": [2, None],
}


def test_what_was_missed_is_the_quote_rated_farthest_from_its_readers() -> None:
    card = scorecard(3)
    first, second, *others = card.signals
    first = replace(first, rating=3, evidence=(Evidence(3, "a later word"), Evidence(1, "a first word")))
    second = replace(second, rating=2, evidence=(Evidence(3, "a later word"),))
    silent = [replace(signal, rating=None, evidence=()) for signal in others]
    card = replace(card, signals=(first, second, *silent))
    assert missed(card, ROW, 2.0) == f'{first.id} 3 is too high: readers gave 1.5 to "a first word"'
    assert missed(card, ROW, -2.0) == f'{second.id} 2 is too low: readers gave 3 to "a later word"'
    assert missed(card, ROW, 0.0) == ""
    assert missed(card, {"turns": ROW["turns"]}, 2.0) == "", "nobody rated the answers"


def record(sample: str, style: str, label: float, given: int, words: int, **more: Any) -> Record:
    output = {
        "given": given, "score": given / 6, "label": label, "labels": [label, label], "style": style, "known": True,
        "behaviour": "none", "split": "train", "question": "q", "words": words, "card": {"ratings": {"depth": 3}, "confidence": 0.7},
        "missed": "depth 3 is too high", "why": "",
    }  # fmt: skip
    return Record("grader_agreement", sample, output=output | more)


ROWS = (
    record("one", "terse", 1, 4, 10, split="test"),
    record("two", "terse", 6, 6, 40, behaviour="dodge"),
    record("three", "fluent", 3, 3, 30),
    record("four", "fluent", 4, 4, 20, split="test"),
)


def test_the_report_says_what_form_alone_would_tell() -> None:
    whole, half, *lines = report(ROWS)
    assert whole.startswith("all (4): ")
    assert half.startswith("test half (2): ")
    assert "labels +0.80, scores given +0.32" in whole
    assert "style terse: +1.50 on average, 1/2 within one, QWK +0.53, labels 1 to 6" in lines
    assert "behaviour dodge: +0.00 on average, 1/1 within one, QWK -, labels 6 to 6" in lines
    assert "confidence from 0.6, test half: 0.70 stated, 0.50 of readers decided the same (2 rounds)" in lines
    assert lines[-1] == "one (terse, none): labelled 1, given 4: depth 3; depth 3 is too high"


def test_lengths_bearing_on_labels_and_on_scores_stand_side_by_side() -> None:
    found = {metric.name: metric.of(ROWS) for metric in grader_agreement().metrics}
    assert round(found["data/length_spearman"] or 0, 2) == 0.8
    assert round(found["length_spearman"] or 0, 2) == 0.32

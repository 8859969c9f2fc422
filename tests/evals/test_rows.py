"""Datasets are of the form they claim; a wrong row is named by file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.errors import NotFoundError, UsageError
from evals import rows
from evals.rows import FORMS, read_dataset

DATASETS = Path(rows.__file__).parent / "datasets"
GOOD = {"id": "f1", "round": "coding", "asked": "Why?", "text": "Because.", "would_probe": "The cause."}


def test_every_dataset_has_a_form_and_keeps_it() -> None:
    assert {file.stem for file in DATASETS.glob("*.jsonl")} == set(FORMS)
    for name in FORMS:
        lines = (DATASETS / f"{name}.jsonl").read_text("utf-8").splitlines()
        assert read_dataset(name) == [json.loads(line) for line in lines]


def test_nothing_is_learned_from_what_is_tested() -> None:
    graded = read_dataset("grader_agreement")
    tested = [row for row in graded if row["split"] == "test"]
    learned = [row for row in graded if row["split"] == "train"]
    assert not {row["question"] for row in tested} & {row["question"] for row in learned}
    questions = {row["question_id"] for row in learned + read_dataset("rated_answers")} - {None}
    assert not {row["question_id"] for row in tested} & questions


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{]", ":2: Invalid JSON"),
        (json.dumps({**GOOD, "id": "f2", "round": "chess"}), ":2: round: "),
        (json.dumps({"id": "f2"}), ":2: round: Field required"),
        (json.dumps({**GOOD, "id": "f2", "asks": "x"}), ":2: asks: Extra inputs"),
        (json.dumps(GOOD), ":2: another row has the id f1"),
    ],
)
def test_a_wrong_row_is_named_by_file_and_line(tmp_path: Path, monkeypatch, line: str, words: str) -> None:
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / "followups.jsonl").write_text(json.dumps(GOOD) + "\n" + line + "\n")
    monkeypatch.setattr(rows, "files", lambda _: tmp_path)
    with pytest.raises(UsageError, match=f"evals/datasets/followups.jsonl{words}"):
        read_dataset("followups")
    with pytest.raises(NotFoundError):
        read_dataset("nothing")

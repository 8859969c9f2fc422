"""`mockloop sources`: what a user sees when he adds, lists and removes documents."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run


def test_documents_are_added_listed_and_removed(mockloop: Run, tmp_path: Path, home: Path) -> None:
    (tmp_path / "resume.txt").write_text("Cut the latency of the ranking service by 40 percent.\n", encoding="utf-8")
    outcome = mockloop("sources", "add", tmp_path / "resume.txt")
    assert (outcome.status, outcome.out) == (0, "")
    assert "resume.txt is added as resume (1 passage): resume-" in outcome.err
    listed = mockloop("sources", "list", "--json").json
    assert [(row["kind"], row["passages"], row["english"]) for row in listed] == [("resume", 1, True)]
    again = mockloop("sources", "add", tmp_path / "resume.txt", "--as", "notes")
    assert again.status == 0
    assert "was there and is read again as notes" in again.err
    (tmp_path / "copy.txt").write_bytes((tmp_path / "resume.txt").read_bytes())
    copied = mockloop("sources", "add", tmp_path / "copy.txt")
    assert copied.status == 2
    assert "says what resume.txt says, which is there as resume-" in copied.err
    (row,) = mockloop("sources", "list", "--json").json
    assert row["kind"] == "notes"
    assert mockloop("sources", "remove", row["id"]).status == 0
    assert "Nothing was added yet" in mockloop("sources", "list").out
    assert list((home / "sources").iterdir()) == []


def test_what_is_not_english_is_accepted_and_said(mockloop: Run, tmp_path: Path) -> None:
    text = "Ich habe die Vorhersage für vierzig Lager gebaut und mit zwei Kollegen betreut."
    (tmp_path / "lebenslauf.txt").write_text(text, encoding="utf-8")
    outcome = mockloop("sources", "add", tmp_path / "lebenslauf.txt")
    assert outcome.status == 0
    assert "does not read as English; offline retrieval and grading are made for English." in outcome.err


def test_bad_input_is_one_line_and_status_2(mockloop: Run, tmp_path: Path) -> None:
    for arguments in (("add", tmp_path / "gone.txt"), ("add", tmp_path), ("remove", "gone"), ("add",)):
        outcome = mockloop("sources", *arguments)
        assert (outcome.status, outcome.out) == (2, "")
        assert outcome.err.count("\n") == 1

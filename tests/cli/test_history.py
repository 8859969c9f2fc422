"""Sessions and reports: listed, exported, deleted, printed and written."""

from __future__ import annotations

import json
import sqlite3
from importlib import resources
from pathlib import Path

import pytest

from tests.cli.conftest import Answers, Run
from tests.cli.test_headless import started

pytestmark = pytest.mark.usefixtures("small_services")


@pytest.fixture
def sat(mockloop: Run, answers: Answers) -> str:
    """A session that is over."""
    texts = answers("I froze the label.", "<script>alert(1)</script> ![x](http://x/y.png) # no heading")
    outcome = mockloop("round", "ml_depth", "--offline", "--answers", texts, "--json")
    session: str = outcome.json["session"]
    return session


def test_there_is_no_session_yet(mockloop: Run, home: Path) -> None:
    assert mockloop("sessions", "--json").out == "[]\n"
    assert "No session yet" in mockloop("sessions").out
    assert not home.exists()


def test_sessions_are_listed_newest_first(mockloop: Run, sat: str, home: Path) -> None:
    active = started()
    database = sqlite3.connect(home / "sessions" / sat / "journal.db")
    database.execute("UPDATE meta SET value = '\"2020-01-01T00:00:00Z\"' WHERE key = 'started'")
    database.commit()
    database.close()
    rows = mockloop("sessions", "--json").json
    assert [(row["session"], row["status"], row["answers"]) for row in rows] == [
        (active, "active", 0),
        (sat, "ended", 2),
    ]
    text = mockloop("sessions").out
    assert text.index(active) < text.index(sat)
    assert "2020-01-01 00:00 UTC" in text


def test_a_loop_that_is_called_one_is_not_called_so_twice(mockloop: Run, answers: Answers, home: Path) -> None:
    (home / "loops").mkdir(parents=True)
    text = resources.files("knowledge").joinpath("examples/my_loop.yaml").read_text()
    (home / "loops/my_loop.yaml").write_text(text)
    assert mockloop("loop", "my_loop", "--offline", "--answers", answers("I left.")).status == 0
    listed = mockloop("sessions").out
    assert "my loop" in listed
    assert "loop loop" not in listed


def test_a_damaged_session_is_named_and_hides_no_other(mockloop: Run, sat: str, home: Path) -> None:
    damaged = home / "sessions" / "20200101-0000-dead"
    damaged.mkdir()
    (damaged / "journal.db").write_bytes(b"no database" * 100)
    outcome = mockloop("sessions", "--json")
    assert [row["session"] for row in outcome.json] == [sat]
    assert damaged.name in outcome.err


@pytest.mark.parametrize("command", [("report",), ("sessions", "export"), ("resume",)])
@pytest.mark.parametrize("content", [b"no database" * 100, None])
def test_a_damaged_session_is_left_as_it_is(
    mockloop: Run, home: Path, command: tuple[str, ...], content: bytes | None
) -> None:
    damaged = home / "sessions" / "20200101-0000-dead"
    damaged.mkdir(parents=True)
    if content is not None:
        (damaged / "journal.db").write_bytes(content)
    outcome = mockloop(*command, damaged.name)
    assert (outcome.status, outcome.out) == (2, "")
    assert "left as it is" in outcome.err
    assert "sessions delete" in outcome.err
    assert {path.name: path.read_bytes() for path in damaged.iterdir()} == ({"journal.db": content} if content else {})


def test_a_session_is_deleted_without_a_trace(mockloop: Run, sat: str, home: Path) -> None:
    assert mockloop("sessions", "delete", sat).status == 0
    assert not (home / "sessions" / sat).exists()
    assert mockloop("sessions", "--json").json == []


def test_an_export_of_what_is_over_is_its_document(mockloop: Run, sat: str) -> None:
    assert mockloop("sessions", "export", sat).out == mockloop("report", sat, "--format", "json").out


def test_an_export_of_what_is_active_is_what_was_said_so_far(mockloop: Run) -> None:
    session = started()
    document = mockloop("sessions", "export", session).json
    assert document["session"] == session
    assert document["status"] == "active"
    assert document["plan"]["rounds"][0]["round_id"] == "ml_depth"
    assert document["transcripts"][0]["turns"][0]["role"] == "interviewer"


def test_a_report_of_what_is_active_says_how_to_go_on(mockloop: Run) -> None:
    session = started()
    outcome = mockloop("report", session)
    assert (outcome.status, outcome.out) == (2, "")
    assert f"mockloop resume {session}" in outcome.err


def test_a_report_is_written_whole_or_not_at_all(mockloop: Run, sat: str, tmp_path: Path) -> None:
    target = tmp_path / "debrief.md"
    target.write_text("mine")
    outcome = mockloop("report", sat, "-o", target)
    assert (outcome.status, outcome.out) == (0, "")
    assert target.read_text("utf-8") == mockloop("report", sat).out
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".debrief")] == []


@pytest.mark.parametrize("target", ["", "missing/debrief.md"])
def test_a_report_that_can_not_be_written(mockloop: Run, sat: str, tmp_path: Path, target: str) -> None:
    outcome = mockloop("report", sat, "-o", tmp_path / target)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.count("\n") == 1


def test_a_json_report_is_written_too(mockloop: Run, sat: str, tmp_path: Path) -> None:
    mockloop("report", sat, "--format", "json", "-o", tmp_path / "r.json")
    assert json.loads((tmp_path / "r.json").read_text())["session"] == sat


def test_a_report_as_a_page_holds_answers_as_text(mockloop: Run, sat: str, tmp_path: Path) -> None:
    mockloop("report", sat, "--format", "html", "-o", tmp_path / "r.html")
    text = (tmp_path / "r.html").read_text("utf-8")
    assert text.startswith("<!doctype html>")
    assert "&lt;script&gt;" in text
    assert "<script" not in text


def test_a_report_as_a_pdf_is_no_text(mockloop: Run, sat: str, tmp_path: Path) -> None:
    outcome = mockloop("report", sat, "--format", "pdf", "-o", tmp_path / "r.pdf")
    assert outcome.status == 0
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF-")


def test_a_markdown_report_renders_answers_as_they_were_typed(mockloop: Run, sat: str) -> None:
    text = mockloop("report", sat).out
    assert text.startswith("# ML depth: ")
    assert "\\<script>" in text
    assert "!\\[x]" in text

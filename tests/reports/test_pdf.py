"""A debrief as a PDF: complete, led by its quotes, and unmoved by what stands in an answer."""

from __future__ import annotations

import io
import sys
from dataclasses import replace

import pytest
from pypdf import PdfReader

from agent.domain.terms import Role
from agent.domain.transcript import Turn
from agent.domain.verdict import LoopDebrief, RoundDocument
from agent.errors import UsageError
from agent.reports.pdf import report
from tests.reports.documents import HOSTILE, hostile_document, loop_debrief, round_document, scorecard, transcript

TYPST = '#panic() #read("/etc/passwd") $ x $ _a_ *b* @ref <label> `c` \\ // gone /* gone */'


def read(document: RoundDocument | LoopDebrief) -> PdfReader:
    return PdfReader(io.BytesIO(report(document)))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).replace("\u200b", "").split())


def titles(reader: PdfReader) -> list[str]:
    """The first two levels of the outline."""
    flat: list[str] = []
    for item in reader.outline:
        flat += (
            [inner["/Title"] for inner in item if not isinstance(inner, list)]
            if isinstance(item, list)
            else [item["/Title"]]
        )
    return flat


def test_a_round_reads_from_the_decision_to_what_was_said() -> None:
    reader = read(round_document())
    assert reader.metadata is not None
    assert reader.metadata.title == "ML depth: lean hire"
    assert titles(reader) == [
        "ML depth: lean hire", "Signals", "For", "Against", "What would flip it", "Practise", "To know", "Transcript",
    ]  # fmt: skip
    text = words(reader)
    assert "The moment. Turn 1: the label was frozen before anything was measured." in text
    assert "3 of 4 Judgment | under failure · 75% turn 1: “freeze one label | then *measure*”" in text
    assert "1 · candidate I'd freeze one label | then *measure* the gap. # not a heading" in text
    assert "def f(): return 1" in text
    assert "Tests: 2 passed, 1 failed." in text


def test_a_quote_leads_to_the_turn_it_was_said_in() -> None:
    reader = read(loop_debrief())
    led = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    assert len(led) == 4
    assert all(note["/Subtype"] == "/Link" and "/A" not in note for note in led)


def test_what_others_wrote_is_shown_and_never_read_as_markup() -> None:
    said = replace(transcript(), turns=(Turn(Role.CANDIDATE, TYPST), Turn(Role.CANDIDATE, "x" * 400)))
    reader = read(RoundDocument("s", said, scorecard()))
    assert TYPST.replace('"', "") in words(reader).replace('"', "")
    hostile = read(hostile_document())
    assert "<script>alert(1)</script>" in words(hostile)
    assert HOSTILE.count("\x1b")
    assert "\x1b" not in words(hostile)


def test_the_same_document_gives_the_same_bytes() -> None:
    assert report(round_document()) == report(round_document())


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(UsageError, match=r"mockloop\[pdf\]"):
        report(round_document())

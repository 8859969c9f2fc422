"""A report saved from the debrief: where the user says, in the format of the name, and nothing overwritten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from driving import DEPTH, STARTUP, Driver
from sample_interviews import document_of, finished
from test_debrief_screen import reading
from textual.widgets import Input

from agent.errors import UsageError
from tui.dialogs.save_report import free_name, save


def named(driver: Driver, name: str) -> None:
    """The name field, holding `name`."""
    driver.app.screen.query_one("#file", Input).value = name


def there(folder: Path) -> list[Path]:
    """The files of a folder, by name."""
    return sorted(folder.iterdir())


async def test_the_debrief_is_saved_under_a_name_that_is_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with reading(finished(DEPTH)) as driver:
        await driver.press("s")
        await driver.shows("Save the report", ".md, .html, .pdf, .json")
        await driver.press("enter")
        await driver.screen("DebriefScreen")
        await driver.shows("Written to")
    (written,) = there(tmp_path)
    assert written.suffix == ".md"
    assert "lean hire" in written.read_text(encoding="utf-8")


async def test_what_cannot_be_written_is_said_and_the_name_stays_to_be_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.json").write_text("mine")
    async with reading(finished(STARTUP)) as driver:
        await driver.press("s")
        await driver.shows("Save the report")
        for name, says in [
            ("debrief.docx", "has to end in one of"),
            ("mine.json", "is there already"),
            ("nowhere/debrief.json", "can't be written"),
        ]:
            named(driver, name)
            await driver.press("enter")
            await driver.shows(says)
            assert driver.app.screen.query_one("#file", Input).value == name
        named(driver, "debrief.json")
        await driver.press("enter")
        await driver.screen("DebriefScreen")
    assert (tmp_path / "mine.json").read_text() == "mine"
    assert json.loads((tmp_path / "debrief.json").read_text())["loop"] == "startup"
    assert [file.name for file in there(tmp_path)] == ["debrief.json", "mine.json"]


def test_a_name_is_offered_that_no_file_has(tmp_path: Path) -> None:
    assert free_name("s1", tmp_path) == "mockloop-s1.md"
    (tmp_path / "mockloop-s1.md").touch()
    assert free_name("s1", tmp_path) == "mockloop-s1-2.md"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "there.md").mkdir()
    with pytest.raises(UsageError, match="is a folder"):
        save(document_of(finished(DEPTH)), str(tmp_path / "there.md"))

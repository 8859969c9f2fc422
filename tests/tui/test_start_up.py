"""What the first picture must not wait for."""

from __future__ import annotations

import subprocess
import sys

import pytest
from driving import running
from textual.app import ComposeResult
from textual.css.stylesheet import Stylesheet

from tui.dialogs.question import Dialog
from tui.screens.eval_runs import EvalRunsScreen
from tui.screens.help import HelpScreen
from tui.screens.home import HomeScreen

SLOW = ("pydantic", "langgraph", "chromadb", "openai", "onnxruntime", "tokenizers", "numpy", "markdown_it", "click")


PATTERNS = ("agent.listening.rules", "agent.listening.figures", "agent.grading.screening", "agent.grading.lexicon")
"""What compiles a lot of regular expressions and is of use once something was said."""


def loaded_by(*modules: str, of: tuple[str, ...] = SLOW) -> set[str]:
    """Which of the slow packages importing these modules brings with it."""
    code = f"import sys; import {', '.join(modules)}; print(*(name for name in {of!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_home_and_the_interview_screen_are_painted_without_the_agents_machinery() -> None:
    assert loaded_by("tui.app", "tui.screens.home", "tui.screens.interview") == set()


def test_the_first_question_waits_for_nothing_that_reads_answers() -> None:
    parts = (
        "session",
        "graph.machine",
        "interviewer.offline",
        "grading.heard",
        "retrieval.remembered",
        "listening.late",
    )
    assert loaded_by(*(f"agent.{part}" for part in parts), of=(*PATTERNS, "chromadb", "onnxruntime", "openai")) == set()


async def test_no_screen_after_the_first_has_all_styles_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    anew: list[Stylesheet] = []
    async with running() as driver:
        await driver.shows("Startup loop")
        monkeypatch.setattr(Stylesheet, "reparse", anew.append)
        for screen in (HelpScreen(driver.app.screen), Dialog(), EvalRunsScreen(driver.backend, driver.app.settings)):
            await driver.app.push_screen(screen)
    assert anew == []


@pytest.mark.parametrize("columns", [80, 109, 110, 160])
async def test_the_first_screen_is_laid_out_for_its_width_before_it_is_painted(
    columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the first picture is thrown away, and the time it took."""
    at_first: list[frozenset[str]] = []
    compose = HomeScreen.compose

    def note(screen: HomeScreen) -> ComposeResult:
        at_first.append(screen.classes)
        return compose(screen)

    monkeypatch.setattr(HomeScreen, "compose", note)
    async with running(size=(columns, 24)) as driver:
        await driver.shows("Startup loop")
        assert at_first == [driver.app.screen.classes]
        assert len(at_first[0]) == 1

"""How soon the program can be used, beside something that can't be faster, started in turn with it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from evals.bench.figures import Figure, median
from evals.bench.terminal import Terminal

TIMES = 5
HOME_TARGET, ROUND_TARGET = 1.5, 1.3
EMPTY_APP = """
from textual.app import App
from textual.screen import ModalScreen
from textual.widgets import Static

class Opened(ModalScreen):
    def compose(self):
        yield Static("opened")

class Empty(App):
    def compose(self):
        yield Static("painted")

    def key_question_mark(self):
        self.push_screen(Opened())

Empty().run()
"""
"""The least that a Textual app with help can be: a line of text, and another one that a key opens."""
IMPORTS = "import textual.app, langgraph.graph"
ENDING = 24
"""So many letters of a question's end on the screen say that all of it is there."""
ANSWER = "First I would freeze one definition of the label and find out who changes it."


def home() -> list[Figure]:
    """Home painted and accepting keys, and the same of an empty app: medians of runs taken in turn."""
    ours, empty, painted = [], [], []
    for _ in range(TIMES + 1):
        empty.append(_until_a_key_works([sys.executable, "-c", EMPTY_APP], "painted", "opened")[1])
        first, accepts = _until_a_key_works([sys.executable, "-m", "tui"], "mockloop", "Escape closes")
        painted.append(first)
        ours.append(accepts)
    ours, empty, painted = ours[1:], empty[1:], painted[1:]  # the first of each reads its files from the disk
    how = f"{median(ours):.2f} s (painted {median(painted):.2f} s) over {median(empty):.2f} s"
    return [Figure("Home accepts keys / an empty Textual app", median(ours) / median(empty), "x", HOME_TARGET, how)]


def first_answer() -> list[Figure]:
    """`mockloop round` from its start to a typed answer on disk, and Python importing what it can't do without."""
    ours, bare, asked = [], [], []
    for _ in range(TIMES + 1):
        bare.append(_seconds_of_imports())
        question, kept = _until_an_answer_is_kept()
        asked.append(question)
        ours.append(kept)
    ours, bare, asked = ours[1:], bare[1:], asked[1:]
    how = f"{median(ours):.2f} s (question {median(asked):.2f} s) over {median(bare):.2f} s"
    name = "first answer on disk / importing textual and langgraph"
    return [Figure(name, median(ours) / median(bare), "x", ROUND_TARGET, how)]


def _until_a_key_works(command: list[str], painted: str, pressed: str) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder, Terminal(command, environment(Path(folder))) as terminal:
        first = terminal.until_shown(painted)
        terminal.send("?")
        return first, terminal.until_shown(pressed)


def _until_an_answer_is_kept() -> tuple[float, float]:
    command = [sys.executable, "-m", "tui", "round", "ml_depth", "--offline"]
    with tempfile.TemporaryDirectory() as folder, Terminal(command, environment(Path(folder))) as terminal:
        terminal.until(lambda: _said(Path(folder), "interviewer") != "", "a question in the journal")
        ending = _letters(_said(Path(folder), "interviewer"))[-ENDING:]
        question = terminal.until(lambda: ending in _letters(terminal.shown), ending)
        terminal.send(ANSWER + "\r")
        return question, terminal.until(lambda: _said(Path(folder), "candidate") == ANSWER, "an answer on disk")


def _said(home: Path, role: str) -> str:
    """The first words of one side in the only journal there is, '' where there are none yet."""
    for path in home.glob("sessions/*/journal.db"):
        try:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
                found = db.execute("SELECT text FROM turns WHERE role = ? ORDER BY seq LIMIT 1", (role,)).fetchone()
                return str(found[0]) if found else ""
        except sqlite3.OperationalError:  # it is just being made
            return ""
    return ""


def _letters(text: str) -> str:
    """Text without what a terminal or Markdown changes."""
    return "".join(character for character in text if character.isalnum())


def _seconds_of_imports() -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", IMPORTS], check=True)  # noqa: S603 - our own words
    return time.perf_counter() - begun


def environment(home: Path) -> Mapping[str, str]:
    """What a new user has: an empty data folder, no key and no model; and a terminal that every run is given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MOCKLOOP_", "OPENAI_"))}
    return {**kept, "MOCKLOOP_HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}

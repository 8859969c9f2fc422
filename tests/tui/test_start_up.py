"""What the first picture must not wait for."""

from __future__ import annotations

import subprocess
import sys

SLOW = ("pydantic", "langgraph", "chromadb", "openai", "onnxruntime", "tokenizers", "numpy", "markdown_it", "click")


def loaded_by(*modules: str) -> set[str]:
    """The slow packages that importing these modules brings with it."""
    code = f"import sys; import {', '.join(modules)}; print(*(name for name in {SLOW!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_home_screen_is_painted_without_the_agents_machinery() -> None:
    assert loaded_by("tui.app", "tui.screens.home") == set()


def test_the_interview_screen_is_painted_without_it_too() -> None:
    assert loaded_by("tui.app", "tui.screens.interview") == set()

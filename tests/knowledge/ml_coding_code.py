"""The code and the figures of the ML coding questions, for tests that recompute them.

Code is taken from the example answers of the questions and run, so neither can drift from the other.
"""

from __future__ import annotations

import functools
import hashlib
import re
from pathlib import Path
from types import CodeType
from typing import Any

import numpy as np

import knowledge
from agent.catalog.loader import Catalog

CATALOG = Catalog()
NAN = float("nan")
_HERE = Path(knowledge.__file__).parent / "questions" / "ml_coding"
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


@functools.cache
def blocks(name: str, quality: str) -> tuple[CodeType, ...]:
    """The fenced code in the good or bad examples of a question, compiled."""
    question = CATALOG.question(f"ml_coding-{name}")
    found = [code for example in getattr(question, quality) for code in BLOCK.findall(example.text)]
    return tuple(compile(code, f"{name} ({quality})", "exec") for code in found)


def run(name: str, quality: str = "good", **given: Any) -> dict[str, Any]:
    """The names that the question's only block of this quality leaves behind."""
    (code,) = blocks(name, quality)
    scope = {"np": np, "hashlib": hashlib, **given}
    exec(code, scope)
    return scope


def says(name: str, *figures: str) -> None:
    """The figures just computed are the ones that stand in the question's file."""
    text = (_HERE / f"{name}.md").read_text(encoding="utf-8")
    missing = [figure for figure in figures if figure not in text]
    assert not missing, f"{name}.md doesn't say {missing}"

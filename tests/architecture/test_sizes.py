"""A file or function that has grown past these limits holds more than one idea."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 400
LONGEST_FUNCTION = 60


def too_long(name: str, text: str) -> Iterator[str]:
    """One line for the file and for each function over its limit, decorators and docstring included."""
    lines = text.count("\n") + 1
    if lines > LONGEST_FILE:
        yield f"{name}: {lines} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            start = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            length = (node.end_lineno or start) - start + 1
            if length > LONGEST_FUNCTION:
                yield f"{name}:{start}: {node.name} has {length} lines"


def test_no_file_and_no_function_is_too_long() -> None:
    found = [
        line
        for package in ("agent", "tui", "evals")
        for path in sorted((ROOT / package).rglob("*.py"))
        for line in too_long(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_limits_bite() -> None:
    function = "async def f():\n" + "    x = 1\n" * LONGEST_FUNCTION
    assert list(too_long("a.py", function)) == ["a.py:1: f has 61 lines"]
    assert list(too_long("b.py", "\n" * LONGEST_FILE)) == ["b.py: 401 lines"]

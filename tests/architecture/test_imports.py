"""Imports stand at the top of a file. One inside a function is for something slow that not every command needs.

A first question is on screen in about a second because none of this is loaded before it is needed; what a turn needs is
loaded while the candidate reads the question. The table says what is slow, and why.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SLOW = {
    "compiled libraries and what they bring along": (
        "chromadb", "httpx", "numpy", "onnxruntime", "openai", "pydantic", "pypdf", "tiktoken", "tokenizers", "typst", "yaml",
    ),
    "looks at the installed packages or the platform": ("importlib.metadata", "platformdirs"),
    "not on every platform": ("resource",),
    "runs code, which most rounds have none of": ("agent.coding.runner",),
    "loads LangGraph": ("agent.graph.foresight",),
    "patterns that take a while to compile": (
        "agent.grading.doubts", "agent.grading.exchanges", "agent.grading.prose", "agent.grading.screening", "agent.grading.untrue",
        "agent.interviewer.prose", "agent.listening",
    ),
    "the offline interviewer or the model's, whichever the session has": (
        "agent.grading.heard", "agent.grading.offline", "agent.interviewer.model", "agent.interviewer.offline",
        "agent.interviewer.probing", "agent.llm",
    ),
    "retrieval, which is made ready behind the first question": ("agent.retrieval",),
}  # fmt: skip


def inside_functions(tree: ast.AST) -> Iterator[str]:
    """The modules that a file imports inside functions."""
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    for node in (found for function in functions for found in ast.walk(function)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def is_slow(module: str) -> bool:
    """Whether the table holds a module, or the package it stands in."""
    return any(f"{module}.".startswith(f"{slow}.") for modules in SLOW.values() for slow in modules)


@pytest.fixture(scope="module")
def late() -> dict[str, set[str]]:
    """What is imported inside functions, by file."""
    paths = sorted((ROOT / "agent").rglob("*.py"))
    return {p.relative_to(ROOT).as_posix(): set(inside_functions(ast.parse(p.read_text("utf-8")))) for p in paths}


def test_only_what_is_slow_is_imported_inside_a_function(late: dict[str, set[str]]) -> None:
    found = [f"{name}: {module}" for name, modules in late.items() for module in modules if not is_slow(module)]
    assert found == [], "move these to the top of the file, or say in SLOW why they can't stand there"


def test_what_is_called_slow_is_imported_late_somewhere(late: dict[str, set[str]]) -> None:
    modules = {module for found in late.values() for module in found}
    named = [slow for group in SLOW.values() for slow in group]
    assert [slow for slow in named if not any(f"{module}.".startswith(f"{slow}.") for module in modules)] == []


def test_an_import_at_the_top_or_for_types_is_no_late_one() -> None:
    text = "import json\nif TYPE_CHECKING:\n    import numpy\ndef f():\n    from agent.llm import tokens"
    assert list(inside_functions(ast.parse(text))) == ["agent.llm"]

"""Each vendor has one owner; everything else talks to the owner."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OWNERS = {
    "openai": ("agent/llm/openai.py",),
    "tiktoken": ("agent/llm/tokens.py",),
    "chromadb": ("agent/retrieval/store.py",),
    "onnxruntime": ("agent/retrieval/embedder.py",),
    "tokenizers": ("agent/retrieval/embedder.py",),
    "pypdf": ("agent/retrieval/reading.py",),
    "typst": ("agent/reports/pdf.py",),
    "langgraph": ("agent/graph/", "agent/session.py"),
    "textual": ("tui/",),
    "distributed": ("evals/cluster/",),
}


def sources() -> Iterator[Path]:
    for package in ("agent", "tui", "evals", "prompts", "knowledge"):
        yield from sorted((ROOT / package).rglob("*.py"))


def imported(tree: ast.AST) -> Iterator[str]:
    """The top-level packages a module imports, wherever the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def strangers(vendor: str, files: dict[str, set[str]]) -> list[str]:
    """The files that import `vendor` and do not own it, of those whose imports are given."""
    return [name for name, found in files.items() if vendor in found and not name.startswith(OWNERS[vendor])]


@pytest.fixture(scope="module")
def files() -> dict[str, set[str]]:
    return {p.relative_to(ROOT).as_posix(): set(imported(ast.parse(p.read_text("utf-8")))) for p in sources()}


@pytest.mark.parametrize("vendor", OWNERS)
def test_a_vendor_is_imported_by_its_owner_only(vendor: str, files: dict[str, set[str]]) -> None:
    assert strangers(vendor, files) == []


def test_an_import_inside_a_function_counts_too() -> None:
    found = set(imported(ast.parse("def f():\n    from chromadb.api import C")))
    assert strangers("chromadb", {"agent/grading/x.py": found}) == ["agent/grading/x.py"]


def test_an_owner_and_a_relative_module_of_the_same_name_are_fine() -> None:
    texts = {"agent/llm/openai.py": "import openai", "agent/llm/y.py": "from . import openai"}
    assert strangers("openai", {name: set(imported(ast.parse(text))) for name, text in texts.items()}) == []

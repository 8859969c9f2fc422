"""Which lines of somebody's code say most: what was changed last, else where most is done."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator, Sequence

from agent.domain.code import parsed


def most_telling(code: str, earlier: str | None = None) -> list[int]:
    """The places (from 0) of the lines of `code` that do something, the one that says most first.

    With an `earlier` version the lines that are new since come before all others. Then whatever does most in one line:
    a comparison or a sum says more than `return out`. Imports and docstrings do nothing; a `def` comes last. Empty
    where the code isn't Python.
    """
    lines = code.splitlines()
    done = _done(code, lines)
    fresh = set(_fresh(lines, (earlier or "").splitlines())) if earlier is not None else set()
    return sorted(done, key=lambda at: (at not in fresh, -done[at], -at))


def _done(code: str, lines: Sequence[str]) -> dict[int, int]:
    """How much the statements that begin in each line do, counted in the nodes of their syntax."""
    tree = parsed(code)
    done: dict[int, int] = {}
    for statement in ast.walk(tree) if tree is not None else ():
        if not isinstance(statement, ast.stmt) or _does_nothing(statement):
            continue
        at = statement.lineno - 1
        named = isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if at < len(lines):
            done[at] = done.get(at, 0) + (0 if named else sum(1 for _ in _of_its_own(statement)))
    return done


def _does_nothing(statement: ast.stmt) -> bool:
    said = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return said or isinstance(statement, ast.Import | ast.ImportFrom | ast.Pass)


def _of_its_own(statement: ast.stmt) -> Iterator[ast.AST]:
    """The nodes of a statement without those of the statements inside it, and without its names' contexts."""
    waiting: list[ast.AST] = [statement]
    while waiting:  # no recursion: a sum of a thousand terms is as deep
        for child in ast.iter_child_nodes(waiting.pop()):
            if not isinstance(child, ast.stmt | ast.expr_context):
                yield child
                waiting.append(child)


def _fresh(lines: Sequence[str], earlier: Sequence[str]) -> Iterator[int]:
    """The places of lines that no earlier line is the same as, indentation aside, in their order."""
    said, before = [line.strip() for line in lines], [line.strip() for line in earlier]
    for kind, _, _, start, end in difflib.SequenceMatcher(None, before, said, autojunk=False).get_opcodes():
        if kind in {"replace", "insert"}:
            yield from range(start, end)

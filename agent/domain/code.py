"""Code in what somebody says: the fenced blocks of an answer, and the talk around them."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass

_BLOCK = re.compile(
    r"^[ \t]*(`{3,}|~{3,})[ \t]*([\w+-]*)[^\n]*\n(.*?)(?:^[ \t]*\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_PYTHON = frozenset({"python", "py", "python3"})
_SHELL = frozenset({"sh", "bash", "shell", "console"})
_COMMENT = re.compile(r"#+[ \t]*(\S[^\n]*)")
_NAME = re.compile(r"\b(?:def|class)[ \t]+(\w+)")
_CODE_LINE = re.compile(
    r"^\s*(?:(?:async )?def \w+\(|class \w+|import \w|from \w[\w.]* import |return\b|for .+:$|while .+:$|if .+:$"
    r"|elif .+:$|else:$|try:$|except\b.*:$|with .+:$|[\w.\[\], ]+ ?[-+*/]?= ?\S|@\w|\w[\w.]*\(.*\)$)"
)
_TOO_MUCH = (ValueError, RecursionError, MemoryError)
"""What parsing raises beside a SyntaxError: for a NUL byte, and for nesting beyond what a parser takes."""
_MOSTLY = 0.6
"""Share of lines that read as code from which an unfenced message is code."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: `text[start:end]` is all of it with its fences, `code` what stands inside."""

    language: str
    code: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unparsable:
    """Where submitted code stops being Python: `line` from 1, and that line as it was written."""

    line: int
    text: str


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a text, in order; one that is never closed goes to the end."""
    return [Block(m[2].lower(), m[3].rstrip("\n"), m.start(), m.end()) for m in _BLOCK.finditer(text)]


def submitted(text: str) -> str | None:
    """The code that an answer submits: its last fenced block of Python, None where it has none."""
    return next((block.code for block in reversed(blocks(text)) if block.language in _PYTHON), None)


def command(text: str) -> str | None:
    """The command that an answer wants to run: its last fenced block of shell, None where it has none."""
    found = (block.code.strip() for block in reversed(blocks(text)) if block.language in _SHELL)
    return next((code for code in found if code), None)


def has_code(text: str) -> bool:
    """Whether a text brings code: in a fence, or bare where most of its lines, three at least, read as code."""
    if any(block.code.strip() for block in blocks(text)):
        return True
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) >= 3 and sum(bool(_CODE_LINE.match(line)) for line in lines) >= _MOSTLY * len(lines)


def talk(text: str) -> str:
    """A text without its fenced blocks; as it is where it has none."""
    found = blocks(text)
    if not found:
        return text
    kept, position = [], 0
    for block in found:
        kept.append(text[position : block.start])
        position = block.end
    return "\n".join(part.strip() for part in (*kept, text[position:]) if part.strip())


def gist(text: str) -> str:
    """What can be understood of a text without reading code: the talk, then comments and names of what is defined."""
    found = blocks(text)
    if not found:
        return text
    comments = [comment.strip() for block in found for comment in _COMMENT.findall(block.code)]
    names = [name.replace("_", " ").strip() for block in found for name in _NAME.findall(block.code)]
    lines = [talk(text), *comments, ", ".join(dict.fromkeys(names))]
    return "\n".join(line for line in lines if line)


def unparsable(code: str) -> Unparsable | None:
    """Where the code is no Python, None where all of it is. Nothing is run."""
    try:
        _parse(code)
    except SyntaxError as error:
        lines = code.splitlines() or [""]
        line = min(max(error.lineno or 1, 1), len(lines))
        return Unparsable(line, lines[line - 1].strip())
    except _TOO_MUCH:
        return Unparsable(1, (code.splitlines() or [""])[0].strip())
    return None


def parsed(code: str) -> ast.Module | None:
    """The syntax of code, None where it is no Python. Nothing is run."""
    try:
        return _parse(code)
    except (SyntaxError, *_TOO_MUCH):
        return None


def _parse(code: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an odd escape in somebody's string is no news for our stderr
        return ast.parse(code)

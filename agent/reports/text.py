"""Other people's words made fit to be shown: on a terminal, and inside Markdown.

What a candidate typed and what a model said may hold anything: escape sequences that move the cursor or set a title,
marks that reverse the reading order, Markdown that fetches an image.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_VISIBLE: dict[int, int] = {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"}
_VISIBLE |= {0x7F: 0x2421}
_VISIBLE |= dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
_VISIBLE |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)), 0xFFFD)
_VISIBLE |= {0x2028: 0x0A, 0x2029: 0x0A}

_INLINE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)"  # a backslash that would hide a sign or break a line
    r"|[`\[|]|<(?=[a-zA-Z/!?])|&(?=#?\w+;)"  # code, links and images, tables, tags, entities
    r"|(?<!\s)\*|\*(?!\s)|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~"  # emphasis
)
_BLOCK = re.compile(r"^(#{1,6}(?=\s|$)|>|[-+*=](?=[-=\s]|$)|~(?=~~))")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_BACKTICKS = re.compile(r"`+")
_NO_NAME = re.compile(r"[^\w+-]")
_FENCE = re.compile(r"^ {0,3}(`{3,})([^`]*)$")


def visible(text: str) -> str:
    """Text that a terminal can be shown: control characters become visible signs."""
    return text.replace("\r\n", "\n").translate(_VISIBLE)


def one_line(text: str) -> str:
    """`visible` text on one line."""
    return " ".join(visible(text).split())


def shortened(text: str, most: int) -> str:
    """`text` cut at a word to at most `most` characters, with an ellipsis where something was cut."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[most // 2 :] else cut).rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines of Markdown that belong together: a block of code with its fences, or prose."""

    code: bool
    lines: tuple[str, ...]

    @property
    def content(self) -> str:
        """The lines as one text, without the fences of code."""
        return "\n".join(self.lines[1:-1] if self.code else self.lines)


def literal(text: str) -> str:
    """`visible` text that Markdown renders as it was typed, code fences aside."""
    return "\n".join(line for piece in literal_pieces(text) for line in piece.lines)


def literal_pieces(text: str) -> Iterator[Piece]:
    """`literal` text in its pieces."""
    for piece in pieces(text):
        yield piece if piece.code else Piece(False, tuple(map(_literal_line, piece.lines)))


def pieces(text: str) -> Iterator[Piece]:
    """`visible` text in its pieces, prose as it was typed. A fence that was left open is closed."""
    lines: list[str] = []
    fence = ""
    for line in visible(text).split("\n"):
        match = _FENCE.match(line)
        if fence:
            closes = match is not None and not match[2].strip() and len(match[1]) >= len(fence)
            lines.append(fence if closes else line)
            if closes:
                yield Piece(True, tuple(lines))
                lines, fence = [], ""
        elif match is not None:
            if lines:
                yield Piece(False, tuple(lines))
            fence = match[1]
            lines = [fence + _NO_NAME.sub("", match[2])]
        else:
            lines.append(line)
    if lines:
        yield Piece(bool(fence), (*lines, fence) if fence else tuple(lines))


def fenced(code: str, language: str = "") -> Piece:
    """Code between fences that nothing in it can close."""
    longest = max((len(run) for run in _BACKTICKS.findall(code)), default=0)
    fence = "`" * max(3, longest + 1)
    return Piece(True, (fence + language, *visible(code).rstrip().split("\n"), fence))


def literal_line(text: str) -> str:
    """`one_line` text that Markdown renders as it was typed: for headings, list items and table cells."""
    return _literal_line(one_line(text))


def _literal_line(line: str) -> str:
    """One line outside code. Blanks at its start would make it code: they become non-breaking ones."""
    text = line.strip()
    indent = "\u00a0" * len(line[: len(line) - len(line.lstrip())].expandtabs(4)) if text else ""
    escaped = _INLINE.sub(lambda match: "\\" + match[0], text)
    escaped = _BLOCK.sub(lambda match: f"\\{match[1]}", escaped)
    return indent + _NUMBERED.sub(lambda match: f"{match[1]}\\{match[2]}", escaped)

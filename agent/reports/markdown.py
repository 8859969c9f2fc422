"""A debrief as one reads it: the decision first, then the moment it turned on, then what supports it.

Everything that others wrote (answers, quotes, a model's prose) passes through
`literal_line` or `literal_pieces`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, assert_never

from agent.domain.problems import Problem
from agent.domain.transcript import Turn
from agent.domain.verdict import Evidence, LoopDebrief, RoundDocument, SignalRating
from agent.reports import blocks, outline, wording
from agent.reports.text import fenced, literal_line, literal_pieces

if TYPE_CHECKING:
    from agent.regrading import Regrade


def report(document: RoundDocument | LoopDebrief, regrades: Mapping[str, Regrade] | None = None) -> str:
    """The whole report of a session as a Markdown file, transcripts included; `regrades` by round_id stand before
    them."""
    return "\n\n".join(_block(block) for block in blocks.report(document, regrades)) + "\n"


def _block(block: blocks.Block) -> str:
    match block:
        case blocks.Heading(text, depth):
            return _heading(text, depth)
        case blocks.Facts(items):
            return " · ".join(map(literal_line, items))
        case blocks.Lines(lines):
            return "  \n".join(map(literal_line, lines))
        case blocks.Moment(text):
            return f"**The moment.** {literal_line(text)}"
        case blocks.Table(head, rows):
            return _table(head, [[literal_line(cell) for cell in row] for row in rows])
        case blocks.Signals():
            return _table(block.head, [_signal(signal, block) for signal in block.signals])
        case blocks.Listed(points, depth):
            signs = (f"{number}." if points.numbered else "-" for number in range(1, len(points.items) + 1))
            listed = (f"{sign} {literal_line(item)}" for sign, item in zip(signs, points.items, strict=True))
            return "\n".join([_heading(points.title, depth), "", *listed])
        case blocks.Said(turn):
            return f"**{block.who}**\n\n{_said(turn, block.problem)}"
    assert_never(block)


# --- ratings


def _signal(signal: SignalRating, block: blocks.Signals) -> list[str]:
    who = [literal_line(signal.graded_by)] if block.several else []
    weight, rated = f"{signal.weight:.0%}", wording.rating(signal.rating)
    return [literal_line(signal.name), weight, rated, *who, _grounds(signal)]


def _grounds(signal: SignalRating) -> str:
    """The quotes of a signal with their turns, then the grader's note."""
    quotes = [_quote(quoted) for quoted in signal.evidence]
    note = [literal_line(signal.note)] if signal.note else []
    return "<br>".join([*quotes, *note])


def _quote(quoted: Evidence) -> str:
    return f"{literal_line(outline.where(quoted))}: “{literal_line(outline.quote(quoted))}”"


# --- what was said


def _said(turn: Turn, problem: Problem | None) -> str:
    """What was said, as a quotation: the lines of a paragraph stay apart, code stays code."""
    pieces = list(literal_pieces(turn.text.strip() or "(nothing)"))
    if turn.code is not None and turn.code.strip() not in turn.text:
        pieces.append(fenced(turn.code, "python"))
    if turn.run is not None:
        pieces += literal_pieces(wording.ran(turn.run, problem))
    parts = ["\n".join(piece.lines if piece.code else _hard_breaks(piece.lines)) for piece in pieces]
    return "\n".join(f"> {line}".rstrip() for line in "\n\n".join(part.strip("\n") for part in parts).split("\n"))


def _hard_breaks(lines: Sequence[str]) -> Iterator[str]:
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        yield line + "\\" if line and following else line


# --- pieces


def _heading(text: str, depth: int) -> str:
    return f"{'#' * depth} {literal_line(text)}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

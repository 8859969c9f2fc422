"""A debrief as a PDF, set by Typst (the extra `pdf`): for a folder, a printer, or somebody without a terminal.

`page.typ` sets the blocks it is handed as JSON. They are strings to it and never markup; it is handed no file and reads
none. A quote leads to the turn in which it was said. The same document gives the same bytes where the same fonts are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any, assert_never

from agent.domain.verdict import LoopDebrief, RoundDocument, SignalRating
from agent.errors import UsageError
from agent.reports import blocks, outline, wording
from agent.reports.text import one_line

if TYPE_CHECKING:
    from agent.regrading import Regrade

_LONG = re.compile(r"\S{40}(?=\S)")
_MAY_BREAK = "\u200b"


def report(document: RoundDocument | LoopDebrief, regrades: Mapping[str, Regrade] | None = None) -> bytes:
    """The whole report of a session as a PDF, transcripts included; `regrades` by round_id stand before them.

    Raises UsageError where Typst is not installed.
    """
    try:
        import typst
    except ImportError:
        raise UsageError(
            "A PDF needs the extra: pip install 'mockloop[pdf]'. Nothing was written; --format html prints as well."
        ) from None
    given = {
        "title": _line(blocks.title(document)),
        "blocks": [_plain(block) for block in blocks.report(document, regrades)],
    }
    page = files("agent.reports").joinpath("page.typ").read_bytes()
    made: bytes = typst.compile(page, format="pdf", sys_inputs={"report": json.dumps(given)}, timestamp=0)
    return made


def _plain(block: blocks.Block) -> dict[str, Any]:
    """A block as `page.typ` takes it."""
    match block:
        case blocks.Heading(text, depth):
            return {"kind": "heading", "text": _line(text), "depth": depth}
        case blocks.Facts(items):
            return {"kind": "facts", "text": _line(" · ".join(items))}
        case blocks.Lines(lines):
            return {"kind": "lines", "lines": [*map(_line, lines)]}
        case blocks.Moment(text):
            return {"kind": "moment", "text": _line(text)}
        case blocks.Table(head, rows):
            return {"kind": "table", "head": [*head], "rows": [[*map(_line, row)] for row in rows]}
        case blocks.Signals():
            return {"kind": "signals", "signals": [_signal(signal, block) for signal in block.signals]}
        case blocks.Listed(points, depth):
            listed = [*map(_line, points.items)]
            return {"kind": "list", "title": points.title, "depth": depth, "numbered": points.numbered, "items": listed}
        case blocks.Said(turn, number, place):
            parts = [asdict(part if part.code else replace(part, text=_breakable(part.text))) for part in block.parts]
            anchor = f"{place}-{number}"
            return {"kind": "said", "who": block.who, "role": turn.role.value, "anchor": anchor, "parts": parts}
    assert_never(block)


def _signal(signal: SignalRating, block: blocks.Signals) -> dict[str, Any]:
    quotes = [
        {
            "where": outline.where(quoted),
            "words": outline.quote(quoted),
            "anchor": f"{block.place}-{quoted.turn}" if block.place else "",
        }
        for quoted in signal.evidence
    ]
    return {
        "name": _line(signal.name),
        "weight": f"{signal.weight:.0%}",
        "dots": "" if signal.rating is None else wording.dots(signal.rating),
        "rating": wording.rating(signal.rating),
        "graded_by": _line(signal.graded_by) if block.several else "",
        "quotes": quotes,
        "note": _line(signal.note),
    }


def _line(text: str) -> str:
    """Text on one line of which no word is longer than a line."""
    return _breakable(one_line(text))


def _breakable(text: str) -> str:
    return _LONG.sub(lambda word: word[0] + _MAY_BREAK, text)

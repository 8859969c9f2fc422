"""A debrief as a page by itself: nothing is loaded, nothing runs, and it prints.

A quote leads to the turn in which it was said. Everything that others wrote (answers, quotes, a model's prose) is
`visible` and escaped; a policy in the page forbids scripts and whatever would be fetched, should that ever fail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, assert_never

from agent.domain.verdict import Evidence, LoopDebrief, RoundDocument, SignalRating
from agent.reports import blocks, outline, wording
from agent.reports.text import one_line

if TYPE_CHECKING:
    from agent.regrading import Regrade

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
{style}</style>
<main>
{body}
</main>
</html>
"""


def report(document: RoundDocument | LoopDebrief, regrades: Mapping[str, Regrade] | None = None) -> str:
    """The whole report of a session as a page, transcripts included; `regrades` by round_id stand before them."""
    style = files("agent.reports").joinpath("page.css").read_text("utf-8")
    body = "\n".join(_block(block) for block in blocks.report(document, regrades))
    return _PAGE.format(title=_h(blocks.title(document)), style=style, body=body)


def _block(block: blocks.Block) -> str:
    match block:
        case blocks.Heading(text, depth):
            return _heading(text, depth)
        case blocks.Facts(items):
            return f'<p class="facts">{_h(" · ".join(items))}</p>'
        case blocks.Lines(lines):
            return "\n".join(f"<p>{_h(line)}</p>" for line in lines)
        case blocks.Moment(text):
            return f'<p class="moment"><b>The moment.</b> {_h(text)}</p>'
        case blocks.Table(head, rows):
            return _table(head, [[_h(cell) for cell in row] for row in rows])
        case blocks.Signals():
            return _table(block.head, [_signal(signal, block) for signal in block.signals])
        case blocks.Listed(points, depth):
            kind = "ol" if points.numbered else "ul"
            listed = "".join(f"<li>{_h(item)}</li>" for item in points.items)
            return f"{_heading(points.title, depth)}\n<{kind}>{listed}</{kind}>"
        case blocks.Said(turn, number, place):
            side = f'<section class="turn {turn.role.value}" id="{_h(place)}-{number}">'
            return f"{side}<h3>{_h(block.who)}</h3>{''.join(map(_part, block.parts))}</section>"
    assert_never(block)


# --- ratings


def _signal(signal: SignalRating, block: blocks.Signals) -> list[str]:
    who = [_h(signal.graded_by)] if block.several else []
    return [_h(signal.name), f"{signal.weight:.0%}", _rating(signal), *who, _grounds(signal, block.place)]


def _rating(signal: SignalRating) -> str:
    words = _h(wording.rating(signal.rating))
    if signal.rating is None:
        return words
    return f'<span class="rating"><span aria-hidden="true">{wording.dots(signal.rating)}</span> {words}</span>'


def _grounds(signal: SignalRating, place: str) -> str:
    """The quotes of a signal with their turns, then the grader's note."""
    note = [_h(signal.note)] if signal.note else []
    return "<br>".join([*(_quote(quoted, place) for quoted in signal.evidence), *note])


def _quote(quoted: Evidence, place: str) -> str:
    where = _h(outline.where(quoted))
    led = f'<a href="#{_h(place)}-{quoted.turn}">{where}</a>' if place else where
    return f"{led}: “<q>{_h(outline.quote(quoted))}</q>”"


def _part(part: blocks.Part) -> str:
    words = escape(part.text)
    return f"<pre><code>{words}</code></pre>" if part.code else f'<p class="words" dir="auto">{words}</p>'


# --- pieces


def _h(text: str) -> str:
    """Text on one line that HTML shows as it was typed."""
    return escape(one_line(text))


def _heading(text: str, depth: int) -> str:
    return f"<h{depth}>{_h(text)}</h{depth}>"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of cells that are HTML already."""
    top = "".join(f'<th scope="col">{_h(cell)}</th>' for cell in head)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>\n" for line in rows)
    return f"<table>\n<thead><tr>{top}</tr></thead>\n<tbody>\n{lines}</tbody>\n</table>"

"""A debrief as a page by itself: nothing is loaded, nothing runs, and it prints.

A quote leads to the turn in which it was said. Everything that others wrote (answers, quotes, a model's prose) is
`visible` and escaped; a policy in the page forbids scripts and whatever would be fetched, should that ever fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from agent.domain.cost import Cost
from agent.domain.terms import EndedBy
from agent.domain.transcript import Transcript, Turn
from agent.domain.verdict import Evidence, LoopDebrief, RoundDocument, Scorecard, SignalRating
from agent.reports import outline, wording
from agent.reports.outline import Points
from agent.reports.text import one_line, pieces, visible

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
_RATINGS = 4


def report(document: RoundDocument | LoopDebrief, regrades: Mapping[str, Regrade] | None = None) -> str:
    """The whole report of a session as a page, transcripts included; `regrades` by round_id stand before them."""
    style = files("agent.reports").joinpath("page.css").read_text("utf-8")
    further = [*outline.disputed(document), *outline.graded_again(regrades or {})]
    graded = [*_lists(further), *_cost(document.cost)]
    if isinstance(document, RoundDocument):
        title = outline.round_title(document.scorecard)
        said = [document.transcript]
        body = [*_scorecard(document.scorecard, 1, _place(document.transcript)), *graded]
    else:
        title = outline.loop_title(document)
        said = list(document.transcripts)
        body = [*_loop(document), *graded]
    body += [block for held in said for block in _transcript(held, named=isinstance(document, LoopDebrief))]
    return _PAGE.format(title=_h(title), style=style, body="\n".join(block for block in body if block))


def _cost(cost: Cost | None) -> Iterator[str]:
    if cost is None:
        return
    yield "<h2>What it cost</h2>"
    yield _p(f"{wording.spent(cost.total)}.")
    if len(cost.rounds()) > 1:
        yield _table(wording.COST_HEAD, [[_h(cell) for cell in row] for row in wording.cost_rows(cost)])


# --- a loop


def _loop(debrief: LoopDebrief) -> Iterator[str]:
    yield _heading(outline.loop_title(debrief), 1)
    yield _p(" · ".join([*outline.loop_facts(debrief), f"session {debrief.session}"]), "facts")
    yield _p(wording.asked_and_graded(debrief.scorecards))
    yield _p(wording.held_on(debrief.transcripts))
    yield _moment(debrief.headline)
    if debrief.scorecards:
        yield "<h2>Rounds</h2>"
        yield _table(outline.ROUNDS_HEAD, [[_h(cell) for cell in outline.row(card)] for card in debrief.scorecards])
    yield _p(outline.not_held(debrief))
    yield from _lists(outline.loop_points(debrief))
    places = {held.round_id: _place(held) for held in debrief.transcripts}
    for card in debrief.scorecards:
        yield from _scorecard(card, 2, places.get(card.round_id))


# --- a round


def _scorecard(card: Scorecard, depth: int, place: str | None) -> Iterator[str]:
    """A graded round under a heading of this depth; `place` is where its transcript stands, None where it does not."""
    yield _heading(outline.round_title(card), depth)
    facts = [wording.verdict_line(card.verdict)]
    if depth == 1:
        facts = [wording.words(card.level.value), wording.words(card.context.value), *facts]
        facts += [f"session {card.session}"] if card.session else []
    yield _p(" · ".join(facts), "facts")
    titles = [question.title for question in card.questions if question.title]
    yield _p(f"Question: {wording.listed(titles)}.") if titles else ""
    if card.ended_by is not EndedBy.ANSWERED:
        yield _p(f"The round ended because {wording.ENDED[card.ended_by]}.")
    if depth == 1 or outline.several_graders(card):
        yield _p(wording.asked_and_graded([card]))
    yield _moment(card.prose.headline)
    yield _p(outline.meaning(card))
    yield _heading("Signals", depth + 1)
    yield _signals(card, place)
    yield from _lists(outline.round_points(card), depth + 1)


def _signals(card: Scorecard, place: str | None) -> str:
    several = outline.several_graders(card)
    head = ("signal", "weight", "rating", *(["graded by"] if several else []), "what was said")
    rows = []
    for signal in card.signals:
        who = [_h(signal.graded_by)] if several else []
        rows.append([_h(signal.name), f"{signal.weight:.0%}", _rating(signal), *who, _grounds(signal, place)])
    return _table(head, rows)


def _rating(signal: SignalRating) -> str:
    words = _h(wording.rating(signal.rating))
    if signal.rating is None:
        return words
    dots = "●" * signal.rating + "○" * (_RATINGS - signal.rating)
    return f'<span class="rating"><span aria-hidden="true">{dots}</span> {words}</span>'


def _grounds(signal: SignalRating, place: str | None) -> str:
    """The quotes of a signal with their turns, then the grader's note."""
    note = [_h(signal.note)] if signal.note else []
    return "<br>".join([*(_quote(quoted, place) for quoted in signal.evidence), *note])


def _quote(quoted: Evidence, place: str | None) -> str:
    where = _h(outline.where(quoted))
    led = where if place is None else f'<a href="#{place}-{quoted.turn}">{where}</a>'
    return f"{led}: “<q>{_h(outline.quote(quoted))}</q>”"


# --- what was said


def _place(held: Transcript) -> str:
    """What the anchors of a transcript's turns begin with."""
    return _h(f"turn-{held.round_id or held.round.value}")


def _transcript(held: Transcript, *, named: bool) -> Iterator[str]:
    """What was said, turn by turn, with the numbers that quotes refer to."""
    name = f": {wording.round_title(held.round_id or held.round.value)}" if named else ""
    yield _heading(f"Transcript{name}", 2)
    for number, turn in enumerate(held.turns):
        side = f'<section class="turn {turn.role.value}" id="{_place(held)}-{number}">'
        yield f"{side}<h3>{number} · {_h(outline.speaker(turn))}</h3>{_said(turn)}</section>"


def _said(turn: Turn) -> str:
    parts = [_code(piece.content) if piece.code else _words(piece.content) for piece in pieces(turn.text.strip())]
    if turn.code is not None and turn.code.strip() not in turn.text:
        parts.append(_code(turn.code))
    if turn.run is not None:
        parts.append(_words(wording.ran(turn.run)))
    return "".join(parts) or _words("(nothing)")


def _words(text: str) -> str:
    return f'<p class="words" dir="auto">{escape(visible(text).strip())}</p>' if text.strip() else ""


def _code(text: str) -> str:
    return f"<pre><code>{escape(visible(text).rstrip())}</code></pre>"


# --- pieces


def _h(text: str) -> str:
    """Text on one line that HTML shows as it was typed."""
    return escape(one_line(text))


def _p(text: str, kind: str = "") -> str:
    return f"<p{f' class={kind!r}' if kind else ''}>{_h(text)}</p>" if text else ""


def _moment(headline: str) -> str:
    return f'<p class="moment"><b>The moment.</b> {_h(headline)}</p>' if headline else ""


def _heading(text: str, depth: int) -> str:
    return f"<h{depth}>{_h(text)}</h{depth}>"


def _lists(several: Iterable[Points], depth: int = 2) -> Iterator[str]:
    for points in several:
        kind = "ol" if points.numbered else "ul"
        yield _heading(points.title, depth)
        yield f"<{kind}>{''.join(f'<li>{_h(item)}</li>' for item in points.items)}</{kind}>"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of cells that are HTML already."""
    top = "".join(f'<th scope="col">{_h(cell)}</th>' for cell in head)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>\n" for line in rows)
    return f"<table>\n<thead><tr>{top}</tr></thead>\n<tbody>\n{lines}</tbody>\n</table>"

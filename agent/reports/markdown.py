"""A debrief as one reads it: the decision first, then the moment it turned on, then what supports it.

Everything that others wrote (answers, quotes, a model's prose) passes through
`literal_line` or `literal_pieces`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from agent.domain.cost import Cost
from agent.domain.terms import Decision, EndedBy, Role, RoundKind
from agent.domain.transcript import Transcript, Turn
from agent.domain.verdict import Dispute, Evidence, LoopDebrief, RoundDocument, Scorecard, SignalRating
from agent.reports import wording
from agent.reports.text import fenced, literal_line, literal_pieces, one_line, shortened

QUOTE_CHARS = 220
"""Longer quotes are cut in the table of signals; the transcript has them whole."""


def report(document: RoundDocument | LoopDebrief) -> str:
    """The whole report of a session as a Markdown file, transcripts included."""
    if isinstance(document, RoundDocument):
        graded = [*_scorecard(document.scorecard, 1), *_disputes(document.disputes), *_cost(document.cost)]
        return _text([*graded, *_transcript(document.transcript, named=False)])
    said = [block for held in document.transcripts for block in _transcript(held, named=True)]
    return _text([*_loop(document), *_disputes(document.disputes), *_cost(document.cost), *said])


def _text(blocks: Iterable[str]) -> str:
    return "\n\n".join(block for block in blocks if block) + "\n"


def _disputes(disputes: Sequence[Dispute]) -> Iterator[str]:
    """Ratings that the candidate disputed; the scorecard above keeps what was locked."""
    yield from _points("Disputed", [wording.disputed(dispute) for dispute in disputes])


def _cost(cost: Cost | None) -> Iterator[str]:
    """What models cost, by round where there was more than one."""
    if cost is None:
        return
    yield "## What it cost"
    yield f"{wording.spent(cost.total)}."
    if len(cost.rounds()) > 1:
        yield _table(("round", "calls", "tokens in", "cached", "out", "price"), wording.cost_rows(cost))


def _transcript(held: Transcript, *, named: bool) -> Iterator[str]:
    """What was said, turn by turn, with the numbers that quotes refer to."""
    yield f"## Transcript: {wording.round_title(held.round_id or held.round.value)}" if named else "## Transcript"
    for number, turn in enumerate(held.turns):
        yield f"**{number} · {_speaker(turn)}**"
        yield _said(turn)


# --- a loop


def _loop(debrief: LoopDebrief) -> Iterator[str]:
    yield f"# {wording.loop_title(debrief.loop)}: {debrief.decision.words}"
    facts = [wording.words(debrief.level.value), wording.words(debrief.context.value)]
    if debrief.recommended_level is not None and debrief.recommended_level != debrief.level:
        facts.append(f"the bar that was reached is that of {wording.words(debrief.recommended_level.value)}")
    yield " · ".join([*facts, f"session {debrief.session}"])
    yield literal_line(wording.asked_and_graded(debrief.scorecards))
    yield wording.held_on(debrief.transcripts)
    yield f"**The moment.** {literal_line(debrief.headline)}" if debrief.headline else ""
    if debrief.scorecards:
        yield "## Rounds"
        yield _table(("round", "decision", "score", "confidence"), [_row_of(card) for card in debrief.scorecards])
    if debrief.rounds_not_held:
        missing = wording.listed(wording.round_title(name) for name in debrief.rounds_not_held)
        yield f"Not held: {missing}. What was not held counts neither for nor against."
    yield from _points("Where the rounds agree", debrief.agreement)
    yield from _points("Where they do not", debrief.dissent)
    yield from _points("What would flip it", debrief.would_flip)
    yield from _points("Practise", debrief.drills, numbered=True)
    for card in debrief.scorecards:
        yield from _scorecard(card, 2)


def _row_of(card: Scorecard) -> tuple[str, ...]:
    verdict = card.verdict
    close = " (too close to call)" if verdict.too_close_to_call else ""
    score = "" if verdict.score is None else f"{verdict.score:.2f}"
    return wording.round_title(card.round_id), verdict.decision.words + close, score, f"{verdict.confidence:.0%}"


# --- a round


def _scorecard(card: Scorecard, depth: int) -> Iterator[str]:
    marks = "#" * depth
    yield f"{marks} {wording.round_title(card.round_id or card.round.value)}: {card.verdict.decision.words}"
    facts = [wording.verdict_line(card.verdict)]
    if depth == 1:
        facts = [wording.words(card.level.value), wording.words(card.context.value), *facts]
        if card.session:
            facts.append(f"session {card.session}")
    yield " · ".join(facts)
    yield _circumstances(card, alone=depth == 1)
    yield f"**The moment.** {literal_line(card.prose.headline)}"
    if card.round is RoundKind.NEGOTIATION and card.verdict.decision is not Decision.NOT_ENOUGH_EVIDENCE:
        yield "In this round a hire means that the package and the relationship are better for what was said."
    yield f"{marks}# Signals"
    yield _signals(card)
    points = partial(_points, marks=marks + "#")
    yield from points("For", card.prose.strengths)
    yield from points("Against", card.prose.concerns)
    yield from points("What would flip it", card.prose.would_flip)
    yield from points(wording.HEARD_TITLE, [wording.heard(found) for found in card.frameworks])
    yield from points("Practise", card.prose.drills, numbered=True)
    yield from points("To know", [wording.FLAGS[flag] for flag in card.flags])


def _circumstances(card: Scorecard, *, alone: bool) -> str:
    titles = [literal_line(question.title) for question in card.questions if question.title]
    lines = [f"Question: {wording.listed(titles)}."] if titles else []
    if card.ended_by is not EndedBy.ANSWERED:
        lines.append(f"The round ended because {wording.ENDED[card.ended_by]}.")
    if alone or len({signal.graded_by for signal in card.signals}) > 1:
        lines.append(literal_line(wording.asked_and_graded([card])))
    return "  \n".join(lines)


def _signals(card: Scorecard) -> str:
    several = len({signal.graded_by for signal in card.signals}) > 1
    head = ("signal", "weight", "rating", *(["graded by"] if several else []), "what was said")
    rows = []
    for signal in card.signals:
        who = [literal_line(signal.graded_by)] if several else []
        weight, rated = f"{signal.weight:.0%}", wording.rating(signal.rating)
        rows.append((literal_line(signal.name), weight, rated, *who, _grounds(signal)))
    return _table(head, rows)


def _grounds(signal: SignalRating) -> str:
    """The quotes of a signal with their turns, then the grader's note."""
    quotes = [_quote(quoted) for quoted in signal.evidence]
    note = [literal_line(signal.note)] if signal.note else []
    return "<br>".join([*quotes, *note])


def _quote(quoted: Evidence) -> str:
    where = f"turn {quoted.turn}"
    if quoted.test is not None:
        where += f", test {literal_line(quoted.test)}"
    if quoted.line is not None:
        where += f", line {quoted.line}"
    return f"{where}: “{literal_line(shortened(one_line(quoted.quote), QUOTE_CHARS))}”"


# --- what was said


def _speaker(turn: Turn) -> str:
    if turn.role is Role.CANDIDATE:
        return "candidate"
    move = f", {turn.move.value}" if turn.move is not None else ""
    return f"interviewer{move}" + (f" {turn.hint_rung}" if turn.hint_rung else "")


def _said(turn: Turn) -> str:
    """What was said, as a quotation: the lines of a paragraph stay apart, code stays code."""
    pieces = list(literal_pieces(turn.text.strip() or "(nothing)"))
    if turn.code is not None and turn.code.strip() not in turn.text:
        pieces.append(fenced(turn.code, "python"))
    if turn.run is not None:
        pieces += literal_pieces(wording.ran(turn.run))
    blocks = ["\n".join(piece.lines if piece.code else _hard_breaks(piece.lines)) for piece in pieces]
    return "\n".join(f"> {line}".rstrip() for line in "\n\n".join(block.strip("\n") for block in blocks).split("\n"))


def _hard_breaks(lines: Sequence[str]) -> Iterator[str]:
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        yield line + "\\" if line and following else line


# --- pieces


def _points(title: str, items: Sequence[str], *, marks: str = "##", numbered: bool = False) -> Iterator[str]:
    if items:
        yield f"{marks} {title}"
        signs = (f"{number}." if numbered else "-" for number in range(1, len(items) + 1))
        yield "\n".join(f"{sign} {literal_line(item)}" for sign, item in zip(signs, items, strict=True))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

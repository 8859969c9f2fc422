"""Asks that no answer ever came to: met with questions alone though they were made clear, or skipped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.domain.terms import WISHES, MessageKind, Move, Role
from agent.domain.transcript import LEAVE_OPEN, Transcript, Turn
from agent.grading.exchanges import Exchange, read_exchanges
from agent.listening.asked_back import asks_what_is_meant, lacks_a_fact
from agent.listening.rules import certain

_SEVERAL = 2
"""Messages that ask back on a round's question, or at its end, from which on they count: everybody may ask once before
he begins, and time may run out over one."""

_FREE_SKIPS = 1
"""Follow-ups that may be left for another without an answer: somebody who says that he doesn't know isn't worse off."""

_OFTEN = 3
"""... and from which on it no longer matters whether the last one was answered."""


def left_open(transcript: Transcript) -> tuple[int, ...]:
    """The candidate's turns that asked back last on an ask that he never answered, though he was told.

    A question that is followed by an answer costs nothing, nor does a first one on a round's question; nor one that
    nobody answered before he went on, or after which nothing else was asked.
    """
    return tuple(
        asking[-1].parts[-1].turn
        for thread, after in _threads(transcript)
        if all(exchange.aside for exchange in thread)
        if (asking := [exchange for exchange in thread if _asks_back(exchange)])
        if after is not None and (len(asking) >= _OFTEN or _was_told(transcript, asking[-1], after))
        if len(asking) >= _SEVERAL or not (thread[0].opening or transcript.turns[after].move is Move.CLOSE)
    )


def skipped(transcript: Transcript) -> tuple[int, ...]:
    """The candidate's turns that wished to leave a follow-up to which he had said nothing, after the first such.

    To leave a round's question for another one is the interviewer's to grant.
    """
    counted = left_open(transcript)
    leaving = [
        thread[-1].parts[-1].turn
        for thread, after in _threads(transcript)
        if after is not None and not thread[0].opening and all(exchange.aside for exchange in thread)
        if certain(thread[-1].text, thread[-1].heard) is MessageKind.SKIP
        if not any(exchange.parts[-1].turn in counted for exchange in thread)
    ]
    return tuple(leaving[_FREE_SKIPS:])


def _threads(transcript: Transcript) -> Iterator[tuple[Sequence[Exchange], int | None]]:
    """What was said to each ask, with the place of the turn that left it for another; None where none did."""
    thread: list[Exchange] = []
    for exchange in read_exchanges(transcript):
        if thread and (moved := _moved_on(transcript, thread[-1].parts[-1].turn, exchange.parts[0].turn)) is not None:
            yield thread, moved
            thread = []
        thread.append(exchange)
    if thread:
        yield thread, _moved_on(transcript, thread[-1].parts[-1].turn, len(transcript.turns))


def _moved_on(transcript: Transcript, after: int, before: int) -> int | None:
    return next((at for at in range(after + 1, before) if _asks_anew(transcript.turns[at])), None)


def _asks_anew(turn: Turn) -> bool:
    if turn.role is not Role.INTERVIEWER:
        return False
    return "?" in turn.text if turn.move is None else turn.move not in LEAVE_OPEN


def _asks_back(exchange: Exchange) -> bool:
    """Whether a message asks for a fact, a meaning or a hint: not to hear it again, for a minute or for the end, nor
    only says that it was answered ("I gave you that")."""
    text = " ".join(part.text for part in exchange.parts)
    wish = certain(exchange.text, exchange.heard)
    asks = "?" in text or lacks_a_fact(text) or asks_what_is_meant(text, exchange.heard)
    return not exchange.flags and (wish is MessageKind.HINT or (asks and wish not in WISHES))


def _was_told(transcript: Transcript, asked: Exchange, after: int) -> bool:
    """Whether the interviewer said something to a question before he moved on."""
    said = transcript.turns[asked.parts[-1].turn + 1 : after]
    return any(turn.role is Role.INTERVIEWER and turn.text.strip() for turn in said)

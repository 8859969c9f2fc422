"""What to ask about an answer: first what no answer of the round holds already."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from agent.domain.interview import Allowed, Reply, RoundView
from agent.domain.terms import Move, Role
from agent.interviewer import moves

_ASKS = (Move.DEEPEN, Move.PROBE)


def may_repeat(view: RoundView, allowed: Allowed) -> bool:
    """Whether something may be asked that was said: there is an earlier answer to hold it."""
    said = [turn for turn in view.transcript.turns if turn.role is Role.CANDIDATE]
    return len(said) > 1 and any(move in _ASKS for move in allowed.moves)


def choose(view: RoundView, allowed: Allowed, held: Collection[str]) -> Reply | None:
    """The first allowed move for which there is something to say; what is `held` is asked where nothing else is."""
    left = replace(allowed, follow_ups=tuple(found for found in allowed.follow_ups if found.id not in held))
    fresh = replace(view, asked=(*view.asked, *held))
    put_back: Reply | None = None
    for move in allowed.moves:
        if move in _ASKS and held:
            reply = moves.BY_MOVE[move](fresh, left)
            put_back = put_back or (moves.BY_MOVE[move](view, allowed) if reply is None else None)
        else:
            reply = put_back or moves.BY_MOVE[move](view, allowed)
        if reply is not None:
            return reply
    return put_back

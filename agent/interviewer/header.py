"""The header line of a model's reply, taken out of the stream while it streams, and checked against what is allowed.

A reply begins with one line for the machine, `@probe some.id`, and the candidate must never see it, however badly it
is written. What it says is a claim to be checked: the move must be an allowed one, the id one of the follow-ups.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.domain.interview import Allowed, FollowUp
from agent.domain.terms import Move

SIGN = "@"
"""What the header line, and so every reply, begins with."""

ASKING = frozenset({Move.PROBE, Move.DEEPEN})
"""Moves whose header may name a follow-up."""

_MOVES = "|".join(move.value for move in Move)
_DECORATION = "`*_#<> \t[](){}\"'"
_LINE = re.compile(rf"^@?\s*(?:move\s*[:=]\s*)?({_MOVES})\b[\s:,|–—-]*(.*)$", re.IGNORECASE)
_ID = re.compile(r"^[A-Za-z0-9_]+(?:[.:#/-][A-Za-z0-9_]+)+$")
_UNSIGNED_HEADER_CHARS = 60  # a line without @ that is longer than this is speech
_LONGEST_HEADER = 200
_NEAR = 0.3


class HeaderStream:
    """Separates the header line from the words. Feed it the pieces, then `end` it.

    Until the first line is complete nothing passes, unless it can't be a header any more. A later line that begins
    with @ is looked at in the same way, so that a second header is not spoken either.
    """

    def __init__(self) -> None:
        self.move: Move | None = None
        self.named: str = ""
        self._line = ""  # the beginning of a line that may be a header
        self._first = True
        self._held = ""  # white space that is passed on only when words follow
        self._at_line_start = True
        self._has_spoken = False

    def feed(self, piece: str) -> str:
        """The words that may be spoken now."""
        return self._released("".join(self._char(char) for char in piece))

    def end(self) -> str:
        """The words that were still held when the stream ended."""
        rest, self._line = self._line, ""
        return self._released(self._speech_of(rest)) if rest else ""

    def _char(self, char: str) -> str:
        if not self._watching(char):
            self._at_line_start = char == "\n"
            return char
        if char == "\n":
            line, self._line = self._line, ""
            return self._speech_of(line) + "\n" if line.strip() else ("" if self._first else "\n")
        self._line += char
        if self._may_be_header():
            return ""
        line, self._line = self._line, ""
        self._first, self._at_line_start = False, False
        return line

    def _watching(self, char: str) -> bool:
        """Whether this character belongs to a line that may be a header."""
        return bool(self._line) or self._first or (self._at_line_start and char in "@`*")

    def _may_be_header(self) -> bool:
        start = self._line.lstrip(_DECORATION)
        if not start:
            return len(self._line) <= _UNSIGNED_HEADER_CHARS
        if start.startswith("@"):
            return len(start) <= _LONGEST_HEADER
        return self._first and len(start) <= _UNSIGNED_HEADER_CHARS

    def _speech_of(self, line: str) -> str:
        """What of a complete line is speech; takes the header out of it."""
        match = _LINE.match(line.strip(_DECORATION + "\r"))
        first, self._first = self._first, False
        self._at_line_start = True
        if match is None:
            return "" if line.lstrip(_DECORATION).startswith("@") else line
        signed = "@" in line.partition(match[1])[0]
        named, _, rest = match[2].partition(" ")
        named = named.strip(_DECORATION)
        if not signed and (rest or (named and not _ID.match(named))):
            return line  # "Close enough, but …" is speech
        if first or self.move is None:
            self.move = Move(match[1].lower())
            self.named = named if _ID.match(named) else ""
        return rest.strip() if _ID.match(named) else match[2].strip()

    def _released(self, text: str) -> str:
        """Without white space at the beginning and the end of the whole reply."""
        text = self._held + text
        words = text.rstrip()
        if not words:
            self._held = text
            return ""
        self._held = text[len(words) :]
        if self._has_spoken:
            return words
        self._has_spoken = True
        return words.lstrip()


def checked_move(stream: HeaderStream, allowed: Allowed, said: str = "", twist: str = "") -> Move:
    """The move a reply counts as: its own where that is allowed, else the router's first choice.

    A changed case holds for the rest of a round, so that one which nobody named counts where `said` has its words.
    """
    if stream.move is not None and stream.move in allowed.moves:
        return stream.move
    first, asking = allowed.moves[0], next((move for move in allowed.moves if move in ASKING), None)
    if first is Move.TWIST and asking is not None and _shared(_words(said), _words(twist)) <= _NEAR:
        return asking
    return first


def chosen_follow_up(stream: HeaderStream, move: Move, text: str, allowed: Allowed) -> FollowUp | None:
    """The follow-up a reply asked: the one it names, else the nearest in words, else none."""
    if move not in ASKING:
        return None
    by_id = {follow_up.id: follow_up for follow_up in allowed.follow_ups}
    if stream.named in by_id:
        return by_id[stream.named]
    return nearest(text, allowed.follow_ups)


def nearest(text: str, follow_ups: Sequence[FollowUp]) -> FollowUp | None:
    """The follow-up whose words a text shares most of, None where that is too few to say."""
    said = _words(text)
    best, best_share = None, _NEAR
    for follow_up in follow_ups:
        for words in (_words(follow_up.ask or ""), _words(follow_up.again or "")):
            share = _shared(said, words)
            if share > best_share:
                best, best_share = follow_up, share
    return best


def _shared(some: set[str], others: set[str]) -> float:
    return len(some & others) / len(some | others) if others else 0.0


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z0-9']+", text.lower()) if len(word) > 2}

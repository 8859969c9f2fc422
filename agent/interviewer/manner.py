"""How a character talks around authored questions: his greeting, what he leads in with, how he presses and cuts in.

Everything here is said at most once in a round; where all of it was said, the interviewer goes without.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256

from agent.catalog.wording import content_words
from agent.domain.code import talk
from agent.domain.interview import RoundView
from agent.domain.terms import MessageKind
from agent.interviewer.variants import literal, spoken, unheard

_CUT = re.compile(r"[,;:.!?]\s|\s(?:and|but|because|so|since|which)\s|\n")
_CUT_AT_MIN, _CUT_AT_MAX = 3, 8
"""Words of the candidate that an interruption takes up."""


def openings(view: RoundView) -> tuple[str, ...]:
    """What to greet with: the round's own words where the character holds such rounds, else his."""
    own = view.character is None or view.spec.id in view.character.rounds
    speaker = view.spec if own or view.character is None else view.character
    return speaker.spoken_openings(view.minutes)


def lead_in(view: RoundView, follow_up: str, ask: str, *, stays: bool) -> str:
    """What the character says before this follow-up: for every second one, by the seed; '' for the others.

    `stays`: it stays on the subject of the one before. Only then may he say so. What has a word of `ask` in it would
    say the same thing twice.
    """
    if view.character is None or _drawn(view.seed, follow_up) % 2:
        return ""
    asked = content_words(ask)
    staying, others = (
        [line for line in lines if not content_words(line) & asked]
        for lines in (view.character.staying, view.character.lead_ins)
    )
    return (unsaid(staying, view) if stays else "") or unsaid(others, view)


def pressing(view: RoundView) -> str:
    """What the character says before he puts a question again that was gone around; '' where he said it all."""
    return unsaid(view.character.pressing, view) if view.character is not None else ""


def interruption(view: RoundView) -> str:
    """What the character cuts in with where the newest answer was long; '' where it was not, or he did it last time."""
    who = view.character
    if who is None or who.interrupts_after is None or view.message is not MessageKind.ANSWER:
        return ""
    said = talk(view.transcript.turns[-1].text)
    if len(said.split()) < who.interrupts_after or _just_cut_in(view, who.interruptions):
        return ""
    cut_at, line = _words_at(said, who.interrupts_after), unsaid(who.interruptions, view)
    return line.replace("{said}", cut_at) if cut_at else ""


def unsaid(lines: Sequence[str], view: RoundView) -> str:
    """The first of these lines, from a place that the seed gives, that nobody said in this round; '' where all were."""
    return unheard(lines, view.transcript.turns, view.seed) or ""


def last_said(view: RoundView) -> str:
    """What the interviewer said last, '' before he said anything."""
    return next(reversed(spoken(view.transcript.turns)), "")


def _just_cut_in(view: RoundView, lines: Sequence[str]) -> bool:
    """Whether the interviewer's last turn was an interruption: twice in a row is rude."""
    return any(literal(line) in last_said(view) for line in lines)


def _words_at(said: str, words: int) -> str:
    """A clause around the place where `words` words have been said, as it was said; '' where none is short."""
    starts = [match.start() for match in re.finditer(r"\S+", said)]
    place = starts[min(words, len(starts)) - 1]
    clauses = [(m, clause.strip().rstrip(".,;:!?")) for m, clause in _clauses(said)]
    near = sorted(clauses, key=lambda item: abs(item[0] - place))
    fits = (c for _, c in near if _CUT_AT_MIN <= len(c.split()) <= _CUT_AT_MAX and not re.search(r'[`“”"?{}]', c))
    return next(fits, "")


def _clauses(said: str) -> list[tuple[int, str]]:
    found, start = [], 0
    for match in [*_CUT.finditer(said), None]:
        end = match.start() if match else len(said)
        found.append((start, said[start:end]))
        start = match.end() if match else end
    return found


def _drawn(seed: int, follow_up: str) -> int:
    return int.from_bytes(sha256(f"lead:{seed}:{follow_up}".encode()).digest()[:2], "big")

"""How a character talks around authored questions: his greeting, what he leads in with, how he presses and cuts in.

Everything here is said at most once in a round; where all of it was said, the interviewer goes without.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256

from agent.catalog.wording import content_words
from agent.domain.code import talk
from agent.domain.interview import FollowUp, RoundView
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
    say the same thing twice, as would what begins as it does.
    """
    if view.character is None or _drawn(view.seed, follow_up) % 2:
        return ""
    asked = content_words(ask)
    staying, others = (
        [line for line in lines if not content_words(line) & asked and not _begin_alike(line, ask)]
        for lines in (view.character.staying, view.character.lead_ins)
    )
    return (unsaid(staying, view) if stays else "") or unsaid(others, view)


def _begin_alike(line: str, ask: str) -> bool:
    """Whether two sentences begin with the same word: "Now the part that hurts. Now the euros."."""
    first, second = (re.match(r"[\w'’]+", text.strip()) for text in (line, ask))
    return first is not None and second is not None and first.group().lower() == second.group().lower()


def pressing(view: RoundView) -> str:
    """What the character says before he puts a question again that was gone around; '' where he said it all."""
    return unsaid(view.character.pressing, view) if view.character is not None else ""


def interruption(view: RoundView, follow_up: FollowUp) -> str:
    """What the character cuts in with where the newest answer was long; '' where it was not, or he did it last time.

    He stops at words that lead to what he asks; where none do, he lets the candidate finish: to be stopped at one thing
    and asked another is no interruption but a muddle.
    """
    who = view.character
    if who is None or who.interrupts_after is None or view.message is not MessageKind.ANSWER:
        return ""
    said = talk(view.transcript.turns[-1].text)
    if len(said.split()) < who.interrupts_after or cuts_in(view, last_said(view)):
        return ""
    cut_at, line = _words_at(said, who.interrupts_after, follow_up), unsaid(who.interruptions, view)
    return line.replace("{said}", cut_at) if cut_at else ""


def cuts_in(view: RoundView, text: str) -> bool:
    """Whether `text` is an interruption of the character's: twice in a row is rude."""
    return view.character is not None and any(literal(line) in text for line in view.character.interruptions)


def unsaid(lines: Sequence[str], view: RoundView) -> str:
    """The first of these lines, from a place that the seed gives, that nobody said in this round; '' where all were."""
    return unheard(lines, view.transcript.turns, view.seed) or ""


def last_said(view: RoundView) -> str:
    """What the interviewer said last, '' before he said anything."""
    return next(reversed(spoken(view.transcript.turns)), "")


def _words_at(said: str, words: int, follow_up: FollowUp) -> str:
    """A short clause that leads to a follow-up, as it was said; '' where none does.

    One of the sentence that the follow-up was found by, else the one with most of its words, nearest to the place where
    `words` words have been said.
    """
    starts = [match.start() for match in re.finditer(r"\S+", said)]
    place = starts[min(words, len(starts)) - 1]
    clauses = [(m, clause.strip().rstrip(".,;:!?")) for m, clause in _clauses(said)]
    fits = [
        (_leads_to(clause, follow_up), -abs(m - place), clause)
        for m, clause in clauses
        if _CUT_AT_MIN <= len(clause.split()) <= _CUT_AT_MAX and not re.search(r'[`“”"?{}]', clause)
    ]
    leads, _, best = max(fits, default=(0, 0, ""))
    return best if leads else ""


def _leads_to(clause: str, follow_up: FollowUp) -> int:
    """How many words with a meaning a clause shares with a follow-up, all of them where it was found by this one."""
    own = content_words(clause)
    if own and clause in follow_up.said:
        return len(own)
    return len(own & content_words(f"{follow_up.about} {follow_up.ask or ''}"))


def _clauses(said: str) -> list[tuple[int, str]]:
    found, start = [], 0
    for match in [*_CUT.finditer(said), None]:
        end = match.start() if match else len(said)
        found.append((start, said[start:end]))
        start = match.end() if match else end
    return found


def _drawn(seed: int, follow_up: str) -> int:
    return int.from_bytes(sha256(f"lead:{seed}:{follow_up}".encode()).digest()[:2], "big")

"""What would have been one step better, by the anchors of a question or a round: only what was not said already."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence, Set
from typing import TYPE_CHECKING

from agent.catalog.wording import content_words
from agent.domain.knowledge import Question, Signal
from agent.grading.shapes import lower_first, stopped
from agent.listening.amounts import values

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

NEAR = 0.55
"""Cosine of a sentence, or of two in a row, to a clause of an anchor from which it is heard in them. In rounds made of
knowledge's good examples 29 of 194 clauses were, 19 of which had been said and 4 in part: to leave one out that was not
said costs less than to ask for what was."""
SHARED, SHARED_NEAR = 0.5, 0.45
"""... or the share of its words that stand in them, where they come this near."""
SUM_NEAR = 0.3
"""... or all its figures that nobody named for him, where they come this near: who says "about 30 thousand" of a length
has found it, in whatever words."""
_COUNTS = 12
"""A whole number up to this counts something, and may stand anywhere."""
_LISTED = re.compile(r"[,;] (?:and |or |plus )?(?![^(]*\))")
_FEWEST_LISTED, _MOST_OF = 3, 2 / 3
"""Things that make a list, and the share of it that has to be heard, each by itself, for the whole to be."""
_STEM = 5
"""Letters by which words are alike."""
_FEWEST = 2
"""Words of a clause whose share tells something."""

_VERBS = (
    "says|names|gives|draws|picks|knows|takes|asks|treats|derives|chooses|decides|orders|describes|sees|lists|puts|"
    "states|tells|brings|separates|counts|starts|sizes|keeps|uses|finds|sets|writes|makes|holds|goes|shows|explains|"
    "accepts|traces|notices|multiplies|contains|ranks|compares|leaves|catches|computes|waits|admits|covers|plans|handles|"
    "reasons|predicts|weighs|measures|foresees|moves|turns|refuses|corrects|invents|hints|wants|opens|closes|stops|lets"
)
_VERB_FIRST = re.compile(rf"(?:{_VERBS}|can|would|has|is)\b", re.IGNORECASE)
_FURTHER = re.compile(
    rf"(?:{_VERBS}|adds|agrees|argues|asserts|assigns|begins|builds|buys|calibrates|caps|chases|concludes|copes|declines"
    r"|defines|does|drops|edges|estimates|evaluates|excludes|expects|expires|fixes|follows|gets|includes|joins|judges"
    r"|learns|lowers|marks|merges|offers|pays|prefers|prevents|prices|proposes|proves|raises|rebuilds|repairs|replaces"
    r"|restates|retracts|returns|rings|rules|runs|sorts|splits|stays|subtracts|swaps|switches|tests|ties|tunes|undoes"
    r"|watches|wins|withdraws|works)\b"
)
"""A verb with which a clause of an anchor goes on: "..., and prices it"."""
_AS_BEFORE = re.compile(r"As \d, (?:and |plus )?")
_CUT = re.compile(
    r"(?<=[,;]) (?![^(]*\))| and (?=(?:says|names|knows|asks|sees|picks|takes|decides|gives|chooses|has)\b)(?![^(]*\))"
)
_AND = re.compile(r"(?:and|plus|or) ")
_WITH = re.compile(r"with ")


def above(signal: Signal, question: Question | None, rating: int) -> tuple[int, str]:
    """The rating one step up (3 at least), with its anchor: of this question where it has one, else of the round."""
    wanted = max(3, min(4, rating + 1))
    own = question.anchors.get(signal.id, {}) if question is not None else {}
    return wanted, own.get(wanted) or signal.anchors.get(wanted) or signal.looks_for


def clauses(anchor: str) -> list[str]:
    """What an anchor asks for, each by itself; one alone where it can't be parted."""
    parts = _CUT.split(_rest(anchor))
    with_each = _WITH.match(parts[0]) is not None
    found: list[str] = []
    for part in parts:
        plain = _AND.sub("", part, count=1) if _AND.match(part) else part
        if not found or with_each or (_FURTHER.match(plain) and _FURTHER.match(lower_first(found[0]))):
            found.append(plain)
        else:
            found[-1] += f" {part}"
    if with_each:
        found[0] = found[0].removeprefix("with ")
    return [one.rstrip(",;. ") for one in found]


def step_up(signal: Signal, question: Question | None, rating: int, said: Collection[str] = ()) -> str:
    """What a 3 (or, above it, a 4) sounds like, without what was `said` already; nothing where all of it was."""
    wanted, anchor = above(signal, question, rating)
    all_of_it = clauses(anchor)
    left = [clause for clause in all_of_it if clause not in said]
    if not left:
        return ""
    rest = _rest(anchor)
    if len(left) < len(all_of_it):
        rest = ("with " if _WITH.match(rest) else "") + _joined(left)
    also = _AS_BEFORE.match(anchor) or len(left) < len(all_of_it)
    if _VERB_FIRST.match(rest) or _FURTHER.match(rest):
        return stopped(f"A {wanted} {'also ' if also else ''}{lower_first(rest)}")
    if also:
        return stopped(f"What a {wanted} has on top: {lower_first(rest)}")
    return stopped(f"What a {wanted} needs: {lower_first(rest)}")


def listed(clause: str) -> list[str]:
    """The things that a clause lists, each by itself; none where it lists fewer than three."""
    parts = _LISTED.split(clause)
    return parts if len(parts) >= _FEWEST_LISTED else []


def heard_in_full(clause: str, near: Mapping[str, Sequence[float]], said: Sequence[str], given: Set[float]) -> bool:
    """Whether a clause was `said`, or most of what it lists; `near` has the cosines of each of these, `given` what
    figures the interviewer named."""
    things = listed(clause)
    return heard(clause, near[clause], said, given) or (
        bool(things) and sum(heard(one, near[one], said, given) for one in things) >= _MOST_OF * len(things)
    )


def heard(clause: str, near: Sequence[float], said: Sequence[str], given: Set[float] = frozenset()) -> bool:
    """Whether a clause was `said`, in a sentence or two; `near` has the cosine of each to it."""
    wanted = _stems(clause)
    figures = set() if listed(clause) else {one for one in values(clause) - given if one > _COUNTS or one % 1}
    return any(
        cosine >= NEAR
        or (len(wanted) >= _FEWEST and cosine >= SHARED_NEAR and len(wanted & _stems(text)) >= SHARED * len(wanted))
        or (bool(figures) and cosine >= SUM_NEAR and figures <= values(text))
        for cosine, text in zip(near, said, strict=True)
    )


def _rest(anchor: str) -> str:
    also = _AS_BEFORE.match(anchor)
    return anchor[also.end() :] if also else anchor


def _joined(parts: Sequence[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)}{', and ' if len(first) > 1 else ' and '}{last}" if first else last


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in content_words(text)}

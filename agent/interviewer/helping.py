"""Help with the open follow-up, rung by rung: in smaller words, then where it points, then what to hold on to.

Each rung says more than the one before and none the answer: what a good one has is looked at only to keep it unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from agent.catalog.wording import content_words
from agent.domain.interview import Reply, RoundView
from agent.domain.knowledge import Fact, Probe
from agent.domain.terms import Move
from agent.interviewer import asking_again, phrases
from agent.interviewer.variants import fresh_in, literal

NEAR, NEARER_AT_LAST = 0.55, 0.4
"""Likeness from which a fact of the case helps with what is open; less where nothing else is left to say."""
NEAR_HINT = 0.35
"""... and from which one of the question's own hints does."""
GIVES_AWAY = 0.6
"""Share of its words that stand in what a good answer has, from which a hint would be that answer."""
_POINTS_SOMEWHERE = "probe"
"""The kind of follow-up whose subject is a direction; a failure mode's is its mistake, an untruth's the claim."""
_OF_THE_CANDIDATE = re.compile(r"\b(?:he|him|his|himself|she|her|candidate)\b", re.IGNORECASE)
"""A direction in words about the candidate can't be said to him as it stands."""
_PARTS = {2: "two", 3: "three", 4: "four", 5: "five"}

DIRECTION = (
    "What I'm after is {about}.",
    "It comes down to {about}.",
    "Where it points: {about}.",
)
A_NUMBER = (
    "There is a number in what I'm looking for.",
    "I'm looking for something with a figure in it.",
)
SEVERAL_PARTS = (
    "There are {count} parts to it; one is a start.",
    "I'd hear {count} things in it, and any of them is a beginning.",
)
ONE_SENTENCE = (
    "One sentence would do for it.",
    "It fits into a sentence.",
)


class FactSearch(Protocol):
    """Finds the fact that answers a question."""

    async def nearest_fact(self, text: str, facts: Sequence[Fact]) -> tuple[Fact, float] | None:
        """The fact that answers it with its cosine, None where none does."""
        ...


async def help_with(view: RoundView, move: Move, facts: FactSearch) -> Reply:
    """The next piece of help with the open follow-up that this round has not heard.

    Who is only stuck gets other words and a fact; a hint is paid for, and says where the follow-up points, then a hint
    of the question's own that is near it and what kind of answer it takes.
    """
    rung = view.hints_given + 1 if move is Move.HINT else None
    lead = fresh_in(phrases.SMALLER, view)
    # A changed constraint in other words is no smaller: a fact of the case helps more.
    again = None if asking_again.is_twist(view) else asking_again.in_other_words(view)
    if again is not None:
        return Reply(f"{lead} {again}", move, sources=(view.question.id,), hint_rung=rung)
    direction = _direction(view) if move is Move.HINT else None
    last = move is Move.HINT and direction is None
    known = view.open_follow_up is not None or asking_again.is_twist(view)  # and not two statements of his own
    fact = await _fact_near(view, facts, NEARER_AT_LAST if last and known else NEAR)
    more = [direction] if direction is not None else []
    if last:
        hint = await _own_hint(view, facts) if known and fact is None else None
        more = [said for said in (hint, _kind_of_answer(view)) if said is not None]
    told = fact.say if fact is not None else None
    if told is not None:
        more.insert(0, fresh_in(phrases.HOLD_ON_TO, view).format(fact=told))
    said = " ".join([*(more or [lead]), fresh_in(phrases.FIRST_STEP, view)])
    return Reply(said, move, sources=(view.question.id,), hint_rung=rung, stated_fact=told)


async def _fact_near(view: RoundView, facts: FactSearch, least: float) -> Fact | None:
    near = await facts.nearest_fact(view.open_ask, view.question.facts)
    if near is None or near[1] < least or asking_again.was_said(near[0].say, view):
        return None
    return near[0]


def _direction(view: RoundView) -> str | None:
    """What the follow-up is about, where it can be said to him, is not half of the answer and was not said before."""
    opened, probe = view.open_follow_up, _open(view)
    about = opened.about.rstrip(".") if opened is not None and opened.kind == _POINTS_SOMEWHERE else ""
    if not about or _OF_THE_CANDIDATE.search(about) or (probe is not None and _gives_away(about, probe)):
        return None
    if asking_again.was_said(about, view):
        return None
    return fresh_in(DIRECTION, view).format(about=about)


async def _own_hint(view: RoundView, facts: FactSearch) -> str | None:
    """The hint of the question that is nearest to what is open, where it was not said and does not answer it."""
    probe = _open(view)
    left = [hint for hint in view.question.hints if not asking_again.was_said(hint, view)]
    left = [hint for hint in left if probe is None or not _gives_away(hint, probe)]
    found = await facts.nearest_fact(view.open_ask, [Fact(hint, (hint,), hint) for hint in left])
    return found[0].say if found is not None and found[1] >= NEAR_HINT else None


def _kind_of_answer(view: RoundView) -> str | None:
    """How much a good answer holds, and whether it has a figure; nothing of what it says."""
    probe = _open(view)
    if probe is None or not probe.good or _said_how_much(view):
        return None
    if re.search(r"\d", probe.good):
        return fresh_in(A_NUMBER, view)
    count = probe.good.count(";") + 1
    if count in _PARTS:
        return fresh_in(SEVERAL_PARTS, view).format(count=_PARTS[count])
    return fresh_in(ONE_SENTENCE, view) if count == 1 else None


def _said_how_much(view: RoundView) -> bool:
    """Whether the last hint said what kind of answer it takes."""
    hinted = [turn.text for turn in view.transcript.turns if turn.move is Move.HINT][-1:]
    kinds = (*A_NUMBER, *SEVERAL_PARTS, *ONE_SENTENCE)
    return any(literal(kind) in text for text in hinted for kind in kinds)


def _open(view: RoundView) -> Probe | None:
    known = (*view.question.probes, *view.general_probes)
    return next((probe for probe in known if probe.id == view.open_probe), None)


def _gives_away(words: str, probe: Probe) -> bool:
    own = content_words(words)
    return bool(own) and len(
        own & (content_words(probe.good) - content_words(f"{probe.ask} {probe.again}"))
    ) >= GIVES_AWAY * len(own)

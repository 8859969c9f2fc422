"""Sums told with their units and not with signs: "38,000 chats, 1,000 tokens each, that's 3.8 million".

Which numbers belong together is told by the words between them, and a word that could part them ends the sum. Where a
number before it is left over, the sum goes on behind its result, or a reading by which it holds is at hand, nothing is
said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.grading.amounts_said import Amount, amounts_said
from agent.grading.sum_forms import FORMS

FAR = 1.5
"""How many times too large or too small a result has to be: people call a day 100,000 seconds, and "116" a hundred."""
ABSURD = 2000.0
"""... and from here on it is rather the reading that went wrong."""
ROUNDED = 0.15
"""Share by which a result may be off where it holds only with something that was not said."""
_PARTS = 4
_THOUSANDS = (1e3, 1e6)
"""Where all speak of thousands nobody says so: "8 times 30 is 240 thousand", or "1.200" for 1,200."""
_PERIODS = (7.0, 12.0, 30.0, 52.0, 365.0)
"""Days and months that may be meant and not said: "12 a day at 5 euro, so 1,800"."""
_CLAUSES = re.compile(
    r"(?<=[.!?])\s+(?!(?:so|that's|that is|which|that makes|makes)\b)|;|\n(?!\s*[a-z(])", re.IGNORECASE
)
_BOUND = re.compile(
    r"\b(?:at least|at most|up to|more than|less than|under|over|below|above|isn't|not|never|n't)\s*\Z", re.IGNORECASE
)
_BEFORE = re.compile(r"(?:[-+*/×÷=^(]|\b(?:plus|minus|times|x|root|log|ln)\b(?: of)?)\s*\Z", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\s?(?:[×*/]|[-–]\s?\d|(?:to|or) \d|(?:times|x|percentage|points?|out of|more|less|fewer|faster|slower|plus|minus"
    r"|if|per|a (?:node|machine|shard|user)|on-call|who|is|are|was|were|should|would|could|can|must|will|has|have)\b)",
    re.IGNORECASE,
)
"""Behind a result: it is a part of a longer sum, a range, or begins a clause of its own ("so 2 servers are enough")."""
_OTHERWISE = re.compile(
    r"\b(?:no,|wait|sorry|rather|i mean|scratch|correction|wrong|mistake|peaks?|busy|working|business|office|waking"
    r"|compress\w*|replica\w*|cached?|overlap\w*|parallel|except|minus|discount\w*|overhead|twice|double"
    r"|half of (?:that|those|it))\b",
    re.IGNORECASE,
)
"""What makes another sum of it: he corrects himself, a peak is meant and no mean, something is left out or added."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A sum in a text: its place, the result as said and what it comes to, both in the unit it was said in."""

    start: int
    end: int
    said: float
    true: float
    unit: str


def reckoned_wrong(text: str) -> Iterator[Reckoned]:
    """The sums of a text that are off by far, in order."""
    begin = 0
    for cut in (*_CLAUSES.finditer(text), None):
        end = cut.start() if cut is not None else len(text)
        clause = text[begin:end].replace("’", "'")
        found = _in(clause) if not _OTHERWISE.search(clause) else None
        if found is not None:
            yield Reckoned(begin + found.start, begin + found.end, found.said, found.true, found.unit)
        begin = cut.end() if cut is not None else end


def _in(clause: str) -> Reckoned | None:
    """The first sum of a clause, where it does not hold."""
    amounts = list(amounts_said(clause))
    if amounts and _BEFORE.search(clause[: amounts[0].start]):
        return None
    for count in range(2, min(len(amounts), _PARTS + 1) + 1):
        *parts, result = amounts[:count]
        if _GOES_ON.match(clause, result.end) or _BOUND.search(clause[: result.start]):
            continue
        for form in FORMS:
            readings = list(form(clause, parts, result))
            if not readings:
                continue
            if _holds(readings, parts, result):
                return None
            said, true = result.value / result.one, readings[0] / result.one
            return Reckoned(parts[0].start, result.end, said, true, result.unit)
    return None


def _holds(readings: Sequence[float], parts: Sequence[Amount], result: Amount) -> bool:
    """Whether a result is near to one of the readings, or to what may be meant with it and goes without saying."""
    if max(readings[0], result.value) > ABSURD * min(readings[0], result.value):
        return True
    timed = any(part.period or part.dimension == "time" for part in (*parts, result))
    unsaid = (*_THOUSANDS, *(_PERIODS if timed and len(parts) > 1 else ()))
    meant = [true * times**sign for true in readings for times in unsaid for sign in (1, -1)]
    return any(not _far(true, result.value) for true in readings) or any(_near(true, result.value) for true in meant)


def _near(true: float, said: float) -> bool:
    return abs(true - said) <= ROUNDED * abs(true)


def _far(true: float, said: float) -> bool:
    return min(true, said) <= 0 or max(true, said) / min(true, said) > FAR

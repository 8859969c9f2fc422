"""One line on why a signal was rated as it was, from what the answer did."""

from __future__ import annotations

from agent.domain.terms import Flag
from agent.grading import lexicon
from agent.grading.answers import Measured
from agent.grading.coefficients import Table
from agent.grading.features import hits
from agent.grading.sums import wrong_sums

_HOLDS = (lexicon.FIGURE, lexicon.OWN_ACT, lexicon.CONDITION, lexicon.REASON, lexicon.FAILURE, lexicon.LIMIT_OWNED)
_HOLLOW = (lexicon.BUZZ, lexicon.DEFER, lexicon.OVERCLAIM, lexicon.NOT_KNOWN, lexicon.LECTURE)
_TELLS = 0.3

_FOR = {
    "near_best": "sounds like the examples of a good answer",
    "near_mean": "is close to good answers throughout",
    "figures": "puts figures on it",
    "acts": "says what was done, in the first person",
    "failure": "names what goes wrong",
    "bounds": "says under which condition, and at what cost",
}
_NEARNESS = ("near_best", "near_mean", "hollow")
_AGAINST = {
    "hollow": "comes near to saying nothing",
    "near_best": "sounds like the examples of a weak answer",
    "near_mean": "is close to weak answers throughout",
    "echo": "repeats the question",
    "figures": "has no figure in it",
    "acts": "names no act or decision of the candidate's own",
    "failure": "names nothing that goes wrong",
    "bounds": "has no condition and no cost",
    "overclaim": "is certain without a reason",
    "deferred": "hands the decision on",
    "unknown": "stops at not knowing",
    "generic": "would fit any other case",
    "we": "says 'we' where the question was 'you'",
}


def explain(measured: Measured, rating: int, table: Table) -> str:
    """A sentence on why: a sum that does not hold, else the two things that tell most for this rating."""
    if not measured.sentences:
        if Flag.INJECTION_ATTEMPT in measured.exchange.flags:
            return "Speaks to whoever grades and not to the question."
        return "Nothing was said on what was asked."
    wrong = next(iter(wrong_sums(measured.exchange.text)), None)
    if wrong is not None and rating <= 3:
        return f"Says “{wrong.quote}”; it comes to {wrong.words}."
    reasons = _FOR if rating >= 3 else _AGAINST
    sign = 1.0 if rating >= 3 else -1.0
    worth = table.worth(measured.features)
    moved = sorted(((sign * worth[feature], feature) for feature in reasons if feature in worth), reverse=True)
    named: list[str] = []
    near = False
    for value, feature in moved:
        if value <= 0 or len(named) == 2 or (feature in _NEARNESS and near):
            continue
        near = near or feature in _NEARNESS
        named.append(reasons[feature])
    if not named:
        return "Close to the middle in everything that was looked at."
    return f"The answer {' and '.join(named)}."


def held_in(sentence: str) -> int:
    """How many figures, acts, conditions, reasons, failures and limits stand in a sentence."""
    return sum(min(2, len(hits(pattern, sentence))) for pattern in _HOLDS)


def telling(sentence: str, good: bool) -> float:
    """How much a sentence says by itself for (or against) whoever said it; a few words alone say little."""
    held = held_in(sentence)
    hollow = sum(min(2, len(hits(pattern, sentence))) for pattern in _HOLLOW)
    length = min(len(sentence), 80) / 80
    return length + (_TELLS * min(held, 4) if good else _TELLS * (min(hollow, 4) - min(held, 4) / 2))

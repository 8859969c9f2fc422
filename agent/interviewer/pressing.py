"""The follow-up to something that is not so: a wrong statement or a sum that doesn't come out, asked about once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from agent.domain.code import talk
from agent.domain.falsehoods import FALSEHOODS, SUMS, FalsehoodSet
from agent.domain.interview import FollowUp, RoundView
from agent.domain.terms import ANSWERS, RoundKind
from agent.interviewer.phrases import SUM_AGAIN, SUM_IN_PIECES

UNTRUTH = "untruth"
"""The kind of such a follow-up."""


def pressing(view: RoundView, known: Sequence[FalsehoodSet]) -> FollowUp | None:
    """What the newest answer is to be asked about before all else, None where nothing in it is known to be wrong."""
    if view.message not in ANSWERS:
        return None
    return press_on(view.transcript.turns[-1].text, view.spec.id, view.question.id, view.asked, known)


def press_on(
    text: str, kind: RoundKind, question_id: str, asked: Collection[str], known: Sequence[FalsehoodSet]
) -> FollowUp | None:
    """What a text is to be asked about that was not `asked` yet."""
    from agent.grading.untrue import untruths

    for untrue in untruths(talk(text), kind, known):
        if untrue.id not in asked and untrue.quote in text:
            ask = untrue.ask or SUM_AGAIN[len(asked) % len(SUM_AGAIN)]
            again, signal = untrue.again or SUM_IN_PIECES, untrue.signal
            return FollowUp(untrue.id, UNTRUTH, ask, again, untrue.about, 1.0, question_id, signal, 2, untrue.quote)
    return None


def warm(text: str, kind: RoundKind, falsehoods: Callable[[RoundKind], Sequence[FalsehoodSet]]) -> None:
    """Read what knowledge holds and compile its patterns: the first time takes a tenth of a second."""
    from agent.grading.untrue import untruths

    untruths(text, kind, falsehoods(kind))


def pressed(id: str, question_id: str, kind: RoundKind, known: Sequence[FalsehoodSet]) -> FollowUp | None:
    """The follow-up that was asked under an id, None where it is none of these."""
    if id.startswith(SUMS):
        return FollowUp(id, UNTRUTH, SUM_AGAIN[0], SUM_IN_PIECES, "a sum", 1.0, question_id, None, 2)
    if not id.startswith(FALSEHOODS):
        return None
    for held in known:
        for one in held.falsehoods:
            if FALSEHOODS + one.id == id:
                about, signal = one.claims.rstrip("."), held.signals.get(kind)
                return FollowUp(id, UNTRUTH, one.ask, one.again, about, 1.0, question_id, signal, 2)
    return None

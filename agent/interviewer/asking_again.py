"""The open question put once more: in other words, in a smaller piece, or narrowed to its first step."""

from __future__ import annotations

from agent.domain.interview import RoundView
from agent.domain.terms import MessageKind
from agent.interviewer import code_talk, phrases
from agent.interviewer.phrases import fresh, unheard


def in_other_words(view: RoundView) -> str | None:
    """The open question in words that this round has not heard; None where all its words were said."""
    on_code = code_talk.again(view)
    if on_code is not None:
        return on_code
    if is_twist(view):
        return unheard(phrases.TWIST_AGAIN, view.transcript.turns, view.seed)
    opened = view.open_follow_up
    again = opened.again if opened is not None and opened.again else view.question.again
    return again if not any(again in turn.text for turn in view.transcript.turns) else None


def narrowed(view: RoundView) -> str:
    """The open question differently, or only where to begin with it once its own words are used up."""
    return in_other_words(view) or fresh(phrases.FIRST_STEP, view.transcript.turns, view.seed)


def repeated(view: RoundView) -> str:
    """What to say to somebody who did not catch it: other words, else what it is about."""
    if is_twist(view):
        return view.question.twist  # he asked to hear it, and nothing else says what changed
    opened = view.open_follow_up
    about = opened.about if opened is not None and opened.again else view.question.title.lower()
    still = fresh(phrases.STILL_ABOUT, view.transcript.turns, view.seed)
    return in_other_words(view) or still.format(about=about)


def is_twist(view: RoundView) -> bool:
    """Whether the constraint that changed in mid-round is what is open."""
    return view.open_probe == f"{view.question.id}.twist"


def wants_a_piece(view: RoundView) -> bool:
    """Whether the newest message says that the open follow-up is too much at once.

    The question's own hints belong to the question and not to a follow-up.
    """
    return view.open_probe is not None and view.message in (MessageKind.HINT, MessageKind.STUCK)

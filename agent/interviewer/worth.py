"""What a follow-up that fits is worth to the interviewer without a model."""

from __future__ import annotations

from agent.domain.interview import FollowUp, RoundView
from agent.interviewer.briefing import LEANING_BONUS
from agent.interviewer.pressing import UNTRUTH

UNSEEN_BONUS = 0.1
"""What a follow-up gains for raising a signal that was not seen yet."""
MISTAKE_BONUS = 0.1
"""What a failure mode gains, not twice in a row: a claim that sounds right and isn't is pressed on first."""


def worth(follow_up: FollowUp, view: RoundView) -> float:
    """What a follow-up that fits is worth: how well it fits, whether it is new, who asks and who is asked."""
    unseen = follow_up.signal not in view.signals_seen
    found = follow_up.score + UNSEEN_BONUS * unseen + LEANING_BONUS * view.leaning(follow_up.signal)
    return found + MISTAKE_BONUS * is_mistake(follow_up, view)


def is_mistake(follow_up: FollowUp, view: RoundView) -> bool:
    """Whether it presses on what is wrong in an answer, and the one before did not."""
    opened = view.open_follow_up
    if follow_up.kind == UNTRUTH:  # each is asked about once
        return True
    return follow_up.kind == "failure_mode" and (opened is None or opened.kind != "failure_mode")

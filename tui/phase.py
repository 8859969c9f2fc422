"""The phases of an interview as the candidate sees them."""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """Whose turn it is, in the words that stand over the answer box."""

    SETTING_UP = "setting up …"
    THINKING = "the interviewer is thinking …"
    RUNNING = "running your code …"
    SPEAKING = "the interviewer is speaking …"
    YOURS = "your turn"
    CLOSING = "your questions for the interviewer"
    GRADING = "the interviewer writes down his verdict …"
    STOPPED = "stopped"
    OVER = "over"

    @property
    def is_yours(self) -> bool:
        """Whether a message can be sent now."""
        return self in (Phase.YOURS, Phase.CLOSING)


WISHES = {
    "hint": "Could I have a hint?",
    "repeat": "Could you repeat the question?",
    "minute": "Could I have a minute to think?",
    "skip": "Can we skip this one and move on?",
}
"""What the keys for a wish say for the candidate: plain messages, like any he could type."""

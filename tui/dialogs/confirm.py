"""The questions before something is given up."""

from __future__ import annotations

from tui.dialogs.question import Option, Question


def end_here(rounds_left: int, unsent: bool) -> Question:
    """Before an interview is ended: `rounds_left` come after this one."""
    parts = ["This round is graded on what was said so far."]
    if rounds_left:
        parts.append("The rounds after it are reported as not held, never as failed.")
    if unsent:
        parts.append("The text in the box has not been sent and does not count.")
    parts.append("An ended interview can't be resumed.")
    return Question(
        "End the interview here?",
        " ".join(parts),
        [Option("stay", "Go on"), Option("end", "End and grade", dangerous=True)],
    )


def leave() -> Question:
    """Before an interview is left in the middle."""
    return Question(
        "Leave the interview?",
        "Everything you sent is kept, and so is the text in the box. It resumes where you left it.",
        [Option("stay", "Stay"), Option("home", "Home screen"), Option("quit", "Quit")],
    )


def delete(title: str, active: bool) -> Question:
    """Before a session is deleted."""
    more = " It is not finished and could be resumed." if active else ""
    return Question(
        "Delete this session?",
        f"{title}. Its transcript and its debrief go, and can't be brought back.{more}",
        [Option("keep", "Keep it"), Option("delete", "Delete", dangerous=True)],
        default="keep",
    )


def paused(agenda: str) -> Question:
    """The clock stands still; a moment to look at the agenda."""
    return Question(
        "Paused",
        f"The clock stands still. The time you spend here is not counted.\n\n{agenda}",
        [Option("on", "Go on")],
    )

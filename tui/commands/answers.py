"""The answers file: what the candidate says, one answer each time the interviewer waits."""

from __future__ import annotations

import re

from tui.commands.output import note, read_text

SEPARATOR = "---"
_FENCE = re.compile(r" {0,3}(`{3,})([^`]*)$")


def read_answers(name: str) -> list[str]:
    """The answers in a file, or in standard input where it is called `-`. Raises UsageError."""
    text = read_text(name, "answers file")
    answers, open_since = split_answers(text)
    if open_since is not None:
        note(f"The ``` fence opened in line {open_since} of the answers is never closed; all after it is one answer.")
    return answers


def split_answers(text: str) -> tuple[list[str], int | None]:
    """Split at lines that hold exactly `---`, outside of ``` fences.

    Blank lines around an answer are dropped; an answer without words is ''. A separator at the very end adds no
    answer, and a text without words holds none. Also returns the line (from 1) of a fence that is never closed.
    """
    parts: list[list[str]] = [[]]
    fence, opened = "", 0
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        match = _FENCE.match(line)
        if match is not None and not fence:
            fence, opened = match[1], number
        elif match is not None and not match[2].strip() and len(match[1]) >= len(fence):
            fence = ""
        if line == SEPARATOR and not fence:
            parts.append([])
        else:
            parts[-1].append(line)
    answers = ["\n".join(part).strip("\n") for part in parts]
    answers = [answer if answer.strip() else "" for answer in answers]
    if not answers[-1]:
        answers.pop()
    return answers, opened if fence else None

"""Reasoning that a server leaves in its answer: `<think> … </think>` in front of the words."""

from __future__ import annotations

_OPEN = "<think>"
_CLOSE = "</think>"


def strip_thinking(text: str) -> str:
    """The answer without a leading reasoning block; '' where the block was never closed.

    Some chat templates put the opening tag into the prompt, so a closing tag without an opening one ends a block too.
    """
    start = text.lstrip()
    if start.startswith(_OPEN):
        return start.partition(_CLOSE)[2].lstrip()
    head, closed, tail = text.partition(_CLOSE)
    return tail.lstrip() if closed and _OPEN not in head else text


class ThinkFilter:
    """Takes a leading reasoning block out of a stream; everything after it passes at once."""

    def __init__(self) -> None:
        self._held = ""
        self._state = "start"  # start: undecided; inside: within the block; after: blank lines behind it; open: pass

    def feed(self, piece: str) -> str:
        """The part of the stream that may be passed on now."""
        if self._state == "open":
            return piece
        self._held += piece
        if self._state == "start":
            self._decide()
        if self._state == "inside" and _CLOSE in self._held:
            self._held = self._held.partition(_CLOSE)[2]
            self._state = "after"
        if self._state == "after":
            self._held = self._held.lstrip()
            if self._held:
                self._state = "open"
        if self._state != "open":
            return ""
        passed, self._held = self._held, ""
        return passed

    def _decide(self) -> None:
        start = self._held.lstrip()
        if start.startswith(_OPEN):
            self._held, self._state = start[len(_OPEN) :], "inside"
        elif not _OPEN.startswith(start):
            self._state = "open"

    def end(self) -> str:
        """What is left when the stream ends: a beginning that never became a tag."""
        return self._held if self._state == "start" else ""

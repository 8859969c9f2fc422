"""Reasoning that a server leaves in its answer: `<think> … </think>` in front of the words."""

from __future__ import annotations

_OPEN = "<think>"
_CLOSE = "</think>"
_DECORATION = "`*_#>([{\"' \t"  # what models put around the first word of an answer


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
    """Takes a leading reasoning block out of a stream; everything after it passes at once.

    Where a chat template puts the opening tag into the prompt, the stream begins with reasoning that nothing announces.
    With `opens_with`, what every answer begins with, nothing passes before it: up to a closing tag it was reasoning,
    and where none comes either, all that was held is the answer. An answer that begins as it should waits for nothing.
    """

    def __init__(self, opens_with: str = "") -> None:
        self._opens_with = opens_with
        self._held = ""
        self._inside = False  # within a block that a tag opened
        self._closed = False  # a block was taken out
        self._open = False  # everything passes

    def feed(self, piece: str) -> str:
        """The part of the stream that may be passed on now."""
        if self._open:
            return piece
        self._held += piece
        self._open = self._decided()
        if not self._open:
            return ""
        passed, self._held = self._held, ""
        return passed

    def _decided(self) -> bool:
        """Whether everything passes from here on; takes reasoning out of what is held."""
        start = self._held.lstrip()
        if not self._closed and start.startswith(_OPEN):
            self._inside = True
        while (self._inside or (self._opens_with and not self._begins(start))) and _CLOSE in start:
            start = start.partition(_CLOSE)[2].lstrip()
            self._inside, self._closed = False, True
        if self._closed:
            self._held = start  # blank lines behind a block belong to it
        if self._inside or not start:
            return False
        return self._begins(start) if self._opens_with else self._closed or not _OPEN.startswith(start)

    def _begins(self, start: str) -> bool:
        return start.lstrip(_DECORATION).startswith(self._opens_with)

    def end(self) -> str:
        """What is left when the stream ends: a beginning that never became a tag, an answer that began otherwise."""
        return "" if self._inside else self._held

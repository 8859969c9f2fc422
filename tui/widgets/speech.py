"""The interviewer's words while they arrive.

A module of its own because Markdown takes a while to import: it is loaded beside the first screen, not before it.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, backtick
from textual.widgets import Markdown

from tui.wording import plain

_FENCE = "```"


def _fences_as_said(state: StateInline, silent: bool) -> bool:
    """Three backticks within a line are spoken of ("a line ```python"), and stay; only fewer begin code."""
    if not state.src.startswith(_FENCE, state.pos):
        return backtick(state, silent)
    if not silent:
        state.pending += _FENCE
    state.pos += len(_FENCE)
    return True


def _parser() -> MarkdownIt:
    """CommonMark without raw HTML: a "<title>" in a question is text."""
    parser = MarkdownIt("commonmark", {"html": False})
    parser.inline.ruler.at("backticks", _fences_as_said)
    return parser


class Speech(Markdown):
    """Markdown that grows. Pieces are written at once when they come first, then in batches."""

    BATCH_SECONDS = 0.06

    DEFAULT_CSS = "Speech MarkdownFence > Label { width: 100%; }"  # a long line goes on below, where it can be read

    def __init__(self, text: str = "") -> None:
        super().__init__(plain(text) or None, parser_factory=_parser, open_links=False)
        self._pending = ""
        self._said = plain(text)
        self._scheduled = False

    async def add(self, piece: str) -> None:
        """Show one more piece of what is being said."""
        self._pending += plain(piece)
        if not self._said:
            await self._flush()
        elif not self._scheduled:
            self._scheduled = True
            self.set_timer(self.BATCH_SECONDS, self._flush)

    async def finish(self, text: str) -> None:
        """The whole turn is there: it replaces the pieces. Fences that came in pieces are set anew."""
        text = plain(text)
        self._pending = ""
        if text != self._said or "```" in text:
            self._said = text
            await self.update(text)

    async def _flush(self) -> None:
        self._scheduled = False
        piece, self._pending = self._pending, ""
        if piece and self.is_attached:  # words may still come while the screen goes
            self._said += piece
            await self.append(piece)

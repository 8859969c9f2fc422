"""A transcript to read beside its scorecard, with a place in it to jump to."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from agent.domain.terms import Role
from agent.domain.transcript import Transcript, Turn
from agent.domain.verdict import Evidence
from tui.wording import plain


class TurnText(Static):
    """One turn, with its number in the transcript."""

    def __init__(self, index: int, turn: Turn) -> None:
        self._speaker = "Interviewer" if turn.role is Role.INTERVIEWER else "You"
        self._heading = f"{self._speaker} · turn {index}\n"
        self._said = plain(turn.text)
        super().__init__(classes=f"turn {turn.role.value}")

    def on_mount(self) -> None:
        """The words, nothing marked."""
        self.mark(None)

    def mark(self, quote: str | None) -> int | None:
        """Mark a quote in the words; returns where it begins in what is shown, None where it is not there."""
        content = Content.assemble((self._heading, "bold $foreground-muted"), self._said or "(nothing)")
        start = self._said.find(plain(quote)) if quote else -1
        if quote and start >= 0:
            start += len(self._heading)
            content = content.stylize("bold reverse", start, start + len(quote))
        self.update(content)
        return start if start >= 0 else None

    def line_of(self, position: int) -> int:
        """On which line of the widget the character at `position` is shown."""
        shown = self.visual
        assert isinstance(shown, Content)
        return max(0, len(shown[:position].wrap(max(1, self.content_size.width))) - 1)


class TranscriptView(VerticalScroll):
    """All turns of a round."""

    def __init__(self, transcript: Transcript) -> None:
        super().__init__(classes="transcript")
        self._turns = [TurnText(index, turn) for index, turn in enumerate(transcript.turns)]

    def compose(self) -> ComposeResult:
        """A block a turn."""
        yield from self._turns

    def jump(self, evidence: Evidence) -> None:
        """Show the turn with the quote marked in it."""
        for index, turn in enumerate(self._turns):
            here = index == evidence.turn
            turn.set_class(here, "-here")
            start = turn.mark(evidence.quote if here else None)
            if here:
                self.call_after_refresh(self._show_line, turn, start or 0)

    def _show_line(self, turn: TurnText, position: int) -> None:
        line = turn.line_of(position) if position else 0
        y = turn.virtual_region.y + max(0, line - 2)
        self.scroll_to(y=y, animate=False, immediate=True)

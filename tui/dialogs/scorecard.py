"""A round's scorecard between two rounds."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from agent.domain.verdict import Scorecard
from tui.dialogs.question import Dialog
from tui.widgets.scorecard_view import ScorecardView


class ScorecardDialog(Dialog):
    """Shows the scorecard of the round that has just ended; the next one waits until it is closed."""

    def __init__(self, card: Scorecard) -> None:
        super().__init__()
        self._card = card

    def compose(self) -> ComposeResult:
        """The card, and one button."""
        with Vertical(id="dialog", classes="-tall"):
            yield ScorecardView(self._card, quotes_jump=False)
            with Horizontal(classes="choices"):
                yield Button("On to the next round", id="on", variant="primary")

    def on_mount(self) -> None:
        """Enter goes on."""
        self.query_one("#on").focus()

    @on(Button.Pressed)
    def _go_on(self) -> None:
        self.dismiss(None)

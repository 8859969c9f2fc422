"""A round's scorecard between two rounds."""

from __future__ import annotations

from pathlib import PurePath
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from agent.domain.verdict import Scorecard
from tui.dialogs.question import Dialog
from tui.widgets.scorecard_view import ScorecardView


class ScorecardDialog(Dialog):
    """Shows the scorecard of the round that has just ended; the next one waits until it is closed."""

    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = ["dialogs.tcss", "../widgets/cards.tcss"]
    HELP = "Scroll with the page keys. The clock of the next round stands still until you go on."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "On", show=False),
        Binding("pageup,up", "scroll_card(-1)", "Scroll up", tooltip="Scroll up"),
        Binding("pagedown,down,space", "scroll_card(1)", "Scroll down", tooltip="Scroll down"),
    ]

    def __init__(self, card: Scorecard) -> None:
        super().__init__()
        self._card = card

    def compose(self) -> ComposeResult:
        """The card, and one button."""
        with Vertical(id="dialog", classes="-tall"):
            yield ScorecardView(self._card, quotes_jump=False)
            with Horizontal(classes="choices"):
                yield Button("On to the next round", id="on", variant="primary")

    def action_scroll_card(self, by: int) -> None:
        """A page up or down, while the button has the focus."""
        card = self.query_one(ScorecardView)
        card.scroll_page_up() if by < 0 else card.scroll_page_down()

    def on_mount(self) -> None:
        """Enter goes on."""
        self.query_one("#on").focus()

    @on(Button.Pressed)
    def action_go_on(self) -> None:
        """On, wherever the focus is."""
        self.dismiss(None)

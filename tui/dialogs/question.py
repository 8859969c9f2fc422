"""A question with a few answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tui.wording import plain


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: what is handed back, and what stands on the button."""

    id: str
    label: str
    dangerous: bool = False


class Dialog(ModalScreen[str | None]):
    """The frame of every dialog. Escape closes it with None; arrows go through the buttons."""

    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f8", "dismiss(None)", "Close"),
        Binding("ctrl+c", "copy_or_leave", "Leave", show=False),
        Binding("f1,question_mark", "app.help", "Help", show=False),
        Binding("left,up", "app.focus_previous", "Previous", show=False),
        Binding("right,down", "app.focus_next", "Next", show=False),
    ]

    def action_copy_or_leave(self) -> None:
        """As everywhere: copy what is selected, else leave. A dialog would keep the key from the app."""
        selected = self.get_selected_text()
        if selected:
            self.app.copy_to_clipboard(selected)
        else:
            self.app.action_help_quit()


class Question(Dialog):
    """Hands back the id of the answer, or None where it was closed."""

    def __init__(self, title: str, body: str, options: Sequence[Option], *, default: str = "") -> None:
        super().__init__()
        self._title = title
        self._body = body
        self._options = list(options)
        self._default = default or options[0].id

    def compose(self) -> ComposeResult:
        """Title, body, a button an answer."""
        with Vertical(id="dialog"):
            yield Static(Content(self._title), classes="title")
            yield Static(Content(plain(self._body)), classes="body")
            with Horizontal(classes="choices"):
                for option in self._options:
                    yield Button(
                        Content(option.label), id=option.id, variant="error" if option.dangerous else "default"
                    )

    def on_mount(self) -> None:
        """The harmless answer has the focus."""
        self.query_one(f"#{self._default}", Button).focus()

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id)

"""Which model is to ask: the one question before answers go to a provider."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from tui.dialogs.question import Dialog


class ModelName(Dialog):
    """Hands back the name of a model, or None where the user would rather not."""

    def __init__(self, title: str, body: str, *, yes: str, no: str, name: str = "") -> None:
        super().__init__()
        self._title = title
        self._body = body
        self._yes = yes
        self._no = no
        self._model = name

    def compose(self) -> ComposeResult:
        """Title, body, the name, two buttons."""
        with Vertical(id="dialog"):
            yield Static(Content(self._title), classes="title")
            yield Static(Content(self._body), classes="body")
            yield Input(self._model, placeholder="the model's name", id="model")
            with Horizontal(classes="choices"):
                yield Button(Content(self._yes), id="yes", variant="primary")
                yield Button(Content(self._no), id="no")

    def on_mount(self) -> None:
        """Straight to the name; to the careful answer where the name stands already."""
        self.query_one("#no" if self._model else "#model").focus()

    @on(Input.Submitted)
    @on(Button.Pressed, "#yes")
    def _agree(self) -> None:
        field = self.query_one("#model", Input)
        if field.value.strip():
            self.dismiss(field.value.strip())
        else:
            field.focus()

    @on(Button.Pressed, "#no")
    def _decline(self) -> None:
        self.dismiss(None)

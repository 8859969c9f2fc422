"""A choice among a few values on one line: left and right go through them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static


class Choice(Static, can_focus=True):
    """A label and one of several values. Posts `Changed` when the user picks another."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Choice {
        height: 1;
        &:focus { background: $block-cursor-blurred-background; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Previous value", show=False),
        Binding("right,space,enter", "step(1)", "Next value", show=False),
    ]

    index: reactive[int] = reactive(0)

    class Changed(Message):
        """The user picked another value."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

        @property
        def control(self) -> Choice:
            """The choice that changed."""
            return self.choice

    def __init__(
        self, label: str, options: Sequence[tuple[str | None, str]], *, value: str | None = None, id: str
    ) -> None:
        super().__init__(id=id)
        self._label = label
        self._options = list(options)
        self.set_reactive(Choice.index, self._position(value))

    @property
    def value(self) -> str | None:
        """The value chosen now."""
        return self._options[self.index][0]

    @value.setter
    def value(self, value: str | None) -> None:
        self.index = self._position(value)

    def set_options(self, options: Sequence[tuple[str | None, str]]) -> None:
        """Offer other values; the chosen one stays where it is among them."""
        before = self.value
        self._options = list(options)
        self.index = self._position(before)
        self.refresh()

    def render(self) -> Content:
        """The label, and the value between arrows while it has the focus."""
        words = self._options[self.index][1]
        marks = ("‹ ", " ›") if self.has_focus and len(self._options) > 1 else ("  ", "  ")
        style = "bold $text" if self.has_focus else "$text"
        return Content.assemble(
            (f"{self._label:<12}", "$foreground-muted"), (marks[0], "$accent"), (words, style), (marks[1], "$accent")
        )

    def on_focus(self) -> None:
        """Show the arrows."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide them."""
        self.refresh()

    def on_click(self, event: Click) -> None:
        """A click goes on to the next value."""
        event.stop()
        self.action_step(1)

    def action_step(self, by: int) -> None:
        """Go `by` values on, round and round."""
        if len(self._options) > 1:
            self.index = (self.index + by) % len(self._options)
            self.post_message(self.Changed(self))

    def _position(self, value: str | None) -> int:
        return next((index for index, (known, _) in enumerate(self._options) if known == value), 0)

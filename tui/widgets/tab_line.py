"""Tabs in one widget: their names on a line, and under them a line that marks the one that is open."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Leave, MouseDown, MouseMove
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class TabLine(Widget, can_focus=True):
    """Textual's own tabs are eight widgets, and slide where they don't fit; three that always fit need neither.

    Posts `Turned` when another one is opened.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "Previous tab", show=False),
        Binding("right", "turn(1)", "Next tab", show=False),
    ]
    DEFAULT_CSS = """
    TabLine { height: 2; text-wrap: nowrap; text-overflow: clip; pointer: pointer; }
    """

    active: reactive[str] = reactive("", init=False)

    class Turned(Message):
        """Another tab is open."""

    def __init__(self, tabs: dict[str, str]) -> None:
        """`tabs`: what is shown, by the name it is opened by; the first one is open."""
        super().__init__()
        self._tabs = tabs
        self._under_mouse: str | None = None
        self.set_reactive(TabLine.active, next(iter(tabs)))

    def render(self) -> Content:
        """The names over the line."""
        names = [self._label(tab) for tab in self._tabs]
        bar, focused = "━", self.has_focus
        rest = f"$foreground {30 if focused else 10}%"
        marks = [
            Content.styled(bar * name.cell_length, "$block-cursor-background" if tab == self.active else rest)
            for tab, name in zip(self._tabs, names, strict=True)
        ]
        used = sum(name.cell_length for name in names)
        end = Content.styled(bar * max(0, self.size.width - used), rest)
        return Content.assemble(*names, "\n", *marks, end)

    def _label(self, tab: str) -> Content:
        name = f" {self._tabs[tab]} "
        if tab == self.active and self.has_focus:
            return Content.styled(name, "$block-cursor-text-style $block-cursor-foreground on $block-cursor-background")
        lit = tab in (self.active, self._under_mouse)
        return Content.styled(name, "$foreground" if lit else "$foreground 50%")

    def watch_active(self) -> None:
        """Say so."""
        self.post_message(self.Turned())

    def action_turn(self, by: int) -> None:
        """The next one, or the one before, round and round."""
        names = list(self._tabs)
        self.active = names[(names.index(self.active) + by) % len(names)]

    def on_mouse_down(self, event: MouseDown) -> None:
        """A click opens it."""
        self.active = self._at(event.x) or self.active

    def on_mouse_move(self, event: MouseMove) -> None:
        """Light up what a click would open."""
        self._point_at(self._at(event.x))

    def on_leave(self, event: Leave) -> None:
        """The mouse is elsewhere."""
        self._point_at(None)

    def _point_at(self, tab: str | None) -> None:
        if tab != self._under_mouse:
            self._under_mouse = tab
            self.refresh()

    def _at(self, column: int) -> str | None:
        """Which one is drawn there."""
        for tab in self._tabs:
            column -= self._label(tab).cell_length
            if column < 0:
                return tab
        return None

"""The keys of the screen in front, on its last line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.events import Leave, MouseDown, MouseMove
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.screen import Screen


class _Key(NamedTuple):
    """A key as it is shown."""

    key: str
    shown: str
    label: str
    enabled: bool
    tooltip: str


class KeyLine(Widget):
    """Shows the keys that are meant to be shown, first come first, and presses the one that is clicked.

    Textual's own footer holds a widget for every key and builds all of them anew whenever one may have come or gone:
    much of the time to the first picture, and again at every move in a list. This is one widget, drawn anew where
    something changed.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyLine {
        dock: bottom;
        height: 1;
        background: $surface;
        text-wrap: nowrap;
        text-overflow: clip;
    }
    """

    def __init__(self, *, compact: bool = False) -> None:
        super().__init__()
        self._before = "" if compact else " "
        self._keys: list[_Key] = []
        self._under_mouse: int | None = None

    def on_mount(self) -> None:
        """Follow the screen's keys."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def _follow(self, screen: Screen[object]) -> None:
        keys = _keys_of(screen)
        if keys != self._keys:
            self._keys = keys
            self._point_at(None)
            self.refresh()

    def render(self) -> Content:
        """A line of keys and what they do."""
        return Content.assemble(*(self._drawn(number) for number in range(len(self._keys))))

    def _drawn(self, number: int) -> Content:
        key = self._keys[number]
        drawn = Content.assemble(
            (f"{self._before}{key.shown}", "bold $footer-key-foreground"),
            (f" {key.label}", "$footer-description-foreground"),
        )
        if not key.enabled:
            drawn = drawn.stylize("dim")
        if number == self._under_mouse:
            drawn = drawn.stylize("on $block-hover-background")
        return drawn + " "

    def on_mouse_down(self, event: MouseDown) -> None:
        """A click is the key."""
        number = self._at(event.x)
        if number is None:
            return
        if self._keys[number].enabled:
            self.app.simulate_key(self._keys[number].key)
        else:
            self.app.bell()

    def on_mouse_move(self, event: MouseMove) -> None:
        """Light up the key, and say more about it where there is more."""
        self._point_at(self._at(event.x))

    def on_leave(self, event: Leave) -> None:
        """The mouse is elsewhere."""
        self._point_at(None)

    def _point_at(self, number: int | None) -> None:
        if number != self._under_mouse:
            self._under_mouse = number
            self.tooltip = (self._keys[number].tooltip or None) if number is not None else None
            self.refresh()

    def _at(self, column: int) -> int | None:
        """Which key is drawn there."""
        for number in range(len(self._keys)):
            column -= self._drawn(number).cell_length
            if column < 0:
                return number
        return None


def _keys_of(screen: Screen[object]) -> list[_Key]:
    """Each action once, by its first key."""
    found: dict[str, _Key] = {}
    for _, binding, enabled, tooltip in screen.active_bindings.values():
        if binding.show and binding.action not in found:
            shown = screen.app.get_key_display(binding)
            found[binding.action] = _Key(binding.key, shown, binding.description, enabled, tooltip)
    return list(found.values())

"""What the screens have in common: how they adapt to the terminal's width, and their keys."""

from __future__ import annotations

from textual.binding import Binding
from textual.screen import Screen


def wide_from(columns: int) -> list[tuple[int, str]]:
    """Breakpoints for a screen: it has the class `-wide` from that many columns on, `-narrow` below."""
    return [(0, "-narrow"), (columns, "-wide")]


def fit(screen: Screen[None], columns: int) -> Screen[None]:
    """Give a screen the class it will have at that width, and return it.

    Textual does so once the screen is laid out, which has to be done again then, styles and all.
    """
    for least, name in reversed(screen.HORIZONTAL_BREAKPOINTS or []):
        if columns >= least:
            screen.add_class(name)
            break
    return screen


def key(name: str, action: str, label: str, tooltip: str) -> Binding:
    """A key that works wherever the focus is; it stands in the footer where it has a label, in the help always."""
    return Binding(
        name, action, label or tooltip, key_display=name.capitalize(), priority=True, show=bool(label), tooltip=tooltip
    )

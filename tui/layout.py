"""What the screens have in common: how they adapt to the terminal's width, and their keys."""

from __future__ import annotations

from textual.binding import Binding


def wide_from(columns: int) -> list[tuple[int, str]]:
    """Breakpoints for a screen: it has the class `-wide` from that many columns on, `-narrow` below."""
    return [(0, "-narrow"), (columns, "-wide")]


def key(name: str, action: str, label: str, tooltip: str) -> Binding:
    """A key that works wherever the focus is; it stands in the footer where it has a label, in the help always."""
    return Binding(
        name, action, label or tooltip, key_display=name.capitalize(), priority=True, show=bool(label), tooltip=tooltip
    )

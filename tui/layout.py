"""How the screens adapt to the terminal's width."""

from __future__ import annotations


def wide_from(columns: int) -> list[tuple[int, str]]:
    """Breakpoints for a screen: it has the class `-wide` from that many columns on, `-narrow` below."""
    return [(0, "-narrow"), (columns, "-wide")]

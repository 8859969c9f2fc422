"""Help for the screen in front: what it is for, and its keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static


class HelpScreen(ModalScreen[None]):
    """Reads the keys off the screen itself, so that it can't be wrong about them."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f1,question_mark", "dismiss(None)", "Close help"),
    ]

    def __init__(self, about: Screen[object]) -> None:
        super().__init__()
        self._words = getattr(about, "HELP", "")
        self._keys = list(_keys_of(about))
        self._more: list[tuple[str, str]] = getattr(about, "more_keys", list)()

    def compose(self) -> ComposeResult:
        """A paragraph and a table of keys."""
        with VerticalScroll(id="help"):
            yield Static("Help", classes="title")
            if self._words:
                yield Static(Content(self._words), classes="words")
            for key, description in [*self._keys, *self._more]:
                with Horizontal(classes="row"):
                    yield Static(Content(key), classes="key")
                    yield Static(Content(description), classes="does")
            yield Static("Escape closes this.", classes="closing")


def _keys_of(screen: Screen[object]) -> Iterable[tuple[str, str]]:
    """The screen's and the app's own keys: each action once, with all its keys."""
    described: dict[str, list[str]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        ours = active.node in (screen, screen.app) and (binding.show or binding.tooltip)
        if binding.system or not ours or not binding.description:
            continue
        keys = described.setdefault(binding.tooltip or binding.description, [])
        if (shown := _named(screen.app.get_key_display(binding))) not in keys:
            keys.append(shown)
    for description, keys in described.items():
        yield " ".join(keys), description


def _named(key: str) -> str:
    """A key as it reads on a keyboard: "Pageup" is "Page Up"."""
    return key.replace("Pageup", "Page Up").replace("Pagedown", "Page Down")

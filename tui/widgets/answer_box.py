"""Where the candidate writes: several lines, one key to send."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.message import Message
from textual.widgets import TextArea

from tui.phase import Phase

_NOT_OURS = ("f6", "f7", "pageup", "pagedown")  # keys of the text area that the interview uses otherwise
_NEWLINE_TOO = ("shift+enter", "alt+enter")  # where the terminal can tell them from Enter


class AnswerBox(TextArea, inherit_bindings=False):
    """A text area whose send key sends. A paste keeps its lines and never sends."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding for binding in TextArea.BINDINGS if isinstance(binding, Binding) and binding.key not in _NOT_OURS
    ]

    DEFAULT_CSS = """
    AnswerBox { height: auto; min-height: 3; max-height: 10; }
    """

    class Submitted(Message):
        """The candidate pressed the send key; the text is as it was typed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, *, send_key: str = "enter", newline_key: str = "ctrl+j", id: str) -> None:
        super().__init__(id=id, placeholder="Your answer", highlight_cursor_line=False)
        self.send_key = send_key
        self.newline_key = newline_key

    async def _on_key(self, event: Key) -> None:
        """Send or add a line; everything else is the text area's."""
        if event.key == self.send_key:
            event.stop()
            event.prevent_default()
            self.post_message(self.Submitted(self.text))
        elif event.key == self.newline_key or event.key in _NEWLINE_TOO:
            event.stop()
            event.prevent_default()
            self.insert("\n")
        else:
            await super()._on_key(event)

    def show_phase(self, phase: Phase, *, held: bool) -> None:
        """Say on the border whose turn it is, and what the keys do now."""
        self.set_class(phase.is_yours, "-yours")
        self.border_title = phase.value
        # A picture made for the cursor alone holds up the next one, which may be that of the first word.
        self.cursor_blink = phase not in (Phase.THINKING, Phase.RUNNING, Phase.SPEAKING)
        send, newline = key_name(self.send_key), key_name(self.newline_key)
        if held:
            self.border_subtitle = "goes out when he has finished · Esc keeps it here"
        elif phase is Phase.STOPPED:
            self.border_subtitle = f"{send} shows what can be done"
        else:
            self.border_subtitle = f"{send} sends · {newline} new line"

    def keys_in_words(self) -> list[tuple[str, str]]:
        """Its keys, for the help."""
        return [
            (key_name(self.send_key), "Send the answer; while he speaks it is held until he has finished"),
            (key_name(self.newline_key), "Add a line"),
            ("Ctrl+C", "Copy what is selected; with nothing selected, leave"),
        ]

    def fill(self, text: str) -> None:
        """Put a text there, the cursor behind it."""
        self.text = text
        self.move_cursor(self.document.end)

    def take(self) -> str:
        """Take the text out and leave the box empty."""
        text = self.text
        self.text = ""
        return text


def key_name(key: str) -> str:
    """A key as it reads on a keyboard: "ctrl+j" is "Ctrl+J"."""
    return "+".join(part.capitalize() for part in key.split("+"))

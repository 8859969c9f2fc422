"""Where a report is to be written; the name's ending says in which format."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from agent.domain.verdict import LoopDebrief, RoundDocument
from agent.errors import MockloopError, UsageError
from agent.reports.formats import FORMATS, report
from tui.dialogs.question import Dialog
from tui.files import write_whole
from tui.wording import plain

_ENDINGS = ", ".join(f".{kind}" for kind in FORMATS)
_ABOUT = f"The verdict, what supports it, and all that was said. The name's ending is the format: {_ENDINGS}."


def save(document: RoundDocument | LoopDebrief, target: str) -> Path:
    """Write the report where `target` says, and return where that is.

    Raises UsageError: an ending that is no format, a file that is there already, or one that can't be written.
    """
    path = Path(target).expanduser().absolute()
    kind = path.suffix.removeprefix(".").lower()
    if kind not in FORMATS:
        raise UsageError(f"The name has to end in one of {_ENDINGS}; nothing was written.")
    if path.exists() and not path.is_dir():
        raise UsageError(f"{path.name} is there already; nothing was written. Give another name.")
    write_whole(str(path), report(document, kind))
    return path


def free_name(session: str, folder: Path) -> str:
    """A name for the report of a session that no file of the folder has yet."""
    names = (f"mockloop-{session}{more}.md" for more in ("", *(f"-{number}" for number in range(2, 100))))
    return next((name for name in names if not (folder / name).exists()), f"mockloop-{session}.md")


class SaveReport(Dialog):
    """Writes the report of a session; hands back the file's path, None where it was closed."""

    def __init__(self, document: RoundDocument | LoopDebrief) -> None:
        super().__init__()
        self._document = document

    def compose(self) -> ComposeResult:
        """The file's name, what went wrong with it, two buttons."""
        with Vertical(id="dialog"):
            yield Static("Save the report", classes="title")
            yield Static(_ABOUT, classes="body")
            yield Input(free_name(self._document.session, Path.cwd()), id="file")
            yield Static("", classes="error", id="error")
            with Horizontal(classes="choices"):
                yield Button("Save", id="save", variant="primary")
                yield Button("Close", id="close")

    def on_mount(self) -> None:
        """Straight to the name, at its end, where the format stands."""
        field = self.query_one("#file", Input)
        field.focus()
        field.cursor_position = len(field.value)

    @on(Input.Submitted)
    @on(Button.Pressed, "#save")
    @work(group="save", exclusive=True)
    async def _save(self) -> None:
        """Write it; what went wrong stands under the name, which can be changed."""
        target = self.query_one("#file", Input).value.strip()
        try:
            written = await asyncio.to_thread(save, self._document, target)
        except MockloopError as error:
            self.query_one("#error", Static).update(Content(plain(str(error))))
            self.query_one("#file", Input).focus()
        else:
            self.dismiss(str(written))

    @on(Button.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss(None)

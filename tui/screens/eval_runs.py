"""The runs of the evals: one is opened, or two side by side."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from agent.errors import MockloopError
from tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from agent.settings import Settings
    from tui.backend import Backend
    from tui.eval_runs import RunRow

_NONE = "There are no runs yet. `mockloop eval run --offline` makes one."


class EvalRunsScreen(Screen[None]):
    """Newest first; Space marks the run that the next one opened is compared with."""

    CSS_PATH = "evals.tcss"
    AUTO_FOCUS = "#runs"
    HELP = (
        "Runs of the evals on this machine, and the committed baseline. Enter opens one: its figures, then sample by "
        "sample what was said, with marks where a check failed. Mark a run with Space first, and Enter compares."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", tooltip="Look through the run, or compare it with the marked one"),
        Binding("space", "mark", "Compare with", tooltip="Mark this run; the next one opened is compared with it"),
        Binding("q,escape", "leave", "Back"),
    ]

    def __init__(self, backend: Backend, settings: Callable[[], Awaitable[Settings]]) -> None:
        super().__init__()
        self._backend = backend
        self._load_settings = settings
        self._rows: list[RunRow] = []
        self._marked: str | None = None

    def compose(self) -> ComposeResult:
        """A title and a list."""
        yield Static(Content.styled("Evals", "bold"), id="title")
        yield OptionList(id="runs")
        yield KeyLine()

    @work(exclusive=True)
    async def on_mount(self) -> None:
        """Read what there is."""
        try:
            self._rows = await self._backend.eval_runs(await self._load_settings())
        except MockloopError as error:
            self.notify(str(error), severity="error", markup=False)
        self._fill(0)

    def _fill(self, highlighted: int) -> None:
        runs = self.query_one("#runs", OptionList)
        runs.clear_options()
        runs.add_options([Option(self._label(row)) for row in self._rows] or [Option(_NONE, disabled=True)])
        if self._rows:
            runs.highlighted = highlighted

    def _label(self, row: RunRow) -> Content:
        sign = ("● ", "bold $text-accent") if row.id == self._marked else ("  ", "")
        return Content.assemble(sign, (row.id, "bold"), f"\n    {row.about}")

    @property
    def _row(self) -> RunRow | None:
        place = self.query_one("#runs", OptionList).highlighted
        return self._rows[place] if place is not None and self._rows else None

    def action_mark(self) -> None:
        """Mark the run in view, or take its mark away."""
        row = self._row
        if row is not None:
            self._marked = None if self._marked == row.id else row.id
            self._fill(self._rows.index(row))

    @on(OptionList.OptionSelected)
    @work(exclusive=True)
    async def action_open(self) -> None:
        """Look through the run in view; beside the marked one, the older at the left."""
        row = self._row
        if row is None:
            return
        listed = [other.id for other in self._rows]
        both = {row.id, self._marked or row.id}
        try:
            shown = await self._backend.eval_view(
                await self._load_settings(), sorted(both, key=listed.index, reverse=True)
            )
        except MockloopError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        from tui.screens.evals import EvalScreen

        self.app.push_screen(EvalScreen(shown))

    def action_leave(self) -> None:
        """Back to where it was opened."""
        self.dismiss()

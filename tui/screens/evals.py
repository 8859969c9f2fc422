"""Looks through runs of the evals: samples at the left, what was said in one or two runs side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

_SIGNS = {"flipped": "±", "error": "!", "failed": "✗", "passed": "✓"}


class EvalViewer(App[None]):
    """Shows plain data: `samples` as `evals.viewing` gives them, `runs` the ids that head the columns."""

    CSS_PATH = "evals.tcss"
    TITLE = "mockloop evals"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape", "quit", "Leave"),
        Binding("n", "next_mark", "Next mark"),
        Binding("tab", "app.focus_next", "Other pane", show=True),
    ]

    def __init__(self, runs: Sequence[str], samples: Sequence[Mapping[str, Any]]) -> None:
        super().__init__()
        self._runs = runs
        self._samples = samples
        self._shown = self._marked = -1
        self._is_ready = False

    def compose(self) -> ComposeResult:
        """A list, and a pane for each run."""
        with Horizontal():
            yield OptionList(*(self._option(number) for number in range(len(self._samples))), id="samples")
            for side, run in enumerate(self._runs):
                with VerticalScroll(id=f"side{side}", classes="side"):
                    yield Static(Content(run), classes="run")
        yield Footer()

    def on_ready(self) -> None:
        """The first sample is open from the start; nothing is shown before all panes are there."""
        samples = self.query_one(OptionList)
        samples.focus()
        self._is_ready = True
        if self._samples:
            self._show(samples.highlighted or 0)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the sample under the cursor."""
        if self._is_ready:
            self._show(event.option_index)

    def _show(self, number: int) -> None:
        if number == self._shown:
            return
        self._shown, self._marked = number, -1
        for side, lines in enumerate(self._samples[number]["sides"]):
            pane = self.query_one(f"#side{side}", VerticalScroll)
            pane.query(".line").remove()
            pane.mount_all([_line(*line) for line in lines] or [_line("", "not in this run", "")])
            pane.scroll_home(animate=False)

    def action_next_mark(self) -> None:
        """Scroll to the next place where a check failed."""
        marks = list(self.query(".marked"))
        if marks:
            self._marked = (self._marked + 1) % len(marks)
            marks[self._marked].scroll_visible(animate=False)

    def _option(self, number: int) -> Option:
        sample = self._samples[number]
        return Option(Content(f"{_SIGNS[sample['state']]} {sample['name']}"), id=f"sample{number}")


def _line(who: str, words: str, mark: str) -> Static:
    """What was said is data: it is shown as it is, without markup."""
    role = who.rpartition(" ")[2]
    tail = (f"\n▲ {mark}", "bold $text-error") if mark else ""
    return Static(
        Content.assemble((f"{who}\n", "bold"), words, tail), classes=f"line {role}{' marked' if mark else ''}"
    )

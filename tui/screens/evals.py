"""Looks through runs of the evals: samples in a list, what was said in one or two runs side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.layout import wide_from
from tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from tui.eval_runs import RunView

_SIGNS = {"flipped": "±", "error": "!", "failed": "✗", "passed": "✓"}


class EvalScreen(Screen[None]):
    """The figures first, then every sample, those first that flipped or failed."""

    CSS_PATH = "evals.tcss"
    AUTO_FOCUS = "#samples"
    HORIZONTAL_BREAKPOINTS = wide_from(110)
    HELP = (
        "The first line of the list shows the figures; every other one is a sample: ± flipped between the runs, "
        "! could not be run, ✗ failed, ✓ passed. A red bar stands where a check failed."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "next_mark", "Next mark", tooltip="Go to the next place where a check failed"),
        Binding("tab", "app.focus_next", "Other pane", show=True),
        Binding("q,escape", "leave", "Back"),
    ]

    def __init__(self, view: RunView) -> None:
        super().__init__()
        self._view = view
        self._shown = self._marked = -1
        self._is_ready = False

    def compose(self) -> ComposeResult:
        """A list, and a pane for each run."""
        with Horizontal(id="evals"):
            labels = [f"{_SIGNS[sample.state]} {sample.name}" for sample in self._view.samples]
            yield OptionList(*(Option(Content(label)) for label in ("Figures", *labels)), id="samples")
            with Horizontal(id="sides"):
                for side, run in enumerate(self._view.runs):
                    with VerticalScroll(id=f"side{side}", classes="side"):
                        yield Static(Content(run), classes="run")
        yield KeyLine()

    def on_mount(self) -> None:
        """The figures are open from the start; nothing is shown before all panes are there."""
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._is_ready = True
        self._show(self.query_one("#samples", OptionList).highlighted or 0)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what is under the cursor."""
        if self._is_ready:
            self._show(event.option_index)

    def _show(self, number: int) -> None:
        if number == self._shown:
            return
        self._shown, self._marked = number, -1
        is_figures = number == 0
        self.query_one("#sides").set_class(is_figures, "-figures")
        sides = [[("", self._view.figures, "")]] if is_figures else self._view.samples[number - 1].sides
        for side, lines in enumerate(sides):
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

    def action_leave(self) -> None:
        """Back to where it was opened."""
        self.dismiss()


class EvalViewer(App[None]):
    """The screen by itself, for `mockloop eval view`."""

    TITLE = "mockloop evals"

    def __init__(self, view: RunView) -> None:
        super().__init__()
        self._view = view

    def on_mount(self) -> None:
        """Leaving the screen leaves."""
        self.push_screen(EvalScreen(self._view), lambda _: self.exit())


def _line(who: str, words: str, mark: str) -> Static:
    """What was said is data: it is shown as it is, without markup."""
    role = who.rpartition(" ")[2]
    parts = [(who, "bold"), (words, ""), (mark and f"▲ {mark}", "bold $text-error")]
    shown = Content("\n").join([Content.styled(text, style) for text, style in parts if text])
    return Static(shown, classes=f"line {role}{' marked' if mark else ''}")

"""Looks through runs of the evals: samples in a list, what was said in one or two runs side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from agent.reports.text import visible
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
        "! could not be run, ✗ failed, ✓ passed. A red bar stands where a check failed; n goes from one to the "
        "next, also into the next sample. f leaves out what passed, and / keeps what has all the words that you "
        "type in its name, its state or a check that failed. Escape shows everything again."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "next_mark", "Next mark", tooltip="Go to the next place where a check failed"),
        Binding("f", "only_failed", "Failed only", tooltip="Leave out what passed, or show it again"),
        Binding("slash", "search", "Search", tooltip="Only samples with these words in name, failed check or state"),
        Binding("tab", "app.focus_next", "Other pane", show=True),
        Binding("q,escape", "leave", "Back"),
    ]

    def __init__(self, view: RunView) -> None:
        super().__init__()
        self._view = view
        self._shown = self._marked = -1
        self._is_ready = False
        self._is_failed_only = False
        self._listed = list(view.samples)

    def compose(self) -> ComposeResult:
        """A list, and a pane for each run."""
        with Horizontal(id="evals"):
            with Vertical(id="list"):
                yield Input(placeholder="name, failed check or state", id="search")
                yield OptionList(*self._options(), id="samples")
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

    def _options(self) -> list[Option]:
        left_out = len(self._view.samples) - len(self._listed)
        head = "Figures" + (f" ({len(self._listed)} of {len(self._view.samples)} samples listed)" if left_out else "")
        labels = [f"{_SIGNS[sample.state]} {sample.name}" for sample in self._listed]
        return [Option(Content(visible(label))) for label in (head, *labels)]

    def _list(self) -> None:
        """List what is asked for, with the cursor where it was if that is still there."""
        samples, words = self.query_one("#samples", OptionList), self.query_one("#search", Input).value.lower().split()
        at = samples.highlighted or 0
        under = self._listed[at - 1] if at else None
        self._listed = [
            sample
            for sample in self._view.samples
            if not (self._is_failed_only and sample.state == "passed") and all(sample.is_about(word) for word in words)
        ]
        samples.clear_options()
        samples.add_options(self._options())
        self._shown = -1
        samples.highlighted = 1 + self._listed.index(under) if under in self._listed else min(1, len(self._listed))

    def action_only_failed(self) -> None:
        """Leave out what passed, or show it again."""
        self._is_failed_only = not self._is_failed_only
        self._list()

    def action_search(self) -> None:
        """Ask for words."""
        search = self.query_one("#search", Input)
        search.display = True
        self.set_focus(search)  # at once: what is typed next is meant for it

    def on_input_changed(self) -> None:
        """The list follows what is typed."""
        self._list()

    def on_input_submitted(self) -> None:
        """Into what was found."""
        self.query_one("#samples").focus()

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
        sides = [[("", self._view.figures, "")]] if is_figures else self._listed[number - 1].sides
        for side, lines in enumerate(sides):
            pane = self.query_one(f"#side{side}", VerticalScroll)
            pane.query(".line").remove()
            pane.mount_all([_line(*line) for line in lines] or [_line("", "not in this run", "")])
            pane.scroll_home(animate=False)

    def action_next_mark(self) -> None:
        """Scroll to the next place where a check failed, and to the same turn of the other run.

        Behind the last one the next sample comes that did not pass.
        """
        marks = list(self.query(".marked"))
        if self._marked + 1 < len(marks):
            self._marked += 1
            turn = marks[self._marked].name
            for line in self.query(".line"):
                if line is marks[self._marked] or (turn and line.name == turn):
                    line.scroll_visible(animate=False)
            return
        count = len(self._listed)
        after = [(max(self._shown, 0) + step) % (count + 1) for step in range(1, count + 1)]
        following = next((at for at in after if at and self._listed[at - 1].state != "passed"), None)
        if following is not None:
            self.query_one("#samples", OptionList).highlighted = following

    def action_leave(self) -> None:
        """Everything is listed again where it is not, else back to where it was opened."""
        search = self.query_one("#search", Input)
        if search.display or self._is_failed_only:
            self._is_failed_only = search.display = False
            search.clear()
            self.query_one("#samples").focus()
            self._list()
        else:
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
    """What was said is data: it is shown as it is, without markup, and moves no cursor."""
    role = who.rpartition(" ")[2]
    parts = [(who, "bold"), (words, ""), (mark and f"▲ {mark}", "bold $text-error")]
    shown = Content("\n").join([Content.styled(visible(text), style) for text, style in parts if text])
    return Static(shown, name=who, classes=f"line {role}{' marked' if mark else ''}")

"""The debrief: the scorecards with the transcript beside them, and for a loop the committee's page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static, Tab, Tabs

from agent.domain.disputes import of_round, ratings_now
from agent.domain.transcript import Transcript
from agent.domain.verdict import Dispute, LoopDebrief, RoundDocument, Scorecard
from agent.errors import MockloopError
from tui.layout import wide_from
from tui.messages import HomeWanted
from tui.widgets.committee_view import CommitteeView
from tui.widgets.key_line import KeyLine
from tui.widgets.scorecard_view import Quote, ScorecardView
from tui.widgets.transcript_view import TranscriptView
from tui.wording import plain, round_title, session_title

if TYPE_CHECKING:
    from agent.settings import Settings
    from tui.backend import Backend

_COMMITTEE = "committee"
_SCROLLS = {
    "up": "scroll_up", "down": "scroll_down", "pageup": "page_up", "pagedown": "page_down",
    "home": "scroll_home", "end": "scroll_end",
}  # fmt: skip
"""Keys that move the page while the tabs have the focus, and what the page calls that."""


class DebriefScreen(Screen[None]):
    """A finished or ended session, to be read. On a narrow terminal card and transcript take turns."""

    CSS_PATH = ["debrief.tcss", "../widgets/cards.tcss"]  # noqa: RUF012 - as Textual declares it
    HORIZONTAL_BREAKPOINTS = wide_from(100)
    HELP = (
        "The decision follows from the ratings by arithmetic; the words around it change nothing. "
        "Every quote is verbatim: go to one with Tab or the arrows and press Enter to see it where it was said. "
        "D disputes a rating with words of yours that were missed. "
        "S saves the whole report as a file: Markdown, a page, a PDF or JSON."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back"),
        Binding("t", "toggle_transcript", "Transcript"),
        Binding("d", "dispute", "Dispute", tooltip="Dispute a rating with words of yours that were missed"),
        Binding("s", "save", "Save", tooltip="Save the report as Markdown, a page, a PDF or JSON"),
        Binding("n,right_square_bracket", "page(1)", "Next round"),
        Binding("p,left_square_bracket", "page(-1)", "Previous", tooltip="Previous round"),
        *(Binding(key, f"scroll('{way}')", show=False) for key, way in _SCROLLS.items()),
    ]

    def __init__(
        self, document: RoundDocument | LoopDebrief, backend: Backend, settings: Callable[[], Awaitable[Settings]]
    ) -> None:
        super().__init__()
        self._document = document
        self._backend = backend
        self._settings = settings
        self._shown = ""
        self._pages: dict[str, tuple[Scorecard, Transcript | None]]
        if isinstance(document, LoopDebrief):
            said = {transcript.round_id: transcript for transcript in document.transcripts}
            self._pages = {card.round_id: (card, said.get(card.round_id)) for card in document.scorecards}
        else:
            card = document.scorecard
            self._pages = {card.round_id or card.round.value: (card, document.transcript)}

    def compose(self) -> ComposeResult:
        """What it is; a tab a page where there are several; the page."""
        yield Static(Content(self._title()), id="title")
        if isinstance(self._document, LoopDebrief):
            tabs = [Tab(Content(round_title(round_id)), id=round_id) for round_id in self._pages]
            yield Tabs(Tab("Committee", id=_COMMITTEE), *tabs)
        yield Horizontal(id="page")
        yield KeyLine()

    async def on_mount(self) -> None:
        """The first page of a single round; the tabs choose a loop's."""
        if isinstance(self._document, RoundDocument):
            await self._show(next(iter(self._pages)))

    @on(Tabs.TabActivated)
    async def _turn_to(self, event: Tabs.TabActivated) -> None:
        await self._show(event.tab.id or _COMMITTEE)

    async def _show(self, page_id: str) -> None:
        self.remove_class("-reading")
        self._shown = page_id
        page = self.query_one("#page")
        with self.app.batch_update():
            await page.remove_children()
            if page_id == _COMMITTEE and isinstance(self._document, LoopDebrief):
                await page.mount(CommitteeView(self._document))
            else:
                card, transcript = self._pages[page_id]
                await page.mount(ScorecardView(card, disputes=self._disputes(card)))
                if transcript is not None:
                    await page.mount(TranscriptView(transcript))
        self.refresh_bindings()
        if not self.query(Tabs):
            self.query_one(".card").focus()

    @on(Quote.Activated)
    def _jump(self, event: Quote.Activated) -> None:
        self.add_class("-reading")
        for view in self.query(TranscriptView):
            view.jump(event.evidence)
            if self.has_class("-narrow"):
                view.focus()

    def action_back(self) -> None:
        """From the transcript to the card; from the card out."""
        if self.has_class("-narrow") and self.has_class("-reading"):
            self.action_toggle_transcript()
        else:
            self.post_message(HomeWanted())

    def action_scroll(self, way: str) -> None:
        """Move the card, wherever the focus is."""
        getattr(self.query_one(".card"), f"action_{way}")()

    def action_toggle_transcript(self) -> None:
        """Where there is room for one: the other of card and transcript. Else: the focus goes there."""
        reading = self.toggle_class("-reading").has_class("-reading")
        self.query_one(".transcript" if reading else ".card").focus()

    def _disputes(self, card: Scorecard) -> list[Dispute]:
        return of_round(self._document.disputes, card)

    @work(group="dispute", exclusive=True)
    async def action_dispute(self) -> None:
        """Ask for a signal and for words, have them weighed, and say what came of it."""
        from tui.dialogs.dispute import DisputeDialog, answered

        card, said = self._pages[self._shown]
        assert said is not None
        dialog = DisputeDialog(ratings_now(card.signals, self._disputes(card)), said, self._signal_in_focus())
        if await self.app.push_screen_wait(dialog) is None or dialog.chosen is None:
            return
        title, session = self.query_one("#title", Static), self._document.session
        title.update(Content(f"{self._title()} · weighing your words …"))
        try:
            settings = await self._settings()
            outcome = await self._backend.dispute(
                settings, session, dialog.chosen.signal, dialog.chosen.words, card.round_id
            )
            self._document = await self._backend.document(settings, session)
        except MockloopError as error:
            self.notify(plain(str(error)), severity="error", timeout=15, markup=False)
            return
        finally:
            title.update(Content(self._title()))
        await self._show(self._shown)
        await self.app.push_screen_wait(answered(outcome, card))
        self.query_one(ScorecardView).show_disputes()

    @work(group="save", exclusive=True)
    async def action_save(self) -> None:
        """Ask for a file and write the report there."""
        from tui.dialogs.save_report import SaveReport

        written = await self.app.push_screen_wait(SaveReport(self._document))
        if written is not None:
            self.notify(plain(f"Written to {written}."), timeout=15, markup=False)

    def _signal_in_focus(self) -> str:
        """The signal whose quote has the focus, '' where none has."""
        focused = self.app.focused
        return focused.signal if isinstance(focused, Quote) else ""

    def action_page(self, by: int) -> None:
        """The next or the previous page of a loop."""
        for tabs in self.query(Tabs):
            tabs.action_next_tab() if by > 0 else tabs.action_previous_tab()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Pages where there are several; a transcript where there is one."""
        if action == "page":
            return isinstance(self._document, LoopDebrief)
        if action in ("toggle_transcript", "dispute"):
            return bool(self.query(TranscriptView))
        return True

    def _title(self) -> str:
        document = self._document
        if isinstance(document, LoopDebrief):
            return f"Debrief · {session_title(document.loop, [])}"
        return f"Debrief · {round_title(document.scorecard.round_id or document.scorecard.round)}"

"""Home: what to sit and how, what to go on with, what to read again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from agent.errors import MockloopError
from tui import entries
from tui.collector import settle
from tui.entries import Entry
from tui.layout import wide_from
from tui.messages import DebriefWanted, InterviewWanted, QuitWanted
from tui.opening import Opening, Resume
from tui.widgets.key_line import KeyLine
from tui.widgets.setup_form import SetupForm
from tui.widgets.tab_line import TabLine

if TYPE_CHECKING:
    from textual.app import App
    from textual.timer import Timer

    from agent.settings import Settings
    from tui.backend import Backend

QUIET_SECONDS = 0.1  # after the first picture, before anything is loaded behind it

_EMPTY = {
    "loops": "No loop can be held.",
    "rounds": "No round can be held.",
    "sessions": "Nothing yet. What you sit is kept here.",
}


class _InView(VerticalScroll, can_focus=False, inherit_bindings=False):
    """What is in view and how it is held: up and down lead from one choice to the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "to_choices", "How it is held"),
        Binding("down", "app.focus_next", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
    ]

    def action_to_choices(self) -> None:
        """The choice above."""
        self.screen.focus_previous()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is chosen about a session that is over: up is then the screen's, and not named."""
        return action != "to_choices" or any(form.display for form in self.query(SetupForm))


class HomeScreen(Screen[None]):
    """Paints at once with empty lists; what is known fills them a moment later."""

    CSS_PATH = "home.tcss"
    AUTO_FOCUS = "#list"
    HORIZONTAL_BREAKPOINTS = wide_from(110)
    HELP = (
        "Choose a loop or a single round on the left, how it is held on the right, and start. "
        "Up and down go through what can be chosen, left and right change a value. "
        "Sessions that were not finished go on where they were left."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "list('loops')", "Loops"),
        Binding("r", "list('rounds')", "Rounds"),
        Binding("s", "list('sessions')", "Sessions"),
        Binding("c", "go_on", "Continue", tooltip="Go on with the newest unfinished session"),
        Binding("delete,d", "delete", "Delete", tooltip="Delete the session in view"),
        Binding("e", "evals", "Evals", tooltip="Runs of the evals: figures, samples, two runs side by side"),
        Binding("q", "app.quit", "Quit"),
        Binding("up", "app.focus_previous", show=False),
    ]

    app: App[int]

    def __init__(self, backend: Backend, settings: Callable[[], Awaitable[Settings]]) -> None:
        super().__init__()
        self._backend = backend
        self._load_settings = settings
        self._settings: Settings | None = None
        self._entries: dict[str, list[Entry]] = {}
        self._complete = False
        self._loading: Timer | None = None

    def compose(self) -> ComposeResult:
        """A title, a list on the left, what is in view on the right."""
        title = Content.assemble(("mockloop", "bold"), ("  mock interviews for ML engineers", "$foreground-muted"))
        yield Static(title, id="title")
        yield Static("", id="unfinished")
        with Horizontal(id="columns"):
            with Vertical(id="left"):
                yield TabLine({"loops": "Loops", "rounds": "Rounds", "sessions": "Sessions"})
                yield OptionList(id="list")
            yield _InView(id="right")
        yield KeyLine()

    def on_mount(self) -> None:
        """The rest comes behind the first picture."""
        self.call_after_refresh(self._load_soon)

    def on_screen_suspend(self) -> None:
        """What a first key opened over this screen is painted before."""
        if self._loading is not None:
            self._loading.reset()

    def _load_soon(self) -> None:
        """Let the first keys pass: imports would hold them up."""
        self._loading = self.set_timer(QUIET_SECONDS, self._load)

    async def _mount_right(self) -> None:
        """What is in view, how it is held, and the buttons."""
        await self.query_one("#right").mount(
            Static("", id="about"),
            SetupForm(),
            Static("", id="who"),
            Horizontal(
                Button("Start", id="start", variant="primary", compact=True),
                Button("Go on", id="resume", variant="primary", compact=True),
                Button("Read the debrief", id="debrief", variant="primary", compact=True),
                Button("Delete", id="delete", compact=True),
                id="buttons",
            ),
        )
        self._complete = bool(self.query(SetupForm))  # not where the screen was taken down meanwhile
        self._show_entry()

    # -- what there is

    @work(group="load", exclusive=True)
    async def _load(self) -> None:
        await self._mount_right()
        if not self._complete:
            return
        try:
            self._settings = settings = await self._load_settings()
            self.query_one(SetupForm).set_settings(settings)
            self.query_one(SetupForm).set_interviewers(await self._backend.interviewers(settings))
            loops = await self._backend.loops(settings)
            self._set_entries("loops", [entries.of_loop(row) for row in loops if not row.problem])
            for row in loops:
                if row.problem:
                    self.notify(
                        f"{row.problem}; {row.name} can't be held.", severity="warning", timeout=15, markup=False
                    )
            self._set_entries("rounds", [entries.of_round(row) for row in await self._backend.rounds(settings)])
            await self._load_sessions()
            settle()
        except MockloopError as error:
            self.post_message(QuitWanted(error.exit_status, str(error)))

    async def _load_sessions(self) -> None:
        assert self._settings is not None
        rows = await self._backend.sessions(self._settings)
        self._set_entries("sessions", [entries.of_session(row) for row in rows])
        self._show_unfinished()

    def _set_entries(self, tab: str, listed: list[Entry]) -> None:
        self._entries[tab] = listed
        if tab == self._tab:
            self._fill_list()

    @property
    def _tab(self) -> str:
        return self.query_one(TabLine).active

    @property
    def _entry(self) -> Entry | None:
        """What is in view."""
        highlighted = self.query_one("#list", OptionList).highlighted
        listed = self._entries.get(self._tab, [])
        return listed[highlighted] if highlighted is not None and highlighted < len(listed) else None

    @property
    def _unfinished(self) -> Entry | None:
        """The newest session that can go on."""
        return next((entry for entry in self._entries.get("sessions", []) if entry.active), None)

    def _show_unfinished(self) -> None:
        entry, banner = self._unfinished, self.query_one("#unfinished", Static)
        banner.set_class(entry is not None, "-shown")
        if entry is not None:
            banner.update(Content(f"Unfinished: {entry.title}. Press c to go on where you left it."))
        self.refresh_bindings()

    @on(TabLine.Turned)
    def _fill_list(self) -> None:
        listed = self._entries.get(self._tab, [])
        options = self.query_one("#list", OptionList)
        if listed or options.option_count:  # what is empty and stays so need not be laid out again
            options.clear_options()
            options.add_options([Option(entry.label) for entry in listed])
            options.highlighted = 0 if listed else None
        self._show_entry()

    # -- what is in view

    @on(OptionList.OptionHighlighted)
    def _show_entry(self) -> None:
        if not self._complete:
            return
        entry = self._entry
        nothing = _EMPTY[self._tab] if self._tab in self._entries else "Reading what there is …"
        self.query_one("#about", Static).update(entry.about if entry else Content.styled(nothing, "$foreground-muted"))
        form = self.query_one(SetupForm)
        form.set_class(self._tab == "sessions", "-hidden")
        form.set_subject(
            company=entry.company if entry else None,
            questions=entry.questions if entry else (),
            ai_assistance=entry is not None and entry.ai_assistance,
        )
        shown = {
            "start": entry is not None and entry.can_be_held,
            "resume": entry is not None and entry.active,
            "debrief": entry is not None and not entry.can_be_held and not entry.active,
            "delete": entry is not None and not entry.can_be_held,
        }
        for id, is_shown in shown.items():
            self.query_one(f"#{id}").set_class(not is_shown, "-hidden")
        self._show_who()
        self.refresh_bindings()

    @on(SetupForm.Changed)
    def _show_who(self) -> None:
        who = self.query_one("#who", Static)
        who.display = self._tab != "sessions"
        if self._settings is not None:
            who.update(Content(self.query_one(SetupForm).who(self._settings)))

    # -- what the user does

    @on(OptionList.OptionSelected)
    def _to_button(self) -> None:
        """Enter in the list leads to the button; Enter again presses it."""
        for button in self.query("#buttons Button"):
            if not button.has_class("-hidden"):
                button.focus()
                return

    @on(Button.Pressed, "#start")
    def _start(self) -> None:
        entry = self._entry
        if entry is not None:
            self._hold(self.query_one(SetupForm).request(loop=entry.loop, round=entry.round), as_chosen=True)

    @on(Button.Pressed, "#resume")
    def _resume(self) -> None:
        if self._entry is not None:
            self._hold(Resume(self._entry.session, self._entry.title), as_chosen=False)

    def action_go_on(self) -> None:
        """Go on with the newest unfinished session."""
        if self._unfinished is not None:
            self._hold(Resume(self._unfinished.session, self._unfinished.title), as_chosen=False)

    @work(group="hold", exclusive=True)
    async def _hold(self, opening: Opening, *, as_chosen: bool) -> None:
        """Open the interview, after the one question about the provider where it has to be asked."""
        found = self._settings
        assert found is not None
        from tui.dialogs.provider import ask_first

        chosen = self.query_one(SetupForm).settings(found) if as_chosen else found
        if isinstance(opening, Resume):
            chosen = found = await self._backend.settings_to_resume(found, opening.session)
        self.post_message(InterviewWanted(opening, await ask_first(self.app, self._backend, chosen, found)))

    @on(Button.Pressed, "#debrief")
    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        entry = self._entry
        if entry is None or entry.session is None or self._settings is None:
            return
        try:
            document = await self._backend.document(self._settings, entry.session)
        except MockloopError as error:
            self.notify(str(error), severity="error", markup=False)
        else:
            self.post_message(DebriefWanted(document))

    @on(Button.Pressed, "#delete")
    @work(group="delete", exclusive=True)
    async def action_delete(self) -> None:
        """Delete the session in view, once confirmed."""
        entry = self._entry
        if entry is None or entry.session is None or self._settings is None:
            return
        from tui.dialogs import confirm

        if await self.app.push_screen_wait(confirm.delete(entry.title, entry.active)) != "delete":
            return
        try:
            await self._backend.delete(self._settings, entry.session)
        except MockloopError as error:
            self.notify(str(error), severity="error", markup=False)
        await self._load_sessions()
        self.query_one("#list").focus()

    def action_list(self, tab: str) -> None:
        """Show one of the lists."""
        self.query_one(TabLine).active = tab
        self.query_one("#list").focus()

    def action_evals(self) -> None:
        """The runs of the evals, over this screen."""
        from tui.screens.eval_runs import EvalRunsScreen

        self.app.push_screen(EvalRunsScreen(self._backend, self._load_settings))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that lead nowhere now are not shown."""
        if not self.is_mounted:
            return True
        if action == "go_on":
            return self._unfinished is not None
        if action == "delete":
            return self._tab == "sessions" and self._entry is not None
        return True

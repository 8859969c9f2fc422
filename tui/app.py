"""The terminal app: which screen is in front, how it ends, and what the terminal shows then."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from agent.errors import MockloopError
from tui.backend import AgentBackend, Backend
from tui.faults import parting_line
from tui.invocation import program
from tui.layout import fit
from tui.messages import DebriefWanted, HomeWanted, InterviewWanted, QuitWanted
from tui.opening import Opening, Resume
from tui.terminal import discard, outliving

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.driver import Driver
    from textual.theme import Theme

    from agent.domain.request import StartRequest
    from agent.settings import Settings
    from tui.screens.interview import InterviewScreen

INTERRUPTED = 130
SWITCH_SECONDS = 0.0005
"""After how long a busy thread lets another one run. The disk and the terminal are written to in threads, which Python
would let wait for 5 ms at every step while the picture is being made."""
CLOSE_SECONDS = 5.0  # how long leaving waits for a session to let go


class MockloopApp(App[int]):
    """Switches between home, interview and debrief. One is open at a time, dialogs over it."""

    TITLE = "mockloop"
    CSS_PATH = ["app.tcss", "screens/help.tcss"]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "help", "Help", key_display="F1"),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, key_display="Ctrl+Q", tooltip="Leave"),
        Binding(
            "ctrl+p",
            "command_palette",
            "Commands",
            show=False,
            priority=True,
            key_display="Ctrl+P",
            tooltip="Every command, and the colours",
        ),
    ]

    def __init__(
        self, backend: Backend, opening: Opening | None = None, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._backend = backend
        self._opening = opening
        self._now = now
        self._loading: asyncio.Task[Settings] | None = None
        self._ending = False
        self.parting_line = ""

    def get_driver_class(self) -> type[Driver]:
        """As Textual chooses, over a terminal that may go away."""
        return outliving(super().get_driver_class())

    # -- screens

    async def on_mount(self) -> None:
        """The first screen: where the command line says, else home. It is in the first picture."""
        screen = self._home() if self._opening is None else self._interview(self._opening, self.settings, direct=True)
        self.stylesheet.read_all(screen.css_path)
        await self.push_screen(fit(screen, self.size.width))

    async def settings(self) -> Settings:
        """The settings, loaded once, beside the first picture."""
        if self._loading is None:
            self._loading = asyncio.create_task(self._load_settings())
        return await asyncio.shield(self._loading)

    async def _load_settings(self) -> Settings:
        settings = await self._backend.load_settings()
        self._read_styles()
        if settings.theme in self.available_themes:
            self.theme = settings.theme
        kept = self.theme

        def remember(theme: Theme) -> None:
            nonlocal kept
            if theme.name != kept:
                kept = theme.name
                self.run_worker(self._remember_theme(settings, kept), group="theme", exclusive=True)

        self.theme_changed_signal.subscribe(self, remember)
        return settings

    def _read_styles(self) -> None:
        """Read the styles of all screens to come, while nobody waits for them.

        Where a screen brings styles that were not read, Textual parses all there are anew and styles every widget again
        before it shows the screen.
        """
        known, all_there_are = self.stylesheet.has_source, sorted(Path(__file__).parent.rglob("*.tcss"))
        self.stylesheet.read_all([path for path in all_there_are if not known(str(path))])
        self.stylesheet.parse()

    async def _remember_theme(self, settings: Settings, theme: str) -> None:
        try:
            await self._backend.remember(settings, theme=theme)
        except MockloopError as error:
            self.notify(str(error), severity="warning", markup=False)

    def _home(self) -> Screen[None]:
        from tui.screens.home import HomeScreen

        return HomeScreen(self._backend, self.settings)

    def _interview(self, opening: Opening, settings: Callable[[], Any], *, direct: bool = False) -> Screen[None]:
        from tui.screens.interview import InterviewScreen

        return InterviewScreen(opening, self._backend, settings, now=self._now, direct=direct)

    @on(HomeWanted)
    async def _show_home(self, message: HomeWanted) -> None:
        await self._show(self._home())
        if message.notice:
            self.notify(message.notice, severity="error", timeout=15, markup=False)

    @on(InterviewWanted)
    async def _show_interview(self, message: InterviewWanted) -> None:
        async def settings() -> Settings:
            return message.settings

        await self._show(self._interview(message.opening, settings))

    @on(DebriefWanted)
    async def _show_debrief(self, message: DebriefWanted) -> None:
        from tui.screens.debrief import DebriefScreen

        await self._show(DebriefScreen(message.document, self._backend, self.settings))

    async def _show(self, screen: Screen[None]) -> None:
        self.workers.cancel_node(self.screen_stack[1])  # nothing may reach for a screen that is being taken apart
        while len(self.screen_stack) > 2:  # dialogs over the screen that goes
            await self.pop_screen()
        await self.switch_screen(fit(screen, self.size.width))

    # -- help and commands

    def action_help(self) -> None:
        """Help for the screen in front."""
        from tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the palette offers: what the screen's own keys do, each once, help, theme, quit."""
        offered = {"quit"}
        for active in screen.active_bindings.values():
            binding = active.binding
            action = binding.action
            if (
                action.removeprefix("app.") not in offered
                and active.node is screen
                and active.enabled
                and binding.description
                and binding.show
            ):
                offered.add(action.removeprefix("app."))
                yield SystemCommand(
                    binding.description,
                    binding.tooltip or f"Key {self.get_key_display(binding)}",
                    lambda action=action: screen.run_action(action),
                )
        yield SystemCommand("Help", "What this screen is for, and its keys", self.action_help)
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)
        yield SystemCommand("Quit", "Leave the program", self.action_quit)

    # -- the end

    async def action_quit(self) -> None:
        """Leave; an interview that is going on asks first. Asked twice, it is meant."""
        from tui.screens.interview import InterviewScreen

        base = self.screen_stack[1]
        if not isinstance(base, InterviewScreen) or base.is_over:
            self._end(0)
        elif base.is_leaving:
            self._end(INTERRUPTED)
        else:
            base.action_leave()

    def action_help_quit(self) -> None:
        """Ctrl+C where nothing is selected."""
        self.call_next(self.action_quit)

    @on(QuitWanted)
    def _quit(self, message: QuitWanted) -> None:
        self._end(message.status, message.line)

    def on_load(self) -> None:
        """Signals end the app as a key would: the terminal is restored and the session resumes."""
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                loop.add_signal_handler(number, self._end, INTERRUPTED)

    def _end(self, status: int, line: str = "") -> None:
        """Let go of the session, then leave."""
        self.parting_line = self.parting_line or line
        if not self._ending:
            self._ending = True
            self.run_worker(self._let_go_and_exit(status), group="end")

    async def _let_go_and_exit(self, status: int) -> None:
        from tui.screens.interview import InterviewScreen

        with suppress(TimeoutError):  # every answer is on disk by now, whatever the session still waits for
            async with asyncio.timeout(CLOSE_SECONDS):
                for screen in self.screen_stack:
                    if isinstance(screen, InterviewScreen):
                        self._say_what_is_kept(screen)
                        await screen.bridge.close()
        self.workers.cancel_all()
        self.exit(status, return_code=status)

    def _say_what_is_kept(self, screen: InterviewScreen) -> None:
        kept = screen.bridge.session_id if screen.bridge.is_open and not screen.is_over else None
        if kept is not None and not self.parting_line:
            self.parting_line = f"Kept. Go on where you left it: {program()} resume {kept}"

    def _handle_exception(self, error: Exception) -> None:
        """A fault anywhere: leave with one line, without the traceback and the local variables Textual shows."""
        status, line = parting_line(error)
        self.parting_line = self.parting_line or line
        super()._handle_exception(error)
        self._return_code = status

    def _fatal_error(self) -> None:
        """Close; what is printed is our line."""
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """Close; a renderable may hold anything, so that none is printed.

        Where the app is ending already nothing is cut short: a terminal that went away can't be read any more, and the
        session is being let go of.
        """
        if self._ending:
            return
        self.parting_line = self.parting_line or parting_line(RuntimeError())[1]
        self._return_code = 70
        self._close_messages_no_wait()


def run_app(
    start: StartRequest | None = None,
    resume: str | None = None,
    command_line: Mapping[str, Any] | None = None,
) -> int:
    """Run the terminal app.

    Args:
        start: What to sit at once; None for the home screen.
        resume: A session to go on with at once; "" for the newest that is active.
        command_line: Settings given on the command line, by name, for `load_settings`.

    Returns:
        The exit status: 0 done, 2 to 4 as the error says, 70 a fault of ours, 130 left in the middle.
    """
    opening: Opening | None = start if resume is None else Resume(resume or None)
    sys.setswitchinterval(SWITCH_SECONDS)
    return run(MockloopApp(AgentBackend(command_line or {}), opening))


def run(app: MockloopApp) -> int:
    """Run an app to its end, say its last line, and return its exit status."""
    app.run()
    if app.parting_line:
        try:
            print(app.parting_line, file=sys.stderr)  # noqa: T201 - it is the user's again
        except OSError:  # the terminal may be gone
            discard(sys.stderr)
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(run_app())

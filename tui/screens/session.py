"""The screen of a session: its layout, and what it shows of what the session tells."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from agent import events
from agent.errors import MockloopError
from agent.reports.wording import CAN_WAIT
from tui import collector
from tui.answer_clock import AnswerClock
from tui.bridge import Bridge
from tui.dialogs import provider
from tui.layout import wide_from
from tui.messages import DebriefWanted, HomeWanted, QuitWanted
from tui.opening import Opening, Resume
from tui.phase import Phase
from tui.widgets.agenda import Agenda
from tui.widgets.conversation import Conversation
from tui.widgets.key_line import KeyLine
from tui.widgets.top_bar import TopBar
from tui.wording import opening_title, round_title, who_asks, words

if TYPE_CHECKING:
    from textual.app import App

    from agent.domain.verdict import LoopDebrief, RoundDocument, Scorecard
    from agent.settings import Settings
    from tui.backend import Backend


_LOADS = 2  # the session is loaded when he waits first, retrieval while the first answer is written


class SessionScreen(Screen[None]):
    """One session, from its first question to its end. It paints at once and opens the session behind that."""

    CSS_PATH = "interview.tcss"
    HORIZONTAL_BREAKPOINTS = wide_from(100)
    AUTO_FOCUS = "#answer"

    app: App[int]

    def __init__(
        self,
        opening: Opening,
        backend: Backend,
        settings: Callable[[], Awaitable[Settings]],
        *,
        now: Callable[[], float],
        direct: bool = False,
    ) -> None:
        """`direct`: started from the command line, so that leaving on a failure leaves the program."""
        super().__init__()
        self._opening = opening
        self._backend = backend
        self._load_settings = settings
        self._settings: Settings | None = None
        self._asker = ""
        self._direct = direct
        self._can_take_back = False
        self._waits = 0
        self._card: Scorecard | None = None
        self._was_scored = False
        self._document: RoundDocument | LoopDebrief | None = None
        self._failure: MockloopError | None = None
        self.is_leaving = False
        self.bridge = Bridge(self, backend)
        self.clock = AnswerClock(now)

    # -- what it is made of

    def compose(self) -> ComposeResult:
        """Top line, the conversation, and the agenda beside it where there is room."""
        yield TopBar(self.clock)
        with Horizontal(id="middle"):
            yield Conversation(id="conversation")
            with Vertical(id="side"):
                yield Static("Agenda", classes="side-title")
                yield Agenda(id="agenda")
                yield Static("", id="asker")
        yield KeyLine(compact=True)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to leave behind."""
        return self.conversation.phase is Phase.OVER

    @property
    def conversation(self) -> Conversation:
        """What is said, and the box."""
        return self.query_one(Conversation)

    def on_mount(self) -> None:
        """Begin behind the first picture."""
        self._say_where()
        self.run_worker(asyncio.to_thread(importlib.import_module, "tui.widgets.speech"))
        self.run_worker(self._backend.prepare())
        self.call_after_refresh(self._begin)

    async def on_unmount(self) -> None:
        """However the screen goes, the draft is kept and the session let go of."""
        await self.bridge.close()
        collector.give_back()

    def on_screen_suspend(self) -> None:
        """A dialog stands in front: the clock stands still."""
        self.clock.pause()
        self.query_one(TopBar).show_time()

    def on_screen_resume(self) -> None:
        """And goes on when it is gone."""
        if self.conversation.phase.is_yours:
            self.clock.go_on()
            self.query_one(TopBar).show_time()

    @work(group="begin")
    async def _begin(self) -> None:
        try:
            settings = await self._load_settings()
            if isinstance(self._opening, Resume):
                settings = await self._backend.settings_to_resume(settings, self._opening.session)
            settings = await provider.ask_first(self.app, self._backend, settings)
        except MockloopError as error:
            self.post_message(Bridge.Refused(error, opening=True))
            return
        self.conversation.use_keys(settings.send_key, settings.newline_key)
        self._use(settings)
        await self.conversation.chat.open(who_asks(settings))
        self.bridge.open(self._opening, settings)

    def _use(self, settings: Settings) -> None:
        self._settings = settings
        self._show_asker()

    def _show_asker(self) -> None:
        """Who asks, as a character and as a program."""
        character = self.query_one(Agenda).interviewer
        role = f"Interviewer: {words(character)}.\n" if character else ""
        if self._settings is not None and self._asker != (asker := role + who_asks(self._settings)):
            self._asker = asker
            self.query_one("#asker", Static).update(Content(asker))

    # -- what the session tells

    @on(Bridge.Opened)
    async def _opened(self, message: Bridge.Opened) -> None:
        self.query_one(Agenda).set_plan(message.plan)
        await self.conversation.restore(message.transcripts, message.draft)
        rounds = message.transcripts or message.plan.rounds[:1]
        self._say_where(rounds[-1].round_id)

    @on(Bridge.Happened)
    async def _happened(self, message: Bridge.Happened) -> None:
        match message.event:
            case events.RoundStarted(plan=plan):
                self._say_where(plan.round_id)
                if self._was_scored:  # not sooner: the candidate may have ended it all with that round
                    await self.conversation.chat.remark(f"{CAN_WAIT} Leave with Ctrl+Q and go on where you left it.")
                self._show_card()
            case events.Remark(text=text):
                self.notify(text, timeout=12, markup=False)
            case events.InterviewerSpoke():
                if self._waits >= _LOADS:  # else what is loaded has not been left alone yet
                    collector.go_on()
            case events.Waiting() as waiting:
                self._wait(waiting)
            case events.RoundScored(scorecard=card):
                await self._score(card)
            case events.Ended(document=document):
                self._document = document
                self.query_one(TopBar).set_answers_left(None)
        await self.conversation.show(message.event)
        if self.is_over:
            self.refresh_bindings()

    def _wait(self, waiting: events.Waiting) -> None:
        if self._waits < _LOADS:
            collector.settle()
        elif not self.conversation.held:  # else the next answer goes at once
            self.call_after_refresh(collector.tidy)
        self._waits += 1
        self._say_where(waiting.round_id)
        self._can_take_back = waiting.can_take_back
        self.clock.start(waiting.seconds_left)
        if not self.is_active:  # a dialog stands in front
            self.clock.pause()
        self.query_one(TopBar).set_answers_left(None if waiting.closing else waiting.answers_left)
        self.query_one(TopBar).set_spent(waiting.spent)

    async def _score(self, card: Scorecard) -> None:
        shown = self._settings is None or self._settings.verdicts == "each_round"
        self._card = card if shown else None
        self.query_one(TopBar).set_answers_left(None)
        self.query_one(Agenda).set_done(card.round_id, card.verdict.decision if shown else None)
        verdict = card.verdict.decision.words if shown else "the verdict comes at the end"
        await self.conversation.chat.remark(f"{round_title(card.round_id)} is over: {verdict}")
        self._was_scored = True

    def _show_card(self) -> None:
        """The scorecard of the round before, once the next one begins."""
        if self._card is None:
            return
        if self.conversation.box.text.strip():  # keys meant for the answer must not go to a dialog
            self.notify("F7 shows the scorecard of the round before.")
        else:
            self.action_card()

    def action_card(self) -> None:
        """The scorecard of the round before, once more if wanted."""
        if self._card is None:
            self.notify("There is no scorecard yet, or the verdicts come at the end.")
            return
        from tui.dialogs.scorecard import ScorecardDialog

        self.app.push_screen(ScorecardDialog(self._card))

    @on(Bridge.TookBack)
    async def _took_back(self, message: Bridge.TookBack) -> None:
        if message.text is None:
            self.notify("That answer can't be taken back any more.")
            return
        await self.conversation.chat.show(message.transcripts)
        self.conversation.put_back(message.text)

    @on(Bridge.DraftNotKept)
    def _warn(self, message: Bridge.DraftNotKept) -> None:
        self.notify(str(message.error), title="The draft is not on disk", severity="warning", markup=False)

    @on(Bridge.ProviderFailed)
    @on(Bridge.Refused)
    async def _failed(self, message: Bridge.ProviderFailed | Bridge.Refused) -> None:
        collector.go_on()
        if isinstance(message, Bridge.ProviderFailed) or not message.opening:
            self._failure = message.error
            await self.conversation.stop(message.unkept)
            self._offer_ways_on()
        elif self._direct:
            self.post_message(QuitWanted(message.error.exit_status, str(message.error)))
        else:
            await self._go_home(str(message.error))

    # -- ways out

    @on(Conversation.HelpNeeded)
    @work(group="ways-on", exclusive=True)
    async def _offer_ways_on(self) -> None:
        """After a failure: try again, go on with another interviewer, or leave."""
        assert self._failure is not None
        assert self._settings is not None
        choice = await provider.way_on(self.app, self._failure, self._settings)
        if choice == "retry":
            self.conversation.phase = Phase.THINKING
            self.bridge.proceed()
        elif choice == "leave":
            await self._leave_on_failure(self._failure)
        elif choice is not None and not isinstance(choice, str):
            self.conversation.phase = Phase.THINKING
            self._use(choice)
            await self.conversation.chat.remark(f"From here on: {who_asks(choice)}")
            self.bridge.switch(choice)

    async def _leave_on_failure(self, error: MockloopError) -> None:
        if self._direct:
            self.post_message(QuitWanted(error.exit_status, str(error)))
        else:
            await self._go_home()

    async def _go_home(self, notice: str = "") -> None:
        """Let go of the session first: nothing comes from it while the screen is taken apart."""
        await self.bridge.close()
        self.post_message(HomeWanted(notice))

    @on(Conversation.DebriefAsked)
    async def _read_debrief(self) -> None:
        assert self._document is not None
        await self.bridge.close()
        self.post_message(DebriefWanted(self._document))

    # -- helpers

    @on(Conversation.BeganToSpeak)
    def _note_speech(self) -> None:
        self.bridge.note_speech()

    @on(Conversation.DraftChanged)
    def _keep_draft(self, message: Conversation.DraftChanged) -> None:
        self.bridge.note_draft(message.text)

    def _say_where(self, round_id: str | None = None) -> None:
        """Name the session and the round in the top line and on the agenda."""
        agenda = self.query_one(Agenda)
        if round_id:
            agenda.set_now(round_id)
            self._show_asker()
        self.query_one(TopBar).set_where(*(agenda.where() or [opening_title(self._opening)]))

"""The conversation: what was said, and the box to say the next thing in."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Button, TextArea

from agent import events
from agent.domain.terms import Move, Role
from agent.domain.transcript import Transcript
from tui.phase import Phase
from tui.widgets.answer_box import AnswerBox
from tui.widgets.chat import Chat
from tui.wording import when


class Conversation(Vertical):
    """Shows the session's words and takes the candidate's. Sending waits until the interviewer waits."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "hold_back", "Keep a held answer in the box", show=False),
    ]

    UNSEEN_SECONDS = 0.1  # as long as an answer may be on its way before the screen shows that it was taken

    phase: reactive[Phase] = reactive(Phase.SETTING_UP, init=False, repaint=False)
    _handed_over = False
    held: reactive[bool] = reactive(False, init=False, repaint=False)

    class Sent(Message):
        """The candidate gave an answer while the interviewer waited for one."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class DraftChanged(Message):
        """The unsent text changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class BeganToSpeak(Message):
        """The first words of the interviewer's turn are on screen."""

    class HelpNeeded(Message):
        """The send key was pressed after a failure."""

    class DebriefAsked(Message):
        """The interview is over and the candidate wants to read on."""

    def compose(self) -> ComposeResult:
        """The chat over the box; a button takes the box's place at the end."""
        yield Chat(id="chat")
        yield AnswerBox(id="answer")
        yield Button("Read the debrief", id="read", variant="primary")

    def on_mount(self) -> None:
        """Say that it is being set up."""
        self._unpainted = ExitStack()
        self._show_phase()

    def on_unmount(self) -> None:
        """Others paint on."""
        self._paint()

    @property
    def chat(self) -> Chat:
        """What was said."""
        return self.query_one(Chat)

    @property
    def box(self) -> AnswerBox:
        """Where the candidate writes."""
        return self.query_one(AnswerBox)

    def use_keys(self, send_key: str, newline_key: str) -> None:
        """The keys of the settings."""
        self.box.send_key, self.box.newline_key = send_key, newline_key
        self._show_phase()

    async def restore(self, transcripts: Sequence[Transcript], draft: str) -> None:
        """Show a session as it was left; what was typed since stays behind the old draft."""
        await self.chat.show(transcripts)
        moment = next((turn.at for held in transcripts[-1:] for turn in held.turns[-1:] if turn.at), None)
        if moment:
            await self.chat.remark(f"You left it here: {when(moment)}.")
        if draft != _last_answer(transcripts):  # killed between an answer and its draft's end: it was sent
            self.put_back(draft)
        self.phase = Phase.THINKING

    def put_back(self, text: str | None) -> None:
        """Put a text into the box, before whatever stands there."""
        if text:
            self.box.fill("\n".join(part for part in (text, self.box.text) if part))

    async def show(self, event: events.Event) -> None:
        """Show what was said or run. What the candidate sent is shown before whatever comes of it."""
        if not isinstance(event, events.AnswerKept):
            await self._show_sent(paint=False)
        match event:
            case events.RoundStarted(plan=plan):
                await self.chat.begin_round(plan.round_id)
            case events.AnswerKept(turn=turn):
                await self.chat.keep(turn)
            case events.Asked():
                await self.chat.expect()
                self._paint()
            case events.Token(text=text):
                await self.chat.hear(text)
                self._paint()
                if self.phase is not Phase.SPEAKING:  # the words are painted first
                    self.call_after_refresh(self._note_speech)
            case events.InterviewerSpoke(turn=turn):
                await self.chat.finish(turn)
                said_goodbye = turn.move is Move.CLOSE and self._handed_over
                self.phase = Phase.GRADING if said_goodbye else Phase.THINKING
            case events.CodeRuns():
                self.phase = Phase.RUNNING
            case events.CodeRan(run=run):
                await self.chat.show_run(run)
                self.phase = Phase.THINKING
            case events.Waiting(closing=closing):
                self._handed_over = closing
                self.phase = Phase.CLOSING if closing else Phase.YOURS
                self.chat.fold()
                if self.held:
                    self._send()
            case events.Ended():
                self.phase = Phase.OVER
                self.query_one("#read").focus()
            case _:
                pass

    def say(self, text: str) -> None:
        """Words of the candidate that are on their way. They are shown when a reply was asked for, or after a moment:
        laying them out takes as long as all that comes before a model is asked."""
        self.set_reactive(Conversation.phase, Phase.THINKING)
        self.chat.say(text)
        self._unpainted.enter_context(self.app.batch_update())
        self.set_timer(self.UNSEEN_SECONDS, self._show_sent)

    async def stop(self, unkept: str | None) -> None:
        """Something failed: nothing half-said stays on screen, nothing written is lost."""
        await self.chat.fall_silent()
        await self.chat.unsay()
        self.put_back(unkept)
        self.held = False
        self.phase = Phase.STOPPED

    def action_hold_back(self) -> None:
        """A held answer stays in the box after all."""
        self.held = False

    @on(AnswerBox.Submitted)
    def _submit(self, event: AnswerBox.Submitted) -> None:
        event.stop()
        if self.phase is Phase.STOPPED:
            self.post_message(self.HelpNeeded())
        elif not event.text.strip():
            if self.phase.is_yours:
                self.notify("Write an answer first. F5 skips the question.", timeout=3)
        elif self.phase.is_yours:
            self._send()
        else:
            self.held = True

    @on(TextArea.Changed)
    def _edited(self, event: TextArea.Changed) -> None:
        event.stop()
        self.held = False
        self.post_message(self.DraftChanged(self.box.text))

    @on(Button.Pressed, "#read")
    def _read(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.DebriefAsked())

    def _send(self) -> None:
        """The answer goes first, then the picture: see `say`."""
        self.held = False
        self.set_reactive(Conversation.phase, Phase.THINKING)  # nothing is sent twice
        self._unpainted.enter_context(self.app.batch_update())
        self.post_message(self.Sent(self.box.take()))

    async def _show_sent(self, *, paint: bool = True) -> None:
        if await self.chat.show_said():
            self._show_phase()
        if paint:
            self._paint()

    def _paint(self) -> None:
        self._unpainted.close()

    def _note_speech(self) -> None:
        self.post_message(self.BeganToSpeak())
        if self.chat.is_speaking:
            self.phase = Phase.SPEAKING

    def watch_phase(self) -> None:
        """Say whose turn it is."""
        self._show_phase()

    def watch_held(self) -> None:
        """Say whether an answer is held."""
        self._show_phase()

    def _show_phase(self) -> None:
        self.set_class(self.phase is Phase.OVER, "-over")
        self.box.show_phase(self.phase, held=self.held)


def _last_answer(transcripts: Sequence[Transcript]) -> str | None:
    turns = transcripts[-1].turns if transcripts else ()
    return next((turn.text for turn in reversed(turns) if turn.role is Role.CANDIDATE), None)

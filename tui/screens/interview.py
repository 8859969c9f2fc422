"""The interview: a session on screen, and the candidate's ways to steer it."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from tui.collector import hold_off
from tui.dialogs import confirm
from tui.layout import key
from tui.messages import QuitWanted
from tui.phase import WISHES, Phase
from tui.screens.session import SessionScreen
from tui.widgets.agenda import Agenda
from tui.widgets.conversation import Conversation
from tui.widgets.top_bar import TopBar

_STEERING = ("wish", "take_back", "pause", "end")
_ONCE_OVER = ("read", "home", "quit")


class InterviewScreen(SessionScreen):
    """Answers, wishes, taking back, pausing, ending and leaving."""

    HELP = (
        "Answer as you would say it. The interviewer asks one thing at a time; ask back where something is "
        "unclear. You can write your next answer while he speaks. Any dialog stops the clock."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "wish('hint')", "Hint", "Ask for a hint"),
        key("f3", "wish('repeat')", "Repeat", "Ask for the question again"),
        key("f4", "wish('minute')", "Minute", "Ask for a minute to think"),
        key("f5", "wish('skip')", "Skip", "Ask to skip this question"),
        key("f6", "take_back", "Take back", "Take back your last answer, once"),
        key("f7", "card", "", "Show the scorecard of the round before"),
        key("f8", "pause", "Pause", "Stop the clock"),
        key("f9", "end", "End", "End the interview and have it graded"),
        key("pageup", "scroll_chat(-1)", "", "Read back"),
        key("pagedown", "scroll_chat(1)", "", "Read on"),
        Binding("d,enter", "read", "Read the debrief"),
        Binding("h", "home", "Home", tooltip="Back to the home screen"),
        Binding("q", "quit", "Quit"),
    ]

    @on(Conversation.Sent)
    async def _send(self, message: Conversation.Sent) -> None:
        hold_off()
        self.bridge.answer(message.text, self.clock.stop())
        await asyncio.sleep(0)  # it is on its way to the disk before anything is done for the screen
        self._say(message.text)

    def action_wish(self, kind: str) -> None:
        """Say a wish in plain words, as if it had been typed; the draft stays."""
        if self._is_yours():
            hold_off()
            self.bridge.wish(WISHES[kind], self.clock.stop())
            self._say(WISHES[kind])

    def _say(self, text: str) -> None:
        self.conversation.say(text)
        # In the picture of these words: one of its own, half a second later, could come just before the first word.
        self.query_one(TopBar).show_time()

    def action_take_back(self) -> None:
        """Take the last answer back into the box."""
        if not self._is_yours():
            return
        if not self._can_take_back:
            self.notify("There is no answer to take back: it works once, until the next answer is sent.")
            return
        self.clock.stop()
        self.conversation.phase = Phase.THINKING
        self.bridge.take_back()

    def action_pause(self) -> None:
        """Stand in front with a dialog, which stops the clock."""
        if self._is_yours():
            self.app.push_screen(confirm.paused(self.query_one(Agenda).in_words()))

    @work(group="end", exclusive=True)
    async def action_end(self) -> None:
        """End here, once confirmed."""
        if not self._is_yours():
            return
        unsent = bool(self.conversation.box.text.strip())
        dialog = confirm.end_here(self.query_one(Agenda).rounds_left, unsent)
        if await self.app.push_screen_wait(dialog) == "end":
            self.clock.stop()
            self.conversation.phase = Phase.GRADING
            self.bridge.end()

    def _is_yours(self) -> bool:
        """Whether the interviewer waits; says so where he does not."""
        if not self.conversation.phase.is_yours:
            self.notify("That has to wait until the interviewer has finished.", timeout=3)
        return self.conversation.phase.is_yours

    def action_leave(self) -> None:
        """Leave; asks once while the session is going on."""
        if not self.is_leaving:
            self.is_leaving = True
            self._ask_to_leave()

    @work(group="leave")
    async def _ask_to_leave(self) -> None:
        choice = await self.app.push_screen_wait(confirm.leave())
        self.is_leaving = False
        if choice == "home":
            await self._go_home()
        elif choice == "quit":
            self.post_message(QuitWanted(130))

    def action_scroll_chat(self, by: int) -> None:
        """Scroll the conversation by a page, wherever the focus is."""
        chat = self.conversation.chat
        chat.scroll_page_up() if by < 0 else chat.scroll_page_down()

    async def action_read(self) -> None:
        """The debrief, wherever the focus is."""
        await self._read_debrief()

    async def action_home(self) -> None:
        """Home; what was graded is kept."""
        await self._go_home()

    async def action_quit(self) -> None:
        """Out of the program."""
        await self.app.action_quit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Once the interview is over its keys go, and others come. By turns none does: the footer stays calm."""
        over = self.is_mounted and self.is_over
        return over if action in _ONCE_OVER else not (over and action in _STEERING)

    def more_keys(self) -> list[tuple[str, str]]:
        """The keys of the answer box, for the help."""
        return self.conversation.box.keys_in_words()

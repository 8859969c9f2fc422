"""What was said so far, and what is being said now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.widgets import Static

from agent.domain.terms import Role
from agent.domain.transcript import CodeRun, Transcript, Turn
from agent.reports.wording import how_it_ran
from tui.widgets.pages import Pages
from tui.wording import plain, round_title

if TYPE_CHECKING:
    from tui.widgets.speech import Speech


class Divider(Static):
    """A line between rounds, or a quiet remark of the program."""

    DEFAULT_CSS = "Divider { color: $foreground-muted; text-align: center; margin: 1 0 0 0; }"

    def __init__(self, text: str) -> None:
        super().__init__(Content(text))


class CandidateTurn(VerticalGroup):
    """What the candidate said, as he typed it. Dim until it is on disk."""

    def __init__(self, text: str, *, kept: bool = True) -> None:
        super().__init__(classes="turn candidate")
        self.text = text
        self.set_class(not kept, "-unkept")

    def compose(self) -> ComposeResult:
        """The name and the words."""
        yield Static("You", classes="speaker")
        yield Static(Content(plain(self.text) or "(nothing)"), classes="words")

    def mark_kept(self) -> None:
        """The answer is on disk."""
        self.remove_class("-unkept")


class InterviewerTurn(VerticalGroup):
    """What the interviewer says, from the first piece on, or from when it is awaited.

    The first pieces of what is awaited go to a line that is there already: nothing has to be laid out or moved for the
    first word. With the next batch the words take the line's place.
    """

    AWAITED = "…"

    DEFAULT_CSS = """
    InterviewerTurn > .awaited { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, text: str = "", *, awaited: bool = False) -> None:
        from tui.widgets.speech import Speech

        super().__init__(classes="turn interviewer")
        self.speech: Speech = Speech(text)
        self._line = Static(Content(self.AWAITED), classes="awaited") if awaited else None
        self._begun = ""

    def compose(self) -> ComposeResult:
        """The name and the words."""
        yield Static("Interviewer", classes="speaker")
        if self._line is not None:
            yield self._line
        yield self.speech

    async def hear(self, piece: str) -> None:
        """One more piece."""
        if self._line is None:
            await self.speech.add(piece)
            return
        if not self._begun:
            self.set_timer(self.speech.BATCH_SECONDS, self._take_line)
        self._begun += piece
        self._line.update(Content(plain(self._begun)), layout=False)

    async def finish(self, text: str) -> None:
        """All of it."""
        await self._take_line()
        await self.speech.finish(text)

    async def _take_line(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with self.app.batch_update():
                await self.speech.add(self._begun)
                await line.remove()


class Chat(Pages):
    """The conversation, scrolled to its end until the user scrolls away."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._speaking: InterviewerTurn | None = None
        self._unkept: CandidateTurn | None = None
        self._unshown: CandidateTurn | None = None
        self._rounds: list[str] = []
        self._preface = ""

    @property
    def is_speaking(self) -> bool:
        """Whether a turn of the interviewer's is being said or awaited."""
        return self._speaking is not None

    def on_mount(self) -> None:
        """Stay at the end."""
        self.anchor()

    async def open(self, preface: str) -> None:
        """Say first who asks and grades."""
        self._preface = preface
        await self.remark(preface)

    async def show(self, transcripts: Sequence[Transcript]) -> None:
        """Show what was said up to now, instead of anything shown before."""
        if not transcripts and not self._rounds:  # the preface alone stands there, as it would again
            return
        self._speaking = self._unkept = self._unshown = None
        self._rounds = []
        await self.remove_children()
        await self.remark(self._preface)
        for transcript in transcripts:
            await self.begin_round(transcript.round_id or transcript.round.value)
            await self.add(*self._turns(transcript.turns))
        self.anchor()

    async def begin_round(self, round_id: str) -> None:
        """A line with the round's name, once a round."""
        if round_id not in self._rounds:
            self._rounds.append(round_id)
            await self.add(Divider(f"── {round_title(round_id)} ──"))

    async def remark(self, text: str) -> None:
        """Something the program has to say."""
        await self.add(Divider(plain(text)))

    async def expect(self) -> None:
        """The interviewer is about to speak."""
        if self._speaking is None:
            self._speaking = InterviewerTurn(awaited=True)
            await self.add(self._speaking)

    async def hear(self, piece: str) -> None:
        """One more piece of the interviewer's turn."""
        if self._speaking is None:
            self._speaking = InterviewerTurn()
            await self.add(self._speaking)
        await self._speaking.hear(piece)

    async def finish(self, turn: Turn) -> None:
        """The interviewer's turn is complete."""
        said, self._speaking = self._speaking, None
        if said is None:
            said = InterviewerTurn(turn.text)
            await self.add(said)
        else:
            await said.finish(turn.text)
        self.call_after_refresh(self._begin_with, said)

    def _begin_with(self, turn: InterviewerTurn) -> None:
        """What is longer than the window is read from its start, where nobody has scrolled away meanwhile."""
        if turn.is_attached and turn.size.height > self.size.height and self.is_vertical_scroll_end:
            self.release_anchor()
            self.scroll_to_widget(turn, top=True, animate=False)

    async def fall_silent(self) -> None:
        """The interviewer was cut off: half a turn is not shown as one."""
        if self._speaking is not None:
            await self._speaking.remove()
            self._speaking = None

    def say(self, text: str) -> None:
        """The candidate's words, on their way to the disk; `show_said` shows them."""
        self._unkept = self._unshown = CandidateTurn(text, kept=False)

    async def show_said(self) -> bool:
        """Show what was said last; whether it was not shown yet."""
        turn, self._unshown = self._unshown, None
        if turn is None:
            return False
        self.anchor()
        await self.add(turn)
        return True

    async def keep(self, turn: Turn) -> None:
        """They are on disk."""
        if self._unkept is None:
            await self.add(CandidateTurn(turn.text))
        else:
            self._unkept.mark_kept()
        self._unkept = None

    async def unsay(self) -> None:
        """They did not reach the disk."""
        if self._unkept is not None and self._unkept is not self._unshown:
            await self._unkept.remove()
        self._unkept = self._unshown = None

    async def show_run(self, run: CodeRun) -> None:
        """How the candidate's code did."""
        await self.add(_how_it_ran(run))

    def _turns(self, turns: Iterable[Turn]) -> Iterable[CandidateTurn | InterviewerTurn | Static]:
        for turn in turns:
            if turn.role is Role.INTERVIEWER:
                yield InterviewerTurn(turn.text)
            else:
                yield CandidateTurn(turn.text)
            if turn.run is not None:
                yield _how_it_ran(turn.run)


def _how_it_ran(run: CodeRun) -> Static:
    """A code run in a few lines; what the code printed or raised is anybody's text."""
    return Static(Content("\n".join(plain(line) for line in how_it_ran(run).split("\n"))), classes="run")

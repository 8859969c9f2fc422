"""Where in the session we are, and how much time and how many answers are left."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from agent.domain.cost import Spending
from tui.answer_clock import AnswerClock
from tui.wording import count, minutes_and_seconds, short_count

SHORT_OF_TIME = 180.0  # seconds


class TopBar(Horizontal):
    """One line. The clock is read twice a second; it stands still with the candidate's clock."""

    DEFAULT_CSS = """
    TopBar {
        height: 1;
        padding: 0 2;
        background: $surface;
        #where { width: 1fr; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; }
        #spent { display: none; width: auto; padding: 0 2; color: $foreground-muted; }
        #clock { width: 34; text-align: right; color: $foreground-muted; }
        #clock.-short { color: $text-warning; text-style: bold; }
    }
    """

    def __init__(self, clock: AnswerClock) -> None:
        super().__init__()
        self._clock = clock
        self._answers_left: int | None = None
        self._shown = ""
        self._where = ""

    def compose(self) -> ComposeResult:
        """Left where, right how long; what models cost so far in between."""
        yield Static("", id="where")
        yield Static("", id="spent")
        yield Static("", id="clock")

    def on_mount(self) -> None:
        """Let the clock tick."""
        self.set_interval(0.5, self.show_time)

    def set_where(self, *parts: str) -> None:
        """The session, the round, its place among the rounds."""
        where = " · ".join(parts)
        if where != self._where:  # an update lays the screen out again
            self._where = where
            self.query_one("#where", Static).update(Content(where))

    def set_spent(self, spent: Spending | None) -> None:
        """What models cost so far: the price, or the tokens where it is unknown; None: none was asked."""
        words = "" if spent is None else spent.words
        if spent is not None and spent.unpriced:
            words = f"{short_count(spent.input)} tokens in, {short_count(spent.output)} out"
        shown = self.query_one("#spent", Static)
        shown.update(Content(words))
        shown.display = bool(words)

    def set_answers_left(self, answers: int | None) -> None:
        """How many answers the round still takes; None: no round is being held."""
        self._answers_left = answers
        self.show_time()

    def show_time(self) -> None:
        """Read the clock. Its place and size are fixed: the chat below is not laid out again for it."""
        shown = self.query_one("#clock", Static)
        reads = self._reads()
        if reads == self._shown:
            return
        self._shown = reads
        shown.set_class(bool(reads) and self._clock.left < SHORT_OF_TIME, "-short")
        shown.update(Content(reads), layout=False)

    def _reads(self) -> str:
        if self._answers_left is None:
            return ""
        left = self._clock.left
        standing = "" if self._clock.running else "❚❚ "
        time = f"{minutes_and_seconds(left)} left" if left >= 0 else f"{minutes_and_seconds(-left)} over"
        return f"{standing}{time} · {count(self._answers_left, 'answer')} left"

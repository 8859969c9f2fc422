"""A scorecard to read: the decision, the signals with their quotes, what would flip it, what to practise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from agent.domain.terms import Decision, EndedBy
from agent.domain.verdict import Dispute, Evidence, Scorecard, SignalRating
from agent.reports.outline import DISPUTED, disputes_of, round_points
from agent.reports.wording import confidence
from tui.wording import asked_and_graded, plain, rating_dots, round_title, verdict_line, words

_ENDED = {
    EndedBy.ANSWERED: "held to its end",
    EndedBy.TIME: "ended by the clock",
    EndedBy.CANDIDATE: "ended by the candidate",
    EndedBy.SKIPPED: "skipped",
    EndedBy.PROVIDER: "ended by a failure of the provider",
    EndedBy.TRANSCRIPT: "graded from a transcript",
}
_FOR = (Decision.STRONG_HIRE, Decision.HIRE, Decision.LEAN_HIRE)


class Quote(Static, can_focus=True):
    """A verbatim quote of the candidate. Activating it leads to its turn."""

    ALLOW_SELECT = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "show", "Show in transcript"),
        Binding("down", "app.focus_next", "Next quote", show=False),
        Binding("up", "app.focus_previous", "Previous quote", show=False),
    ]

    class Activated(Message):
        """The user wants to see where that was said."""

        def __init__(self, evidence: Evidence) -> None:
            super().__init__()
            self.evidence = evidence

    def __init__(self, evidence: Evidence, *, jumps: bool, signal: str = "") -> None:
        text = Content.assemble(
            (f"“{plain(evidence.quote)}”", "italic"), (f"  turn {evidence.turn}", "$foreground-muted")
        )
        super().__init__(text, classes="quote")
        self.evidence = evidence
        self.signal = signal
        self.can_focus = jumps

    def on_click(self, event: Click) -> None:
        """A click activates, unless it ends a selection."""
        if self.can_focus and not self.screen.selections:
            event.stop()
            self.action_show()

    def action_show(self) -> None:
        """Lead to its turn."""
        self.post_message(self.Activated(self.evidence))


def section(title: str, lines: Sequence[str], *, numbered: bool = False) -> Iterable[Widget]:
    """A heading and its points; nothing where there are none."""
    if not lines:
        return
    yield Static(title, classes="heading", name=title)
    for index, line in enumerate(lines, 1):
        yield Static(Content(f"{f'{index}.' if numbered else '·'} {plain(line)}"), classes="point")


def decision_banner(decision: Decision, line: str) -> Static:
    """The decision, as the first thing one sees."""
    tone = "-open" if decision is Decision.NOT_ENOUGH_EVIDENCE else "-for" if decision in _FOR else "-against"
    return Static(Content(line), classes=f"decision {tone}")


class ScorecardView(VerticalScroll):
    """One round's scorecard."""

    def __init__(self, card: Scorecard, *, quotes_jump: bool = True, disputes: Sequence[Dispute] = ()) -> None:
        super().__init__(classes="card")
        self._card = card
        self._quotes_jump = quotes_jump
        self._disputes = disputes

    def compose(self) -> ComposeResult:
        """Top to bottom as a committee would read it."""
        card = self._card
        yield decision_banner(card.verdict.decision, verdict_line(card.verdict))
        yield Static(Content(self._facts()), classes="facts")
        if card.prose.headline:
            yield Static(Content(plain(card.prose.headline)), classes="headline")
        yield Static("Signals", classes="heading")
        for signal in card.signals:
            yield from self._signal(signal)
        yield from section(DISPUTED, list(disputes_of(card, self._disputes, rating_dots)))
        for points in round_points(card):
            yield from section(points.title, points.items, numbered=points.numbered)
        yield Static(Content(asked_and_graded(card)), classes="facts -last")

    def show_disputes(self) -> None:
        """Scroll to what came of disputes, where there are any."""
        for heading in self.query(".heading"):
            if heading.name == DISPUTED:
                self.scroll_to_widget(heading, top=True, animate=False)

    def _facts(self) -> str:
        card = self._card
        asked = "; ".join(question.title for question in card.questions)
        parts = [
            round_title(card.round_id or card.round),
            words(card.level),
            words(card.context),
            _ENDED[card.ended_by],
        ]
        return plain("\n".join(filter(None, [" · ".join(parts), asked, confidence(card.verdict)])))

    def _signal(self, signal: SignalRating) -> Iterable[Widget]:
        tone = (
            "$foreground-muted" if signal.rating is None else "$text-success" if signal.rating > 2 else "$text-warning"
        )
        yield Static(
            Content.assemble(
                (plain(signal.name), "bold"), "  ", (rating_dots(signal.rating), tone),
                (f"  weight {signal.weight:.0%}", "$foreground-muted"),
            ),
            classes="signal",
        )  # fmt: skip
        if signal.note:
            yield Static(Content(plain(signal.note)), classes="note")
        for evidence in signal.evidence:
            yield Quote(evidence, jumps=self._quotes_jump, signal=signal.id)

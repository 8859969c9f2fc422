"""Disputing a rating: which signal, and which words of the candidate's were missed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from agent.domain.transcript import Transcript
from agent.domain.verdict import Dispute, Scorecard, SignalRating
from agent.reports.text import shortened
from agent.reports.wording import disputed
from tui.dialogs.question import Dialog, Option, Question
from tui.widgets.choice import Choice
from tui.wording import plain, rating_dots

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_SHORTEST = 8  # characters; less than this proves nothing
_AROUND = 2  # columns of a line of the list beside its words


@dataclass(frozen=True, slots=True)
class Disputed:
    """What is disputed: the id of a signal, and words."""

    signal: str
    words: str


class DisputeDialog(Dialog):
    """Hands back `signal` and `words` of what is disputed through `chosen`; None where it was closed."""

    HELP = (
        "A rating is disputed with words of yours. They are weighed where they were missed; an argument is not read. "
        "Choose the signal with the arrows, type some of your words to find the sentence, and press Enter on it. "
        "Both ratings stay in the record."
    )

    def __init__(self, signals: Sequence[SignalRating], said: Transcript, signal: str = "") -> None:
        super().__init__()
        self._signals = [(rating.id, f"{rating.name} {rating_dots(rating.rating)}") for rating in signals]
        self._signal = signal or signals[0].id
        self._sentences = sentences(said)
        self._answers = [" ".join(turn.text.casefold().split()) for _, turn in said.candidate_turns()]
        self._found: list[str] = []
        self._opened: int | None = None
        self.chosen: Disputed | None = None

    def compose(self) -> ComposeResult:
        """The signal, the words, the sentences that hold them."""
        with Vertical(id="dialog"):
            yield Static("Dispute a rating", classes="title")
            yield Static(
                "Words of yours that were missed can move it; an argument can't. Both ratings stay in the record.",
                classes="body",
            )
            yield Choice("Signal", self._signals, value=self._signal, id="signal")
            yield Input(placeholder="some of your words, to find the sentence", id="words")
            yield OptionList(id="said")
            yield Static("No answer of yours has these words, so there is nothing to weigh.", classes="error")
            yield Static("Enter weighs the sentence · Tab goes on · Esc closes", classes="keys")

    def on_mount(self) -> None:
        """Straight to the words; all sentences stand below."""
        self._list("")
        self.query_one("#words").focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._list(event.value)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        """To the sentences; words over the end of one are put as they were typed, and those nobody said not at all."""
        if self._found:
            self.query_one(OptionList).focus()
        elif self._was_said(event.value):
            self._choose(event.value.strip())

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        """The sentence in view is shown whole."""
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self._open(options, options.highlighted)

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        self._choose(self._found[event.option_index])

    def _choose(self, words: str) -> None:
        signal = self.query_one(Choice).value
        assert signal is not None
        self.chosen = Disputed(signal, words)
        self.dismiss("weigh")

    def _list(self, typed: str) -> None:
        wanted = typed.casefold().split()
        self._opened = None
        self._found = [sentence for sentence in self._sentences if all(word in sentence.casefold() for word in wanted)]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([self._folded(sentence) for sentence in self._found])
        options.highlighted = 0 if self._found else None
        never_said = bool(wanted) and not self._found and not self._was_said(typed)
        self.query_one(".error").display = never_said
        options.display = not never_said

    def _was_said(self, typed: str) -> bool:
        words = " ".join(typed.casefold().split())
        return bool(words) and any(words in answer for answer in self._answers)

    def on_resize(self) -> None:
        """A line has other room."""
        for number, sentence in enumerate(self._found):
            if number != self._opened:
                self.query_one(OptionList).replace_option_prompt_at_index(number, self._folded(sentence))

    def _folded(self, sentence: str) -> Content:
        """A sentence on one line."""
        room = self.query_one(OptionList).content_region.width - _AROUND
        return Content(shortened(plain(sentence), room) if room > 0 else plain(sentence))

    def _open(self, options: OptionList, number: int) -> None:
        """Show one sentence whole, and the one before on a line again."""
        if self._opened is not None and self._opened != number:
            options.replace_option_prompt_at_index(self._opened, self._folded(self._found[self._opened]))
        self._opened = number
        options.replace_option_prompt_at_index(number, Content(plain(self._found[number])))


def sentences(said: Transcript) -> list[str]:
    """The candidate's sentences, each once and as it stands in its turn."""
    parts = (part for _, turn in said.candidate_turns() for part in _SENTENCE.split(turn.text))
    return list(dict.fromkeys(part.strip() for part in parts if len(part.strip()) >= _SHORTEST))


def answered(outcome: Dispute, card: Scorecard) -> Question:
    """What came of it."""
    title = "The rating moves" if outcome.after != outcome.before else "The rating stands"
    return Question(title, disputed(outcome, card, rating_dots), [Option("close", "Close")])

"""How a round or a loop is to be held: level, context, background, interviewer, minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.message import Message
from textual.widgets import Input, Label

from agent.domain.request import StartRequest
from agent.domain.terms import Background, Context, Level
from tui.widgets.choice import Choice
from tui.wording import host_of, reaches_model, uses_model, who_asks, words

if TYPE_CHECKING:
    from agent.library import InterviewerRow
    from agent.settings import Settings

_ANY = (None, "any")
_ROUNDS_OWN = (None, "whoever holds such rounds")
_ASSISTANT = [("no", "not allowed"), ("yes", "allowed, and flagged")]
_OWN = (None, "the loop's own")
_COMPANIES = [(context.value, words(context)) for context in Context]


class Field(HorizontalGroup):
    """A label and a one-line input."""

    DEFAULT_CSS = """
    Field {
        height: 1;
        Label { width: 14; color: $foreground-muted; }
        Input { width: 1fr; }
    }
    """

    def __init__(self, label: str, field: Input) -> None:
        super().__init__(id=f"{field.id}-field")
        self._label = label
        self._field = field

    def compose(self) -> ComposeResult:
        """Label, input."""
        yield Label(self._label)
        yield self._field


class SetupForm(VerticalGroup):
    """Knows what was chosen; posts `Changed` when it is something else."""

    class Changed(Message):
        """Something else was chosen."""

    def compose(self) -> ComposeResult:
        """A line a choice."""
        yield Choice("Level", [(level, words(level)) for level in Level], value=Level.L4, id="level")
        yield Choice("Company", [_OWN, *_COMPANIES], id="context")
        yield Choice("Background", [_ANY, *((b, words(b)) for b in Background)], id="background")
        yield Choice("Asked by", [_ROUNDS_OWN], id="character")
        yield Choice("Question", [_ANY], id="question")
        yield Choice("Assistant", _ASSISTANT, id="assistant")
        yield Choice("Interviewer", [("offline", "offline")], id="interviewer")
        model = Input(compact=True, id="model", placeholder="the model's name")
        yield Field("Model", model)
        minutes = Input(compact=True, id="minutes", restrict=r"[0-9]{0,3}", placeholder="full length")
        yield Field("Minutes", minutes)

    def on_mount(self) -> None:
        """No model, no name."""
        self._show_model_field()

    def set_interviewers(self, rows: Sequence[InterviewerRow]) -> None:
        """Offer the characters who can be asked for."""
        self.query_one("#character", Choice).set_options([_ROUNDS_OWN, *((row.name, row.title) for row in rows)])

    def set_subject(
        self, *, company: Context | None, questions: Sequence[tuple[str, str]], ai_assistance: bool
    ) -> None:
        """What is in view: a round is held for a `company` unless another is chosen, a loop (None) for its own.

        Where an assistant can be allowed, that is a choice too.
        """
        self.query_one("#assistant", Choice).display = ai_assistance
        others = [(context.value, words(context)) for context in Context if context is not company]
        own = _OWN if company is None else (None, words(company))
        self.query_one("#context", Choice).set_options([own, *others])
        choice = self.query_one("#question", Choice)
        choice.set_options([_ANY, *((question, title) for question, title in questions)])
        choice.display = bool(questions)

    def set_settings(self, settings: Settings) -> None:
        """Offer a model where one can be reached; choose what the settings choose."""
        choice = self.query_one("#interviewer", Choice)
        if reaches_model(settings):
            choice.set_options([("offline", "offline"), ("model", "a language model")])
            choice.value = "model" if uses_model(settings) else "offline"
        self.query_one("#model", Input).value = settings.model or ""
        self._show_model_field()

    def request(self, *, loop: str | None = None, round: str | None = None) -> StartRequest:
        """What was chosen, as a request."""
        request = StartRequest(loop=loop, round=round)
        minutes, company = self.query_one("#minutes", Input).value, self._value("context")
        return replace(
            request,
            level=Level(self._value("level") or request.level),
            context=Context(company) if company else None,
            background=self._value("background"),
            question=self._value("question") if round else None,
            interviewer=self._value("character"),
            ai_assisted=self._value("assistant") == "yes" and self.query_one("#assistant", Choice).display,
            minutes=float(minutes) if minutes and float(minutes) > 0 else None,
        )

    def settings(self, settings: Settings) -> Settings:
        """The settings with the chosen interviewer."""
        if self._value("interviewer") != "model":
            return settings.model_copy(update={"offline": True})
        name = self.query_one("#model", Input).value.strip() or None
        return settings.model_copy(update={"offline": False, "model": name})

    def who(self, settings: Settings) -> str:
        """Who would ask and grade, in words."""
        chosen = self.settings(settings)
        if chosen.offline or chosen.model:
            return who_asks(chosen)
        return f"A language model at {host_of(settings.base_url)} would ask and grade. Name it here or when you start."

    @on(Choice.Changed)
    @on(Input.Changed)
    def _changed(self, event: Choice.Changed | Input.Changed) -> None:
        event.stop()
        self._show_model_field()
        self.post_message(self.Changed())

    def _show_model_field(self) -> None:
        self.query_one("#model-field").display = self._value("interviewer") == "model"

    def _value(self, id: str) -> str | None:
        return self.query_one(f"#{id}", Choice).value

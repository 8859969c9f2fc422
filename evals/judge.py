"""A model that judges what code can't see, hardened: what is off the menu is no verdict, and order decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from agent.errors import ProviderError
from agent.llm.base import LanguageModel, Message, Request, Schema
from agent.prompting.fence import Fence
from agent.prompting.library import PromptLibrary

Choice = Literal["first", "second", "neither"]
_TOKENS = 300


class VerdictOut(BaseModel):
    """A judge's answer: the reason before the choice, so that it follows from it."""

    model_config = ConfigDict(extra="forbid")

    reason: str
    choice: str


_SCHEMA = Schema.of(VerdictOut)


class Judge:
    """Asks one model. Everything that is judged stands in fences whose marks nobody can guess.

    A verdict is None (unscored) where the answer is none of the choices, where the model declined or did not answer in
    the form that was asked for, or where it changed with the order. Raises ProviderError where nobody answered.
    """

    def __init__(self, model: LanguageModel, name: str, prompts: PromptLibrary, secret: bytes) -> None:
        self._model = model
        self._name = name
        self._prompts = prompts
        self._fence = Fence(secret, "judge")

    async def pick(self, question: str, text: str, menu: Sequence[str]) -> str | None:
        """One of `menu` about a text, asked twice with the menu in both orders; None where the two differ."""
        first = await self._ask(question, [("text", text)], menu)
        second = await self._ask(question, [("text", text)], tuple(reversed(menu)))
        return first if first == second else None

    async def prefer(self, question: str, one: str, other: str, *, about: str | None = None) -> Choice | None:
        """Which of two texts; asked in both orders, None where the place decides. `about` is what both answer to."""
        menu = ("A", "B", "neither")
        before = [] if about is None else [("answer", about)]
        forward = await self._ask(question, [*before, ("A", one), ("B", other)], menu)
        backward = await self._ask(question, [*before, ("A", other), ("B", one)], menu)
        named: dict[tuple[str | None, str | None], Choice] = {
            ("A", "B"): "first", ("B", "A"): "second", ("neither", "neither"): "neither",
        }  # fmt: skip
        return named.get((forward, backward))

    async def _ask(self, question: str, texts: Sequence[tuple[str, str]], menu: Sequence[str]) -> str | None:
        material = "\n\n".join(self._fence.wrap(text, label, place) for place, (label, text) in enumerate(texts))
        system = self._prompts.render("judge")
        user = self._prompts.render("judge_case", question=question, menu=", ".join(menu), material=material)
        messages: tuple[Message, ...] = (("system", system), ("user", user))
        try:
            answer = await self._model.complete(Request(messages, "judge", self._name, _TOKENS, 0.0, _SCHEMA))
            choice = _SCHEMA.parse(answer.text).choice.strip()
        except ValueError:
            return None
        except ProviderError as error:
            if not error.answered:
                raise
            return None
        return choice if choice in menu else None

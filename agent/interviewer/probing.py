"""What an endpoint can do for a model, and how fast it answers: two small requests, nothing of a candidate in them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from agent.interviewer.schemas import ProbeOut
from agent.llm.base import Completion, Request, Schema
from agent.llm.dialect import Dialect
from agent.llm.openai import OpenAIModel, preload
from agent.llm.structured import Rung
from agent.prompting.library import load_prompts

_FORM_TOKENS, _WORDS_TOKENS = 200, 120
_RUNGS = {
    Rung.STRICT: "holds answers to a JSON schema",
    Rung.JSON_OBJECT: "answers in JSON, the schema stands in the request",
    Rung.PROMPT: "is asked for JSON in words, with one repair",
}


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What was found out. Times are in seconds; `per_second` counts tokens after the first words, None where too few
    pieces came to say."""

    dialect: Dialect
    first_words: float
    per_second: float | None
    pieces: int
    counts_tokens: bool

    @property
    def says(self) -> str:
        """The findings in one line."""
        speed = f", then {self.per_second:.0f} tokens a second" if self.per_second else ""
        streams = f"first words after {self.first_words:.2f} s{speed}"
        if self.pieces == 1:
            streams = f"does not stream: the whole answer after {self.first_words:.2f} s"
        return "; ".join([_RUNGS[self.dialect.rung], streams, *self._peculiar()])

    def _peculiar(self) -> list[str]:
        found = []
        if not self.dialect.temperature:
            found.append("takes no temperature")
        if not self.dialect.system_role:
            found.append("takes no system role")
        if self.dialect.new_output_field:
            found.append("wants max_completion_tokens")
        if self.dialect.output_factor > 1:
            found.append(f"reasons: gets {self.dialect.output_factor} times the room to answer")
        if not self.counts_tokens:
            found.append("does not report tokens (they are estimated)")
        return found


async def probe(model: OpenAIModel, name: str, now: Callable[[], float] = time.monotonic) -> Capabilities:
    """Find out about a model from scratch and keep what is learnt. Raises ProviderError."""
    prompts = load_prompts()
    await preload()
    model.forget(name)
    form = Request(
        (("user", prompts.render("probe_form")),), "probe_form", name, _FORM_TOKENS, 0.0, Schema.of(ProbeOut)
    )
    await model.complete(form)
    begun = now()
    first, pieces, last = 0.0, 0, None
    words = Request((("user", prompts.render("probe_words")),), "probe_words", name, _WORDS_TOKENS, 0.0)
    async for piece in model.stream(words):
        if isinstance(piece, Completion):
            last = piece
        elif isinstance(piece, str):
            first = first or now() - begun
            pieces += 1
    usage = last.usage if last else None
    spent = now() - begun - first
    output = usage.output if usage else 0
    per_second = output / spent if pieces > 1 and output > 1 and spent > 0 else None
    return Capabilities(model.dialect(name), first, per_second, pieces, bool(usage and not usage.estimated))

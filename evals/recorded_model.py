"""A model whose answers are recorded: what was asked before is not asked again, and comes back as it was."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from typing import Literal

from agent.errors import ProviderError
from agent.events import Asked
from agent.llm.base import Completion, LanguageModel, Request, Usage
from agent.prompting.library import PromptLibrary
from evals.purse import Tries
from evals.recordings import Kept, Recordings
from evals.runs.lines import HALVES

Piece = str | Asked | Completion
_rendered: ContextVar[tuple[str, ...]] = ContextVar("prompts rendered for the next call", default=())


class TracedPrompts(PromptLibrary):
    """The prompts, noting which of them the next call is made from."""

    def render(self, prompt_id: str, **values: str) -> str:
        """As PromptLibrary.render."""
        _rendered.set((*_rendered.get(), prompt_id))
        return super().render(prompt_id, **values)


def request_hash(request: Request) -> str:
    """What of a request decides its answer, as a hash."""
    schema = None if request.schema is None else request.schema.json
    parts = [request.model, request.messages, request.max_output_tokens, request.temperature, schema]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", HALVES)).hexdigest()[:24]


Source = Literal["asked", "own", "replayed", "lost"]
"""Where an answer comes from: asked now, recorded by this run before it was stopped, or recorded by another run. What
is lost was asked by this run and paid for, and came to none."""

Spending = Callable[[Usage, Source, float, float], None]
"""Told of each call: its usage, where it came from, its seconds, and those to its first piece."""


Allowed = Callable[[Request], AbstractAsyncContextManager[Tries]]
"""Around every call that is made: enters where it may be made."""


class RecordedModel:
    """A LanguageModel that asks another one only for what was never asked, in one scope of one task.

    Without `model` nothing is ever asked: a call that was not recorded is a ProviderError that says which.
    """

    def __init__(
        self, model: LanguageModel | None, recordings: Recordings, place: tuple[str, str], prompts: Mapping[str, str],
        spending: Spending, allowed: Allowed,
    ) -> None:  # fmt: skip
        self._model = model
        self._recordings = recordings
        self._task, self._scope = place
        self._prompts = prompts
        self._spending = spending
        self._allowed = allowed
        self._asked: Counter[str] = Counter()
        self.answers: list[tuple[str, str]] = []
        """What came back, as it was: the purpose of each call and its text."""

    async def complete(self, request: Request) -> Completion:
        """Answer as a whole."""
        made_from = self._made_from()
        request_id, number = self._number(request)
        kept = self._recordings.find(self._task, self._scope, request_id, number)
        if kept is not None:
            return self._again(kept)
        model = self._asking(request)
        async with self._allowed(request) as tries, self._paid_at_least(request, (request_id, number), tries):
            begun = time.perf_counter()
            completion = await model.complete(request)
            taken = (time.perf_counter() - begun,) * 2
            usage = tries.end(completion.usage)
            self._keep(request, (request_id, number), made_from, (completion.text,), usage, taken)
        return completion

    async def stream(self, request: Request) -> AsyncIterator[str | Asked | Completion]:
        """Answer in pieces."""
        made_from = self._made_from()
        request_id, number = self._number(request)
        kept = self._recordings.find(self._task, self._scope, request_id, number)
        if kept is not None:
            for piece in kept.pieces:
                yield piece
            yield self._again(kept)
            return
        model = self._asking(request)
        pieces: list[str] = []
        known_by = (request_id, number)
        async with (
            self._allowed(request) as tries, self._paid_at_least(request, known_by, tries),
            _closed_early(model.stream(request)) as items,
        ):  # fmt: skip
            begun, first = time.perf_counter(), None
            async for item in items:
                first = time.perf_counter() - begun if first is None and not isinstance(item, Asked) else first
                if isinstance(item, Completion):
                    seconds = time.perf_counter() - begun
                    whole, times = tuple(pieces), (seconds, seconds if first is None else first)
                    self._keep(request, known_by, made_from, whole, tries.end(item.usage), times)
                elif isinstance(item, str):
                    pieces.append(item)
                yield item

    def _made_from(self) -> dict[str, str]:
        names = dict.fromkeys(_rendered.get())
        _rendered.set(())
        return {name: self._prompts[name] for name in names if name in self._prompts}

    def _number(self, request: Request) -> tuple[str, int]:
        request_id = request_hash(request)
        number = self._asked[request_id]
        self._asked[request_id] += 1
        return request_id, number

    def _asking(self, request: Request) -> LanguageModel:
        if self._model is None:
            raise ProviderError(
                f"The call {request.purpose} of {self._task}/{self._scope} was never recorded, and nothing is asked "
                "when replaying. What was finished is kept. Run without --replay.",
                retryable=False,
            )
        return self._model

    def _again(self, kept: Kept) -> Completion:
        usage = Usage(*kept.usage)
        self.answers.append((kept.purpose, "".join(kept.pieces)))
        source: Source = "own" if self._recordings.is_own(kept) else "replayed"
        self._spending(usage, source, kept.seconds, kept.first)
        return Completion("".join(kept.pieces), usage)

    def _keep(
        self, request: Request, known_by: tuple[str, int], made_from: Mapping[str, str], pieces: tuple[str, ...],
        usage: Usage, seconds: tuple[float, float],
    ) -> None:  # fmt: skip
        self.answers.append((request.purpose, "".join(pieces)))
        times = (round(seconds[0], 4), round(seconds[1], 4))
        self._recordings.add(
            self._task, Kept(self._scope, *known_by, request.purpose, pieces, _counted(usage), made_from, *times)
        )
        self._spending(usage, "asked", *seconds)

    @asynccontextmanager
    async def _paid_at_least(self, request: Request, known_by: tuple[str, int], tries: Tries) -> AsyncIterator[None]:
        """What a call took that ends without an answer is kept too. Raises StorageError."""
        try:
            yield
        except BaseException:
            if tries.taken is not None and not tries.over:
                usage = tries.end(None)
                lost = Kept(self._scope, *known_by, request.purpose, (), _counted(usage), {}, 0.0, 0.0, answered=False)
                self._recordings.add(self._task, lost)
                self._spending(usage, "lost", 0.0, 0.0)
            raise


def _counted(usage: Usage) -> tuple[int, int, int, bool]:
    return (usage.input, usage.cached, usage.output, usage.estimated)


@asynccontextmanager
async def _closed_early(items: AsyncIterator[Piece]) -> AsyncIterator[AsyncIterator[Piece]]:
    """A stream that nobody hears to its end is closed at once: what came until then is counted."""
    try:
        yield items
    finally:
        if isinstance(items, AsyncGenerator):
            await items.aclose()

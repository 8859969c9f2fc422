"""Model calls kept on disk: an unchanged rerun costs nothing, and a sample that was cut short goes on where it was.

A call is known by its scope (task, sample, repeat), the hash of its request, and how often that request came before in
the scope. An answer comes back byte for byte, a stream in the same pieces. Each call also keeps the hashes of the
prompts it was made from, so that a changed prompt can say what it made stale before anything is paid for; and the run
that paid for it, so that a run which was killed and went on has cost what it cost.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from agent.errors import ProviderError
from agent.events import Asked
from agent.llm.base import Completion, LanguageModel, Request, Usage
from agent.prompting.library import PromptLibrary
from evals.runs.lines import HALVES, LinesFile

_rendered: ContextVar[tuple[str, ...]] = ContextVar("prompts rendered for the next call", default=())


class TracedPrompts(PromptLibrary):
    """The prompts, noting which of them the next call is made from."""

    def render(self, prompt_id: str, **values: str) -> str:
        """As PromptLibrary.render."""
        _rendered.set((*_rendered.get(), prompt_id))
        return super().render(prompt_id, **values)


@dataclass(frozen=True, slots=True)
class Kept:
    """One recorded call; `pieces` joined are the answer, `prompts` maps prompt ids to their hashes then, `run` is the
    run that asked."""

    scope: str
    request: str
    number: int
    purpose: str
    pieces: tuple[str, ...]
    usage: tuple[int, int, int, bool]
    prompts: Mapping[str, str]
    seconds: float
    first: float
    run: str = ""


@dataclass(frozen=True, slots=True)
class Stale:
    """Recorded calls of one purpose whose prompt has changed since."""

    task: str
    purpose: str
    prompt: str
    calls: int


class Recordings:
    """The recorded calls of a folder, a file a task. Several runs may add; the later of two equal calls counts."""

    def __init__(self, folder: Path, *, fresh: bool = False) -> None:
        """With `fresh`, calls of other runs are not found, and recorded again."""
        self._folder = folder
        self._fresh = fresh
        self._known: dict[str, dict[str, dict[tuple[str, int], Kept]]] = {}
        self._files: dict[str, LinesFile] = {}
        self.run = ""
        """The run that asks from now on."""

    def find(self, task: str, scope: str, request: str, number: int) -> Kept | None:
        """The recorded call, None where there is none."""
        return self._of(task).get(scope, {}).get((request, number))

    def of_scope(self, task: str, scope: str) -> tuple[Kept, ...]:
        """The recorded calls of one scope."""
        return tuple(self._of(task).get(scope, {}).values())

    def paid(self, tasks: Sequence[str]) -> list[Usage]:
        """What the calls took that this run has made, those of samples that it did not finish with them."""
        return [Usage(*kept.usage) for task in tasks for kept in self._all(task) if self.is_own(kept)]

    def is_own(self, kept: Kept) -> bool:
        """Whether this run asked."""
        return bool(self.run) and kept.run == self.run

    def add(self, task: str, kept: Kept) -> None:
        """Keep a call of this run: it is on disk when this returns. Raises StorageError."""
        kept = replace(kept, run=self.run)
        self._put(task, kept)
        self._file(task).add(plain_of(kept))

    def stale(self, wanted: Mapping[str, Collection[str]], prompts: Mapping[str, str]) -> list[Stale]:
        """What was recorded with another version of a prompt and not again since, given the hashes of today.

        `wanted` are tasks, each with the scopes that are asked for.
        """
        counts: Counter[tuple[str, str, str]] = Counter()
        for task, scopes in wanted.items():
            newest = {(kept.scope, kept.purpose): kept for kept in self._all(task)}
            for kept in self._all(task):
                last = newest[kept.scope, kept.purpose]
                changed = [name for name, was in kept.prompts.items() if prompts.get(name) != was]
                if changed and kept.scope in scopes and last.prompts == kept.prompts:
                    counts.update((task, kept.purpose, name) for name in changed)
        return [Stale(*key, calls=count) for key, count in sorted(counts.items())]

    def close(self) -> None:
        """Close the files."""
        for file in self._files.values():
            file.close()

    def _file(self, task: str) -> LinesFile:
        if task not in self._files:
            self._files[task] = LinesFile(self._folder / f"{task}.jsonl", "its call is asked again")
        return self._files[task]

    def _of(self, task: str) -> dict[str, dict[tuple[str, int], Kept]]:
        if task not in self._known:
            self._known[task] = {}
            for kept in self._file(task).read(kept_of):
                if not self._fresh or self.is_own(kept):
                    self._put(task, kept)
        return self._known[task]

    def _all(self, task: str) -> Iterator[Kept]:
        return (kept for calls in self._of(task).values() for kept in calls.values())

    def _put(self, task: str, kept: Kept) -> None:
        calls = self._of(task).setdefault(kept.scope, {})
        calls.pop((kept.request, kept.number), None)  # the newest stands last
        calls[kept.request, kept.number] = kept


def plain_of(kept: Kept) -> dict[str, Any]:
    """A call as plain data."""
    return {name: getattr(kept, name) for name in Kept.__dataclass_fields__}


def kept_of(plain: Mapping[str, Any]) -> Kept:
    """A call from its plain form."""
    return Kept(**{**plain, "pieces": tuple(plain["pieces"]), "usage": tuple(plain["usage"])})


def request_hash(request: Request) -> str:
    """What of a request decides its answer, as a hash."""
    schema = None if request.schema is None else request.schema.json
    parts = [request.model, request.messages, request.max_output_tokens, request.temperature, schema]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", HALVES)).hexdigest()[:24]


Source = Literal["asked", "own", "replayed"]
"""Where an answer comes from: asked now, recorded by this run before it was stopped, or recorded by another run."""

Spending = Callable[[Usage, Source, float, float], None]
"""Told of each call: its usage, where it came from, its seconds, and those to its first piece."""


Allowed = Callable[[Request], AbstractAsyncContextManager[None]]
"""Around every call that is made: enters where it may be made."""


def scope_name(sample: str, repeat: int) -> str:
    """The scope of a sample's calls within its task."""
    return f"{sample}#{repeat}"


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
        async with self._allowed(request):
            begun = time.perf_counter()
            completion = await model.complete(request)
            taken = (time.perf_counter() - begun,) * 2
            self._keep(request, (request_id, number), made_from, (completion.text,), completion.usage, taken)
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
        async with self._allowed(request):
            begun, first = time.perf_counter(), None
            async for item in model.stream(request):
                first = time.perf_counter() - begun if first is None and not isinstance(item, Asked) else first
                if isinstance(item, Completion):
                    seconds = time.perf_counter() - begun
                    whole, times = tuple(pieces), (seconds, seconds if first is None else first)
                    self._keep(request, (request_id, number), made_from, whole, item.usage, times)
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
        usage: Usage | None, seconds: tuple[float, float],
    ) -> None:  # fmt: skip
        spent = usage or Usage()
        self.answers.append((request.purpose, "".join(pieces)))
        counted = (spent.input, spent.cached, spent.output, spent.estimated)
        times = (round(seconds[0], 4), round(seconds[1], 4))
        self._recordings.add(
            self._task, Kept(self._scope, *known_by, request.purpose, pieces, counted, made_from, *times)
        )
        self._spending(spent, "asked", *seconds)

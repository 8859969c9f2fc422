"""Model calls kept on disk: an unchanged rerun costs nothing, and a sample that was cut short goes on where it was.

A call is known by its scope (task, sample, repeat), the hash of its request, and how often that request came before in
the scope. An answer comes back byte for byte, a stream in the same pieces. Each call also keeps the hashes of the
prompts it was made from, so that a changed prompt can say what it made stale before anything is paid for; and the run
that paid for it, so that a run which was killed and went on has cost what it cost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from agent.llm.base import Usage
from evals.runs.lines import LinesFile


@dataclass(frozen=True, slots=True)
class Kept:
    """One recorded call; `pieces` joined are the answer, `prompts` maps prompt ids to their hashes then, `run` is the
    run that asked. `usage` is of all requests that were sent for it. One that came to no answer (`answered` false) is
    kept for what it has cost."""

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
    answered: bool = True


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
        self._unanswered: dict[str, list[Kept]] = {}
        self._files: dict[str, LinesFile] = {}
        self.run = ""
        """The run that asks from now on."""

    def find(self, task: str, scope: str, request: str, number: int) -> Kept | None:
        """The recorded call, None where there is none."""
        return self._of(task).get(scope, {}).get((request, number))

    def of_scope(self, task: str, scope: str) -> tuple[Kept, ...]:
        """The recorded calls of one scope."""
        return tuple(self._of(task).get(scope, {}).values())

    def unanswered(self, task: str, scope: str | None = None) -> list[Kept]:
        """The calls of this run that came to no answer, of all scopes or of one."""
        self._of(task)
        lost = self._unanswered.get(task, ())
        return [kept for kept in lost if self.is_own(kept) and scope in (None, kept.scope)]

    def paid(self, tasks: Sequence[str]) -> list[Usage]:
        """What the calls took that this run has made, those of samples that it did not finish with them."""
        answered = [kept for task in tasks for kept in self._all(task) if self.is_own(kept)]
        lost = [kept for task in tasks for kept in self.unanswered(task)]
        return [Usage(*kept.usage) for kept in (*answered, *lost)]

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
        if not kept.answered:
            self._unanswered.setdefault(task, []).append(kept)
            return
        calls = self._of(task).setdefault(kept.scope, {})
        calls.pop((kept.request, kept.number), None)  # the newest stands last
        calls[kept.request, kept.number] = kept


def plain_of(kept: Kept) -> dict[str, Any]:
    """A call as plain data."""
    return {name: getattr(kept, name) for name in Kept.__dataclass_fields__}


def kept_of(plain: Mapping[str, Any]) -> Kept:
    """A call from its plain form."""
    return Kept(**{**plain, "pieces": tuple(plain["pieces"]), "usage": tuple(plain["usage"])})


def scope_name(sample: str, repeat: int) -> str:
    """The scope of a sample's calls within its task."""
    return f"{sample}#{repeat}"

"""Runs tasks: side by side, kept one by one, stopped and resumed at any moment."""

from __future__ import annotations

import asyncio
import hashlib
import time
import traceback
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from agent.errors import MockloopError, ProviderError, StorageError, UsageError
from evals.purse import CostReachedError
from evals.runs.folder import RunFolder, RunPlan
from evals.runs.summary import summarize
from evals.task import Record, Sample, Task, spread
from evals.world import Scope, World

Progress = Callable[[Record], None]

Job = tuple[Task, Sample, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a sample: its record, and the error where it ended in one.

    Without a record it did not come to its end, and nothing further is begun: it is run when the run goes on.
    """

    record: Record | None
    transcripts: tuple[Mapping[str, Any], ...] = ()
    error: MockloopError | None = None


Execute = Callable[[Job], Awaitable[Outcome]]
"""Runs one sample, here or elsewhere."""


def jobs_of(plan: RunPlan, tasks: Sequence[Task]) -> list[Job]:
    """Every sample that a run holds, repeats after one another, tasks taking turns where there are several.

    Taking turns shows early what any of the tasks says, and mixes slow samples with quick ones.
    """
    only = set(plan.only)
    queues: list[list[Job]] = []
    for task in tasks:
        samples = spread(task.samples(), plan.limit)
        chosen = [sample for sample in samples if not only or (task.name, sample.id) in only]
        queues.append([(task, sample, repeat) for repeat in range(plan.repeats) for sample in chosen])
    total = sum(len(queue) for queue in queues)
    placed = [
        (number / len(queue), place, job) for place, queue in enumerate(queues) for number, job in enumerate(queue)
    ]
    assert len(placed) == total
    return [job for _, _, job in sorted(placed, key=lambda item: item[:2])]


def hashes_of(world: World, tasks: Sequence[Task]) -> dict[str, str]:
    """Hashes of what figures depend on: prompts where a model is asked, datasets, and knowledge/ folder by folder."""
    found = {f"prompt:{name}": value for name, value in world.prompt_hashes.items()} if world.model_name else {}
    for name in sorted({task.dataset for task in tasks if task.dataset}):
        found[f"dataset:{name}"] = _hash([files("evals").joinpath("datasets", f"{name}.jsonl")])
    if any(task.knowledge for task in tasks):
        for folder, entries in sorted(_texts(files("knowledge"), "knowledge:").items()):
            found[folder] = _hash(sorted(entries, key=lambda entry: str(entry)))
    return found


async def run(
    folder: RunFolder, tasks: Sequence[Task], world: World, *, concurrency: int, progress: Progress | None = None,
    execute: Execute | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Run what the folder does not hold yet, and write its figures: at the end, and where the run is stopped.

    A sample that fails is kept as an error and the others go on, until the provider has failed several in a row.
    Without `execute` samples run in this process.

    Raises:
        ProviderError: the provider failed; CostReachedError: the cost is reached; StorageError: the disk refused.
        Everything finished is kept.
    """
    jobs = jobs_of(folder.plan, tasks)
    records = {record.key: record for record in folder.records()}
    finished = {key for key, record in records.items() if record.error is None}
    waiting = iter([job for job in jobs if (job[0].name, job[1].id, job[2]) not in finished])
    world.begin(folder.id, folder.plan.tasks)

    async def here(job: Job) -> Outcome:
        return await run_sample(job, world)

    def keep(outcome: Outcome) -> None:
        if (record := outcome.record) is None:
            return
        folder.add(record, outcome.transcripts)
        records[record.key] = record
        if progress is not None:
            progress(record)

    try:
        await _side_by_side(waiting, execute or here, concurrency, keep)
    except BaseException:
        with suppress(StorageError):  # what stopped the run is what is told
            folder.write_scores(summarize(folder.plan, tasks, list(records.values()), len(jobs)))
        raise
    summary = summarize(folder.plan, tasks, list(records.values()), len(jobs))
    folder.write_scores(summary)
    return summary


class _Stop:
    """Says when no further sample is begun: the provider is down, the cost is reached, the disk is full, and so on."""

    IN_A_ROW = 3

    def __init__(self) -> None:
        self.error: MockloopError | None = None
        self._failed = 0

    def note(self, outcome: Outcome) -> None:
        error = outcome.error
        self._failed = self._failed + 1 if isinstance(error, ProviderError) else 0
        down = isinstance(error, ProviderError) and (self._failed >= self.IN_A_ROW or not error.retryable)
        if down or outcome.record is None:
            self.error = self.error or error


async def _side_by_side(
    waiting: Iterator[Job], execute: Execute, concurrency: int, keep: Callable[[Outcome], None]
) -> None:
    stop = _Stop()

    async def work() -> None:
        for job in waiting:
            if stop.error is not None:
                return
            outcome = await execute(job)
            try:
                keep(outcome)
            except StorageError as error:
                outcome = Outcome(None, error=error)
            stop.note(outcome)

    async with asyncio.TaskGroup() as group:
        for _ in range(concurrency):
            group.create_task(work())
    if stop.error is not None:
        raise stop.error


async def run_sample(job: Job, world: World) -> Outcome:
    """Run one sample in this process."""
    task, sample, repeat = job
    scope = Scope(world, task.name, sample.id, repeat)
    begun = time.perf_counter()
    known = (task.name, sample.id, repeat, sample.group)
    try:
        result = await task.run(sample, scope)
    except (CostReachedError, StorageError) as error:
        return Outcome(None, error=error)  # its calls are recorded: it goes on there
    except Exception as error:  # noqa: BLE001 - one sample's fault must not cost the others
        spent = scope.spent(time.perf_counter() - begun)
        ours = error if isinstance(error, MockloopError) else None
        return Outcome(Record(*known, spent=spent, error=_told(error)), error=ours)
    spent = scope.spent(time.perf_counter() - begun)
    record = Record(*known, result.scores, result.output, result.findings, result.passed, spent)
    return Outcome(record, result.transcripts)


def check_unchanged(folder: RunFolder, world: World, tasks: Sequence[Task]) -> None:
    """Raise UsageError where a run can't be gone on with: its figures would mix two versions of something."""
    now = hashes_of(world, tasks)
    changed = [name for name in sorted({*now, *folder.plan.hashes}) if now.get(name) != folder.plan.hashes.get(name)]
    if changed:
        raise UsageError(
            f"The eval run {folder.id} can't be gone on with: {', '.join(changed)} changed since it was begun. "
            "It is kept as it is; start a new one."
        )


def _told(error: BaseException) -> str:
    """An error in one line; of a fault of ours the type and the place, since its message may hold anything."""
    if isinstance(error, MockloopError):
        return f"{type(error).__name__}: {error}"
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"fault: {type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"


def _texts(folder: Any, name: str) -> dict[str, list[Any]]:
    """The files of a folder and of those in it, by their folder."""
    found: dict[str, list[Any]] = {}
    for entry in folder.iterdir():
        place = f"{name}{entry.name}"
        if entry.is_dir() and not entry.name.startswith(("_", ".")):
            found |= _texts(entry, f"{place}/")
        elif entry.name.endswith((".md", ".yaml", ".onnx")) and entry.name != "README.md":
            found.setdefault(name.removesuffix("/") if name.endswith("/") else place, []).append(entry)
    return found


def _hash(entries: Sequence[Any]) -> str:
    digest = hashlib.sha256()
    for entry in entries:
        digest.update(entry.name.encode() + b"\0" + entry.read_bytes())
    return digest.hexdigest()[:12]

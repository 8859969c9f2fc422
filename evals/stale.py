"""Says, before anything is paid for, which recorded calls a changed prompt, dataset or knowledge made stale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from agent.errors import StorageError
from evals.recordings import scope_name
from evals.runner import jobs_of
from evals.runs.folder import RunFolder, RunPlan, run_names
from evals.task import Task
from evals.world import World

MOST_NAMES = 4


def stale_lines(folder: RunFolder, tasks: Sequence[Task], world: World) -> Iterator[str]:
    """A line for each prompt and purpose, then one for each task whose data changed since it last came to its end.

    A call that shows nothing of what changed in the data is the same, and is not asked again; which ones do is not
    known before they are made.
    """
    wanted: dict[str, set[str]] = {}
    for task, sample, repeat in jobs_of(folder.plan, tasks):
        wanted.setdefault(task.name, set()).add(scope_name(sample.id, repeat))
    for item in world.recordings.stale(wanted, world.prompt_hashes):
        calls, were = ("1 call", "was") if item.calls == 1 else (f"{item.calls} calls", "were")
        yield f"stale: {calls} of {item.task} ({item.purpose}) {were} recorded with another {item.prompt}"
    for task in tasks:
        count = sum(len(world.recordings.of_scope(task.name, scope)) for scope in wanted.get(task.name, ()))
        before = _last(folder, task.name) if count else None
        if before is not None and (changed := ", ".join(_changed(before.hashes, folder.plan.hashes, task))):
            yield f"stale where they show it: {count} calls of {task.name} were recorded before {changed} changed"


def _last(folder: RunFolder, task: str) -> RunPlan | None:
    """The newest other run that held a task to its end with the same models."""
    for name in reversed(run_names(folder.path.parent)):
        try:
            other = RunFolder.read(folder.path.parent / name)
            fits = task in other.plan.tasks and other.plan.who == folder.plan.who and name != folder.path.name
            if fits and (other.scores() or {}).get("complete"):
                return other.plan
        except StorageError:  # one that can't be read says nothing
            continue
    return None


def _changed(before: Mapping[str, str], now: Mapping[str, str], task: Task) -> list[str]:
    data = [name for name in {*before, *now} if name.startswith("knowledge:") and task.knowledge]
    changed = sorted(name for name in [*data, f"dataset:{task.dataset}"] if before.get(name) != now.get(name))
    more = len(changed) - MOST_NAMES
    return [*changed[:MOST_NAMES], f"{more} more"] if more > 0 else changed

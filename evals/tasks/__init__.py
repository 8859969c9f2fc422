"""The tasks: a file each, with a function of the same name that returns the `Task`. Read only when one is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules

from agent.errors import NotFoundError
from evals.task import Task


def task_names() -> tuple[str, ...]:
    """The names of all tasks, sorted; imports none."""
    return tuple(sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_")))


def load_task(name: str) -> Task:
    """The task of that name. Raises NotFoundError."""
    if name not in task_names():
        raise NotFoundError(f"There is no eval task {name!r}; there are: {', '.join(task_names())}.")
    task: Task = getattr(import_module(f"{__name__}.{name}"), name)()
    return task


def load_tasks(names: Iterable[str]) -> list[Task]:
    """The tasks of these names, each once, in the order given; all of them where none is named."""
    return [load_task(name) for name in dict.fromkeys(names) or task_names()]

"""`mockloop` with one small eval task, in a process of its own: the sample that STANDS never ends."""

from __future__ import annotations

import asyncio
import sys

from small_task import STANDS, small

import evals.compare
import evals.running
import evals.tasks
from evals.task import Result
from tui.cli import main


async def held(sample, scope):
    if sample.data["stands"]:
        print("standing", flush=True)
        await asyncio.Event().wait()
    return Result({"right": 1.0}, sample.id)


def install(task) -> None:
    evals.tasks.task_names = lambda: (task.name,)
    evals.tasks.load_task = evals.compare.load_task = lambda name: task
    evals.tasks.load_tasks = evals.running.load_tasks = lambda names: [task]


if __name__ == "__main__":
    stands = STANDS if "--stand" in sys.argv else None
    install(small(stands, held))
    sys.exit(main([argument for argument in sys.argv[1:] if argument != "--stand"]))

"""A task without knowledge or models for tests of the harness, and a process that runs it up to a gate.

    python small_task.py HOME [RUN]

The child runs twelve samples, two at once; sample number STANDS waits for a line on standard input, so that a parent can
kill it there. What it was asked to run it notes in HOME/asked.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from agent.llm.base import Completion, Request, Usage
from agent.settings import load_settings
from evals.runner import hashes_of, run
from evals.runs.folder import RunFolder, RunPlan
from evals.task import Result, Sample, Task, mean_of
from evals.world import Asking, Scope, World

COUNT, STANDS = 12, 7


class Echo:
    """A model that answers with the last word it was told, and notes that it was asked."""

    def __init__(self, notes: Path | None = None) -> None:
        self.asked: list[str] = []
        self._notes = notes

    async def complete(self, request: Request) -> Completion:
        word = request.messages[-1][1].split()[-1]
        self.asked.append(word)
        if self._notes is not None:
            with self._notes.open("a") as file:
                file.write(word + "\n")
        return Completion(word, Usage(10, 4, 2))

    async def stream(self, request: Request):
        done = await self.complete(request)
        for letter in done.text:
            yield letter
        yield done


def request(word: str) -> Request:
    return Request((("user", f"say {word}"),), "small", "echo", max_output_tokens=2)


async def two_calls(sample: Sample, scope: Scope) -> Result:
    """Two calls for each sample; between them the gate of the one that stands."""
    first = await scope.model.complete(request(f"{sample.id}-first"))
    if sample.data.get("stands"):
        print("standing", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
    second = await scope.model.complete(request(f"{sample.id}-second"))
    right = first.text.endswith("first") and second.text.endswith("second")
    return Result({"right": float(right)}, [first.text, second.text])


def small(stands: int | None = None, run_sample=two_calls) -> Task:
    samples = [Sample(f"s{n:02d}", {"stands": n == stands}) for n in range(COUNT)]
    return Task("small", "for tests", lambda: samples, run_sample, (mean_of("right"),))


async def main(home: Path, run_id: str | None) -> None:
    settings = load_settings(offline=True, home=home)
    world = World(settings, Asking("echo", price=(1.0, 0.5, 4.0)), model=Echo(home / "asked"))
    tasks = [small(STANDS if run_id is None else None)]
    runs = settings.paths.evals / "runs"
    if run_id is None:
        plan = RunPlan(("small",), "echo", hashes=hashes_of(world, tasks), price=world.asking.price)
        folder = RunFolder.create(runs, plan)
    else:
        folder = RunFolder.resume(runs / run_id)
    print(folder.id, flush=True)
    try:
        await run(folder, tasks, world, concurrency=2)
    finally:
        folder.close()
        await world.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None))

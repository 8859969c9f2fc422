"""How fast the eval harness is: cases from recordings, and calls against a local server beside a raw loop of openai."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from agent.llm.base import Completion, Request, Usage
from agent.settings import load_settings
from evals.bench.figures import Figure
from evals.runner import hashes_of, run
from evals.runs.folder import RunFolder, RunPlan
from evals.task import Result, Sample, Task, mean_of
from evals.world import Asking, Scope, World

CASES, RECORDED_TARGET = 500, 1.0
CALLS, AT_ONCE, ANSWER_SECONDS, SPAN_TARGET = 512, 64, 0.1, 1.15
TIMES = 3
START_TARGET, MEMORY_TARGET = 1.0, 150.0
START = "from tui.commands import evals; from evals import runner, running, world; from evals.tasks import load_task"
"""What `mockloop eval run` imports before its first sample."""
RAW_LOOP = """
import asyncio, sys, time
from openai import AsyncOpenAI

async def main(url, calls, at_once):
    client = AsyncOpenAI(base_url=url, api_key="none", max_retries=0)
    waiting = iter(range(calls))
    async def work():
        for number in waiting:
            message = {"role": "user", "content": f"say word{number}"}
            await client.chat.completions.create(model="local", messages=[message], max_tokens=50)
    await work_warm(client)
    begun = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(at_once)))
    print(time.perf_counter() - begun)

async def work_warm(client):
    await client.chat.completions.create(model="local", messages=[{"role": "user", "content": "warm"}], max_tokens=50)

asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
"""

ALONE = """
import asyncio, re, sys
from pathlib import Path
from evals.bench import cases

asyncio.run(cases._through_the_harness(sys.argv[1]))
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024)
"""
"""The peak is the kernel's of this process's own memory: getrusage would give the parent's, from before the exec."""


class _Echo:
    """Says the last word it was told, at once."""

    async def complete(self, request: Request) -> Completion:
        return Completion(request.messages[-1][1].split()[-1], Usage(10, 0, 1))


def _task(count: int) -> Task:
    async def one_call(sample: Sample, scope: Scope) -> Result:
        request = Request((("user", f"say {sample.id}"),), "case", scope.world.model_name or "", 50)
        answer = await scope.model.complete(request)
        return Result({"right": float(answer.text.strip() == sample.id)}, answer.text)

    samples = [Sample(f"word{number}", {}) for number in range(count)]
    return Task("cases", "one call a case", lambda: samples, one_call, (mean_of("right"),), knowledge=False)


async def _timed(world: World, count: int, at_once: int) -> float:
    task = _task(count)
    plan = RunPlan((task.name,), world.interviewer_name, hashes=hashes_of(world, [task]))
    folder = RunFolder.create(world.settings.paths.evals / "runs", plan)
    begun = time.perf_counter()
    summary = await run(folder, [task], world, concurrency=at_once)
    seconds = time.perf_counter() - begun
    folder.close()
    assert summary["complete"] and summary["tasks"]["cases"]["passed"] == count, summary
    return seconds


async def recorded() -> list[Figure]:
    """The second run of the same cases: every answer comes from the recordings."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(offline=True, home=Path(folder))
        for model in (_Echo(), None):
            world = World(settings, Asking("local", replay=model is None), model=model)  # type: ignore[arg-type]
            seconds = await _timed(world, CASES, AT_ONCE)
            await world.close()
    how = "first to last, with a file line for each and the figures at the end"
    return [Figure(f"{CASES} one-call cases from recordings", seconds, "s", RECORDED_TARGET, how)]


async def span() -> list[Figure]:
    """The same calls through the harness and through a bare loop, against one server with a fixed answer time.

    Both are bound by the processor, which the SDK takes for some 4 ms a call: what else the machine does hits either.
    """
    command = [sys.executable, "-m", "evals.bench.server", str(ANSWER_SECONDS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: ASYNC220, S603 - our own words
        assert server.stdout is not None
        url = f"http://127.0.0.1:{server.stdout.readline().strip()}/v1"
        try:
            pairs = [(await asyncio.to_thread(_raw_loop, url), await _through_the_harness(url)) for _ in range(TIMES)]
            memory = await asyncio.to_thread(_peak_memory, url)
        finally:
            server.kill()
    raw, ours = (min(side) for side in zip(*pairs, strict=True))
    how = f"{ours:.2f} s over {raw:.2f} s, each the best of {TIMES} in turns; "
    how += f"{CALLS} calls, {AT_ONCE} at once, {1000 * ANSWER_SECONDS:.0f} ms each"
    return [
        Figure("span of an eval run / a raw openai loop", ours / raw, "x", SPAN_TARGET, how),
        Figure("peak memory of an eval run", memory, "MB", MEMORY_TARGET, "the same calls in a process of their own"),
    ]


async def _through_the_harness(url: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(home=Path(folder), base_url=url, model="local", api_key="none")
        world = World(settings, Asking("local"))
        await Scope(world, "warm", "warm", 0).model.complete(Request((("user", "say warm"),), "warm", "local", 50))
        seconds = await _timed(world, CALLS, AT_ONCE)
        await world.close()
    return seconds


def _peak_memory(url: str) -> float:
    """MB at most in memory while the calls are made through the harness, in a process that does nothing else."""
    done = subprocess.run([sys.executable, "-c", ALONE, url], check=True, capture_output=True, text=True)  # noqa: S603
    return float(done.stdout)


def start_up() -> list[Figure]:
    """A process that imports all that a run needs before its first sample; the best of three."""
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", START], check=True)  # noqa: S603 - our own words
        times.append(time.perf_counter() - begun)
    return [Figure("start-up of an eval run", min(times), "s", START_TARGET, "imports before the first sample")]


def _raw_loop(url: str) -> float:
    command = [sys.executable, "-c", RAW_LOOP, url, str(CALLS), str(AT_ONCE)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own words
    return float(done.stdout)


if __name__ == "__main__":
    from evals.bench.figures import table

    sys.stdout.write(table([*start_up(), *asyncio.run(recorded()), *asyncio.run(span())]) + "\n")

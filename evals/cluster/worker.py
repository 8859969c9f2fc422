"""A worker's side of a cluster: one event loop a process, in a thread, and in it all samples that it was handed.

A sample waits for models most of its time: its Dask task secedes, so that a worker takes as many as the run hands out.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from secrets import token_hex

from agent.errors import UsageError
from agent.llm.base import Request
from agent.settings import load_settings
from evals.cluster.brief import Brief
from evals.cluster.till import Told, WorkersPurse, answer, say
from evals.purse import Tries
from evals.recordings import Kept, Recordings, plain_of, scope_name
from evals.runner import Outcome, hashes_of, run_sample
from evals.task import Sample, Task
from evals.tasks import load_task
from evals.world import Asking, World

PATIENCE = 5.0
"""Seconds for which a worker waits for leave before it looks whether anybody still waits for the sample."""

_wanted: ContextVar[Callable[[], bool]] = ContextVar("whether somebody still waits for this sample")
_unkept: ContextVar[list[str]] = ContextVar("calls of this sample that the run was told and may not have kept yet")


def hold(brief: Brief) -> Outcome | None:
    """Run a sample, as a Dask task; None where it was begun before, by a worker that is lost.

    Raises UsageError where this worker has other prompts, data or knowledge than the run.
    """
    from distributed import Event, Variable, get_client, get_worker, secede

    here, client = get_worker(), get_client()
    begun = Event(brief.key, client=client)
    if begun.is_set():
        return None
    begun.set()
    secede()

    def tell(told: Told) -> None:
        here.log_event(brief.topic, {**told, "sample": brief.key})

    def wanted() -> bool:
        state = here.state.tasks.get(brief.key)
        return state is not None and state.state != "cancelled"

    async def answered(leave: str) -> str:
        variable = Variable(leave, client=client)
        while True:
            with suppress(TimeoutError):
                said = await variable.get(timeout=PATIENCE)
                variable.delete()
                return str(said)
            if not wanted():
                raise asyncio.CancelledError

    def ask(leave: str) -> Awaitable[str]:
        return asyncio.wrap_future(asyncio.run_coroutine_threadsafe(answered(leave), here.loop.asyncio_loop))

    with _station(brief) as station:
        run = station.run(brief, tell, wanted, ask)
        return asyncio.run_coroutine_threadsafe(run, station.loop).result()


class _Told(Recordings):
    """Recordings in memory: what the run gave with a sample, and what is told to it."""

    def __init__(self, run: str) -> None:
        super().__init__(Path())
        self.run = run

    def give(self, task: str, calls: Sequence[Kept]) -> None:
        """What is recorded of a sample."""
        for kept in calls:
            self._put(task, kept)

    def drop(self, task: str, scope: str) -> None:
        """Forget a sample."""
        self._of(task).pop(scope, None)
        self._unanswered[task] = [kept for kept in self._unanswered.get(task, ()) if kept.scope != scope]

    def add(self, task: str, kept: Kept) -> None:
        """Tell the run, which keeps it and says so under the name of `kept`."""
        name = f"kept-{token_hex(8)}"
        _unkept.get().append(name)
        say.get()({"task": task, "call": plain_of(kept), "kept": name})

    def _of(self, task: str) -> dict[str, dict[tuple[str, int], Kept]]:
        return self._known.setdefault(task, {})


class _World(World):
    """A world whose calls are kept elsewhere, and whose samples end before their next call once nobody waits."""

    @asynccontextmanager
    async def allowed(self, request: Request) -> AsyncIterator[Tries]:
        """The run has the money, has kept what was answered before, and lets a sample go for which nobody waits."""
        if not _wanted.get()():
            raise asyncio.CancelledError
        await _all_kept()
        async with super().allowed(request) as tries:
            yield tries


async def _all_kept() -> None:
    """Wait until the run has on disk what this sample was answered: a worker that dies later loses none of it."""
    unkept = _unkept.get()
    while unkept:
        await answer.get()(unkept.pop())


class _Station:
    """One run on this worker: its world and its loop. A context while a sample runs."""

    def __init__(self, brief: Brief) -> None:
        self.loop = asyncio.new_event_loop()
        self.running = 0
        settings = load_settings().model_copy(update=dict(brief.settings))
        self._world = _World(settings, Asking(brief.model, brief.replay, price=brief.price, max_cost=brief.max_cost))
        self._world.purse = WorkersPurse(brief.price, brief.max_cost)
        self._world.recordings = self._recordings = _Told(brief.run)
        self._tasks = {name: load_task(name) for name in brief.tasks}
        found = hashes_of(self._world, list(self._tasks.values()))
        other = sorted(name for name in {*found, *brief.hashes} if found.get(name) != brief.hashes.get(name))
        if other:
            raise UsageError(f"A worker has another version of {', '.join(other)} than this run; install the same.")
        self._samples: dict[str, dict[str, Sample]] = {}
        threading.Thread(target=self.loop.run_forever, name=brief.topic, daemon=True).start()

    def __enter__(self) -> _Station:
        return self

    def __exit__(self, *_: object) -> None:
        with _lock:
            self.running -= 1

    def close(self) -> None:
        """End the loop, and let go of connections."""

        async def end() -> None:
            await self._world.close()
            self.loop.call_soon(self.loop.stop)

        asyncio.run_coroutine_threadsafe(end(), self.loop)

    async def run(
        self, brief: Brief, tell: Callable[[Told], None], wanted: Callable[[], bool],
        ask: Callable[[str], Awaitable[str]],
    ) -> Outcome:  # fmt: skip
        """Run a sample."""
        _wanted.set(wanted)
        say.set(tell)
        answer.set(ask)
        _unkept.set([])
        self._recordings.give(brief.task, brief.calls)
        try:
            outcome = await run_sample((*self._sample(brief), brief.repeat), self._world)
            await _all_kept()
            return outcome
        finally:
            self._recordings.drop(brief.task, scope_name(brief.sample, brief.repeat))

    def _sample(self, brief: Brief) -> tuple[Task, Sample]:
        task = self._tasks[brief.task]
        if brief.task not in self._samples:
            self._samples[brief.task] = {sample.id: sample for sample in task.samples()}
        return task, self._samples[brief.task][brief.sample]


_stations: dict[str, _Station] = {}
_lock = threading.Lock()


def _station(brief: Brief) -> _Station:
    """This worker's station of a run, with one more sample; those of other runs that hold nothing any more close."""
    with _lock:
        for topic in [topic for topic, other in _stations.items() if topic != brief.topic and not other.running]:
            _stations.pop(topic).close()
        if brief.topic not in _stations:
            _stations[brief.topic] = _Station(brief)
        _stations[brief.topic].running += 1
        return _stations[brief.topic]

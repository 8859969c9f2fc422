"""The run's side of a cluster: hands out samples, keeps what comes back, hands out again what a lost worker had.

Dask runs a task again where a worker dies, with what it was given at first. A sample that was begun before gives
itself back instead, and is handed out anew with every call that was recorded until then: a lost worker costs the calls
in flight. Only this process writes into the run's folder and into the recordings.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from agent.errors import MockloopError, StorageError, UsageError
from evals.cluster import worker
from evals.cluster.brief import Brief, shared_settings
from evals.cluster.till import Till
from evals.recordings import kept_of, scope_name
from evals.runner import Job, Outcome
from evals.runs.folder import RunPlan
from evals.task import Record
from evals.world import World

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT_SECONDS = 10.0
TRIES = 3
"""So many workers may be lost over one sample: it may be what kills them."""


class ClusterError(MockloopError):
    """The cluster can't be used, or is gone; what was finished is kept and the run resumes."""

    exit_status = 3


class Cluster:
    """A Dask cluster for one holding of a run; an async context. `workers` is how many it had at the beginning.

    Entering raises UsageError where the extra is not installed, ClusterError where nobody is there. The run has begun:
    `world` knows its id.
    """

    def __init__(self, address: str, plan: RunPlan, world: World) -> None:
        self.workers = 0
        self._address = address
        self._world = world
        self._client: Client | None = None
        self._waiting: set[Future[Any]] = set()
        self._refused: MockloopError | None = None
        self._brief = Brief(
            world.recordings.run, f"mockloop-{secrets.token_hex(6)}", "", shared_settings(world.settings),
            world.model_name, world.asking.replay, plan.tasks, plan.hashes, "", "", 0, (),
            world.asking.price, world.asking.max_cost,
        )  # fmt: skip
        self._till = Till(world.purse)

    async def __aenter__(self) -> Cluster:
        try:
            from distributed import Client
        except ImportError:
            raise UsageError("--executor dask needs an extra: pip install 'mockloop[dask]'.") from None
        self._client = client = Client(self._address, asynchronous=True, timeout=CONNECT_SECONDS, set_as_default=False)
        try:
            await client
            await client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except (OSError, TimeoutError, ValueError) as error:
            await self.__aexit__()
            raise ClusterError(
                f"There is no Dask scheduler with a worker at {self._address} ({type(error).__name__})."
            ) from None
        self.workers = len(await client.nthreads())
        client.subscribe_topic(self._brief.topic, self._told)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let go: what still runs there ends before its next call."""
        client, self._client = self._client, None
        self._till.close()
        if client is not None:
            await client.close(timeout=CONNECT_SECONDS)

    async def run_sample(self, job: Job) -> Outcome:
        """Run a sample on some worker."""
        task, sample, repeat = job
        for number in range(TRIES):
            try:
                self._world.check_cost()
                found = await self._try(job, number)
            except MockloopError as error:
                return Outcome(None, error=error)
            if found is not None:
                return found
        lost = f"fault: {TRIES} workers were lost over this sample"
        return Outcome(Record(task.name, sample.id, repeat, sample.group, error=lost))

    async def _try(self, job: Job, number: int) -> Outcome | None:
        """One try: None where the worker was lost. Raises CostReachedError, StorageError, ClusterError."""
        from distributed import Event
        from distributed.client import FutureCancelledError
        from distributed.scheduler import KilledWorker

        client = self._client
        assert client is not None
        task, sample, repeat = job
        key = f"{self._brief.topic}-{task.name}-{sample.id}-{repeat}-{number}"
        recordings, scope = self._world.recordings, scope_name(sample.id, repeat)
        calls = (*recordings.of_scope(task.name, scope), *recordings.unanswered(task.name, scope))
        brief = replace(self._brief, key=key, task=task.name, sample=sample.id, repeat=repeat, calls=calls)
        future: Future[Outcome | None] = client.submit(worker.hold, brief, key=key, pure=False)
        self._waiting.add(future)
        try:
            found: Outcome | None = await future
            if found is None:
                self._till.lose(key)
            return found
        except FutureCancelledError:
            if self._refused is not None:
                raise self._refused from None
            raise ClusterError(f"The Dask scheduler at {self._address} is gone. What was finished is kept.") from None
        except KilledWorker:
            self._till.lose(key)
            return None
        except MockloopError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a foreign process may raise
            raise ClusterError(
                f"A worker can't run samples ({type(error).__name__}); it needs the same mockloop. "
                "What was finished is kept."
            ) from None
        finally:
            self._waiting.discard(future)
            future.release()
            if client.status == "running":
                await Event(key, client=client).clear()

    async def _told(self, event: tuple[float, Any]) -> None:
        """A call was answered on a worker, which hears when it is on disk. Where it can't be, nobody waits further."""
        from distributed import Variable

        _, told = event
        client = self._client
        if client is None:  # the run lets go just now
            return
        if "call" not in told:
            self._till.hear(told, client)
            return
        self._world.purse.calls += 1
        try:
            self._world.recordings.add(told["task"], kept_of(told["call"]))
        except StorageError as error:
            self._refused = self._refused or error
            await client.cancel(list(self._waiting))
        else:
            await Variable(told["kept"], client=client).set("")

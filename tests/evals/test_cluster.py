"""Samples on the workers of a Dask cluster, two of them on loopback: the same run, and nothing lost with a worker."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

import pytest
from small_task import COUNT, small

from agent.errors import UsageError
from agent.settings import load_settings
from evals.bench.local_model import LocalModel
from evals.cluster.client import Cluster, ClusterError
from evals.purse import CostReachedError, cost_of
from evals.recordings import scope_name
from evals.runner import hashes_of, run
from evals.runs.folder import RunFolder, RunPlan
from evals.world import Asking, World

ROOT = Path(__file__).parents[2]
CHILD = Path(__file__).parent / "small_cluster.py"
AT_ONCE = 4
PRICE, LIMIT = (1.0, 0.5, 4.0), 0.0002


def child(home: Path, *arguments: str) -> subprocess.Popen:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MOCKLOOP_HOME": str(home)}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, str(CHILD), *arguments], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True,
        env=environment,
    )  # fmt: skip


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with one worker."""
    with child(tmp_path_factory.mktemp("worker")) as process:
        yield process.stdout.readline().strip()
        process.kill()


class Says(LocalModel):
    """Says the last word of a request back; second calls wait for `gate`, and `full` tells that AT_ONCE of them do.

    `not_kept` are second calls that came before the run had the first one on disk, as `kept` sees it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.gate, self.full = asyncio.Event(), asyncio.Event()
        self.gate.set()
        self._standing = 0
        self.kept: Callable[[str], bool] | None = None
        self.not_kept: list[str] = []

    @property
    def asked(self) -> Counter[str]:
        return Counter(self.words(body) for body in self.bodies)

    def words(self, body) -> str:
        return body["messages"][-1]["content"].split()[-1]

    def usage(self, body, words) -> dict:
        return {**super().usage(body, words), "completion_tokens": body["max_tokens"]}

    async def _answer(self, body, writer) -> None:
        if self.words(body).endswith("second"):
            if self.kept is not None and not self.kept(self.words(body)):
                self.not_kept.append(self.words(body))
            self._standing += 1
            if self._standing == AT_ONCE:
                self.full.set()
            await self.gate.wait()
        await super()._answer(body, writer)


@pytest.fixture
async def says():
    model = Says()
    server = await asyncio.start_server(model.serve, "127.0.0.1", 0)
    model.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    yield model
    server.close()


def begun(home: Path, model: Says, **asking) -> tuple[World, RunFolder]:
    settings = load_settings(home=home, base_url=model.url, model="echo")
    world = World(settings, Asking("echo", price=PRICE, **asking))
    plan = RunPlan(("small",), "echo", hashes=hashes_of(world, [small()]), price=world.asking.price)
    folder = RunFolder.create(settings.paths.evals / "runs", plan)
    world.begin(folder.id, plan.tasks)
    return world, folder


async def on_cluster(world: World, folder: RunFolder, address: str, before=None) -> dict:
    try:
        async with Cluster(address, folder.plan, world) as cluster:
            if before is not None:
                await before(cluster)
            return await run(folder, [small()], world, concurrency=AT_ONCE, execute=cluster.run_sample)
    finally:
        await world.close()
        folder.close()


def plain(folder: RunFolder) -> list[dict]:
    """What stands in a run, without times."""
    found = [asdict(record) for record in sorted(folder.records(), key=lambda record: record.key)]
    for record in found:
        record["spent"] = {**record["spent"], "seconds": 0, "first_token": 0}
    return found


async def test_a_worker_killed_in_mid_run_loses_nothing_and_the_run_is_the_same(tmp_path, scheduler, says) -> None:
    here, alone = begun(tmp_path / "alone", says)
    expected = await run(alone, [small()], here, concurrency=AT_ONCE)
    await here.close()
    alone.close()
    says.bodies.clear()
    says.full.clear()
    says._standing = 0
    says.gate.clear()
    killing = []

    async def two_workers(cluster: Cluster) -> None:
        await cluster._client.wait_for_workers(2, timeout=30)
        killing.append(asyncio.create_task(kill(cluster)))

    async def kill(cluster: Cluster) -> None:
        await says.full.wait()
        busy = await cluster._client.processing()
        assert sorted(len(keys) for keys in busy.values()) == [2, 2], "both workers have samples"
        victim.kill()
        await asyncio.to_thread(victim.wait)
        says.gate.set()

    world, folder = begun(tmp_path / "spread", says)
    says.kept = lambda word: bool(world.recordings.of_scope("small", scope_name(word.partition("-")[0], 0)))
    with child(tmp_path / "victim", scheduler) as victim:
        summary = await on_cluster(world, folder, scheduler, two_workers)
        await killing[0]
    repeated = {word: count for word, count in says.asked.items() if count > 1}
    assert len(says.asked) == 2 * COUNT and not says.not_kept
    assert len(repeated) == 2 and all(word.endswith("second") for word in repeated), "only the calls in flight"
    assert plain(folder) == plain(alone)
    assert (summary["complete"], summary["cost"]) == (True, expected["cost"])
    assert json.loads((folder.path / "scores.json").read_text())["done"] == COUNT


@pytest.mark.parametrize("count", [1, pytest.param(2, marks=pytest.mark.slow)])
async def test_workers_together_do_not_pass_the_cost_limit_and_no_call_is_lost_to_it(
    tmp_path, scheduler, says, count: int
) -> None:
    world, folder = begun(tmp_path, says, max_cost=LIMIT)

    async def all_there(cluster: Cluster) -> None:
        await cluster._client.wait_for_workers(count, timeout=30)

    with ExitStack() as more:
        for number in range(1, count):
            more.callback(more.enter_context(child(tmp_path / f"worker{number}", scheduler)).kill)
        with pytest.raises(CostReachedError, match=r"may cost \$0\.0002; the next call .* higher --max-cost"):
            await on_cluster(world, folder, scheduler, all_there)
        assert 0 < len(folder.records()) < COUNT
        kept, bill = len(says.bodies), sum(cost(says.usage(body, says.words(body))) for body in says.bodies)
        world = World(world.settings, Asking("echo", price=PRICE))
        again = RunFolder.resume(folder.path)
        world.begin(again.id, again.plan.tasks)
        assert 0.9 * LIMIT < bill == pytest.approx(world.cost) and bill <= LIMIT
        assert (await on_cluster(world, again, scheduler))["complete"]
    assert len(says.bodies) == 2 * COUNT and kept < 2 * COUNT, "no call was asked again"


def cost(usage: dict) -> float:
    return cost_of(usage["prompt_tokens"], 0, usage["completion_tokens"], PRICE)


async def test_a_worker_with_other_knowledge_runs_nothing(tmp_path, scheduler, says) -> None:
    world, folder = begun(tmp_path, says)
    folder.plan.hashes["knowledge"] = "another"
    with pytest.raises(UsageError, match="another version of knowledge"):
        await on_cluster(world, folder, scheduler)
    assert folder.records() == [] and not says.bodies


async def test_a_scheduler_that_is_not_there_is_named(tmp_path, says, monkeypatch) -> None:
    monkeypatch.setattr("evals.cluster.client.CONNECT_SECONDS", 0.2)
    world, folder = begun(tmp_path, says)
    with pytest.raises(ClusterError, match=r"no Dask scheduler with a worker at tcp://127\.0\.0\.1:1"):
        await on_cluster(world, folder, "tcp://127.0.0.1:1")

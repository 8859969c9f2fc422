from __future__ import annotations

import asyncio
import errno
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from small_task import COUNT, STANDS, Echo, request, small, two_calls

from agent.errors import ProviderError, SessionBusyError, StorageError
from agent.settings import load_settings
from evals.purse import CostReachedError
from evals.runner import hashes_of, jobs_of, run
from evals.runs.folder import RunFolder, RunPlan
from evals.task import Result, Sample, spread
from evals.world import Asking, Scope, World

CHILD = Path(__file__).parent / "small_task.py"


def world_of(home: Path, model=None, **asking) -> World:
    return World(load_settings(offline=True, home=home), Asking("echo", **asking), model=model or Echo())


def begun(world: World, task, **plan) -> RunFolder:
    given = RunPlan((task.name,), "echo", hashes=hashes_of(world, [task]), **plan)
    return RunFolder.create(world.settings.paths.evals / "runs", given)


def child(home: Path, *arguments: str) -> subprocess.Popen:
    root = Path(__file__).parents[2]
    return subprocess.Popen(
        [sys.executable, str(CHILD), str(home), *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root,
        env={"PYTHONPATH": str(root), "PATH": "/usr/bin", "MOCKLOOP_HOME": str(home)},
    )  # fmt: skip


@pytest.mark.parametrize("how", ["kill", "terminate"])
def test_a_killed_run_goes_on_with_nothing_lost_and_only_calls_in_flight_repeated(tmp_path: Path, how: str) -> None:
    with child(tmp_path) as process:
        run_id = process.stdout.readline().strip()
        assert process.stdout.readline().strip() == "standing"
        getattr(process, how)()
        assert process.wait() != 0
    folder = tmp_path / "evals" / "runs" / run_id
    kept = len((folder / "samples.jsonl").read_text().splitlines())
    assert STANDS - 1 <= kept < COUNT

    with child(tmp_path, run_id) as process:
        assert process.wait() == 0
    asked = Counter((tmp_path / "asked").read_text().split())
    assert set(asked) == {f"s{n:02d}-{call}" for n in range(COUNT) for call in ("first", "second")}
    assert sum(asked.values()) - len(asked) <= 2, "more than the calls in flight were made twice"
    scores = json.loads((folder / "scores.json").read_text())
    assert (scores["complete"], scores["done"], scores["errors"]) == (True, COUNT, 0)
    assert scores["tasks"]["small"]["metrics"]["right"]["value"] == 1.0
    cost = {"calls": 2 * COUNT, "replayed": 0, "input": 20 * COUNT, "cached": 8 * COUNT, "output": 4 * COUNT}
    assert {name: scores["cost"][name] for name in cost} == cost, "what was paid for before the kill counts"


def test_a_torn_last_line_is_dropped_and_its_sample_run_again(tmp_path: Path) -> None:
    world = world_of(tmp_path)
    folder = begun(world, small())
    asyncio.run(run(folder, [small()], world, concurrency=3))
    folder.close()
    file = folder.path / "samples.jsonl"
    file.write_bytes(file.read_bytes()[:-25])
    again = RunFolder.resume(folder.path)
    assert len(again.records()) == COUNT - 1
    summary = asyncio.run(run(again, [small()], world, concurrency=3))
    assert summary["done"] == COUNT
    assert all(json.loads(line) for line in file.read_text().splitlines())


def test_a_run_is_held_by_one_process(tmp_path: Path) -> None:
    world = world_of(tmp_path)
    folder = begun(world, small())
    with pytest.raises(SessionBusyError):
        RunFolder.resume(folder.path)
    folder.close()
    RunFolder.resume(folder.path).close()


def test_a_sample_that_fails_is_kept_as_an_error_and_it_alone_is_run_again(tmp_path: Path) -> None:
    broken, ran = {"s03"}, []

    async def sometimes(sample: Sample, scope: Scope) -> Result:
        ran.append(sample.id)
        if sample.id in broken:
            raise RuntimeError("a secret of the sample")
        return await two_calls(sample, scope)

    world = world_of(tmp_path)
    task = small(run_sample=sometimes)
    folder = begun(world, task)
    summary = asyncio.run(run(folder, [task], world, concurrency=2))
    assert (summary["complete"], summary["errors"], summary["done"]) == (False, 1, COUNT - 1)
    error = next(record.error for record in folder.records() if record.error)
    assert error.startswith("fault: RuntimeError at test_runner.py") and "secret" not in error
    broken.clear()
    ran.clear()
    summary = asyncio.run(run(folder, [task], world, concurrency=2))
    assert (summary["complete"], summary["errors"], summary["done"]) == (True, 0, COUNT)
    assert ran == ["s03"]


class Down:
    asked = 0

    async def complete(self, request):
        self.asked += 1
        raise ProviderError("Nobody answers; everything is kept.")


def test_what_stopped_a_run_is_told_though_its_figures_can_not_be_written(tmp_path: Path, monkeypatch) -> None:
    def full(self, scores):
        raise StorageError("The disk is full.")

    world = world_of(tmp_path, Down())
    folder = begun(world, small())
    monkeypatch.setattr(RunFolder, "write_scores", full)
    with pytest.raises(ProviderError, match="Nobody answers"):
        asyncio.run(run(folder, [small()], world, concurrency=1))


def test_a_provider_that_is_down_stops_the_run_early(tmp_path: Path) -> None:
    world = world_of(tmp_path, Down())
    folder = begun(world, small())
    with pytest.raises(ProviderError):
        asyncio.run(run(folder, [small()], world, concurrency=1))
    assert world.model.asked == 3
    assert json.loads((folder.path / "scores.json").read_text())["complete"] is False


@pytest.mark.parametrize("concurrency", [1, COUNT])
def test_the_cost_limit_stops_a_run_before_it_is_passed_and_it_goes_on(tmp_path: Path, concurrency: int) -> None:
    price = (1000.0, 500.0, 4000.0)  # a call of Echo costs 0.016, and could have cost half a cent more
    world = world_of(tmp_path, Together(), price=price, max_cost=0.1)
    folder = begun(world, small(), price=price)
    with pytest.raises(CostReachedError, match=r"\$0\.1; the next call may take up to"):
        asyncio.run(run(folder, [small()], world, concurrency=concurrency))
    assert world.cost == pytest.approx(6 * 0.016), "as many as fit, those side by side too, and none more"
    assert len(world.model.asked) == 6
    unlimited = world_of(tmp_path, price=price)
    summary = asyncio.run(run(folder, [small()], unlimited, concurrency=1))
    assert summary["complete"] and unlimited.cost == pytest.approx(summary["cost"]["dollars"])
    assert summary["cost"]["dollars"] == pytest.approx(2 * COUNT * 0.016), "the calls before the stop count"
    assert len(unlimited.model.asked) == 2 * COUNT - 6


class Together(Echo):
    """Answers only after everybody else had a chance to ask."""

    async def complete(self, request):
        for _ in range(10 * COUNT):
            await asyncio.sleep(0)
        return await super().complete(request)


def test_an_unchanged_rerun_asks_nobody_and_gives_the_same_bytes(tmp_path: Path) -> None:
    first = world_of(tmp_path)
    one = begun(first, small())
    asyncio.run(run(one, [small()], first, concurrency=4))
    second = world_of(tmp_path)
    two = begun(second, small())
    summary = asyncio.run(run(two, [small()], second, concurrency=1))
    assert second.model.asked == []
    assert (summary["cost"]["calls"], summary["cost"]["replayed"]) == (0, 2 * COUNT)
    outputs = [sorted((r.sample, r.output) for r in folder.records()) for folder in (one, two)]
    assert outputs[0] == outputs[1]


def test_repeats_are_calls_of_their_own(tmp_path: Path) -> None:
    world = world_of(tmp_path)
    folder = begun(world, small(), repeats=2)
    summary = asyncio.run(run(folder, [small()], world, concurrency=1))
    assert len(world.model.asked) == 4 * COUNT and summary["done"] == 2 * COUNT


async def test_a_stream_is_replayed_in_the_same_pieces(tmp_path: Path) -> None:
    async def heard(world: World) -> list:
        return [piece async for piece in Scope(world, "small", "s", 0).model.stream(request("Grüße"))]

    first, second = world_of(tmp_path), world_of(tmp_path, replay=True)
    assert await heard(first) == await heard(second)
    assert second.model is None or second.model.asked == []


async def test_half_a_character_is_replayed_as_it_was(tmp_path: Path) -> None:
    async def heard(world: World) -> str:
        return (await Scope(world, "small", "s", 0).model.complete(request("half\ud83d"))).text

    assert await heard(world_of(tmp_path)) == "half\ud83d"
    assert await heard(world_of(tmp_path, replay=True)) == "half\ud83d"


async def test_fresh_asks_again_and_finds_only_its_own(tmp_path: Path) -> None:
    async def heard(run: str) -> list[str]:
        world = world_of(tmp_path, fresh=True)
        world.begin(run, ("small",))
        await Scope(world, "small", "s", 0).model.complete(request("word"))
        return world.model.asked

    assert [await heard("one"), await heard("two"), await heard("two")] == [["word"], ["word"], []]


async def test_replaying_never_asks(tmp_path: Path) -> None:
    world = World(load_settings(offline=True, home=tmp_path), Asking("echo", replay=True))
    with pytest.raises(ProviderError, match="never recorded"):
        await Scope(world, "small", "s", 0).model.complete(request("new"))


def test_a_part_is_spread_over_the_whole_and_tasks_take_turns() -> None:
    samples = [Sample(str(n), {}) for n in range(10)]
    assert [sample.id for sample in spread(samples, 3)] == ["0", "3", "6"]
    plan = RunPlan(("small", "small2"), limit=2)
    tasks = [small(), small()]
    assert [job[1].id for job in jobs_of(plan, tasks)] == ["s00", "s00", "s06", "s06"]


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch):
    """Fill the disk: from now on a file whose name holds `name` takes half of what is written, then nothing."""

    def fill(name: str) -> None:
        write = os.write

        def refuses(descriptor: int, data: bytes) -> int:
            if name not in str(Path(f"/proc/self/fd/{descriptor}").readlink()):
                return write(descriptor, data)
            if not filled:
                filled.append(name)
                return write(descriptor, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")

        filled: list[str] = []
        monkeypatch.setattr(os, "write", refuses)

    return fill


@pytest.mark.parametrize("name", ["samples.jsonl", "recordings/small.jsonl"])
def test_a_full_disk_stops_a_run_and_leaves_whole_lines_only(tmp_path: Path, full, name: str, monkeypatch) -> None:
    world = world_of(tmp_path)

    async def until_full(sample: Sample, scope: Scope) -> Result:
        if sample.id == "s05":
            full(name)
        return await two_calls(sample, scope)

    task = small(run_sample=until_full)
    folder = begun(world, task)
    with pytest.raises(StorageError, match=rf"{name} can't be written \(No space left on device\)"):
        asyncio.run(run(folder, [task], world, concurrency=1))
    monkeypatch.undo()
    assert len(folder.records()) == 5 and folder.scores()["done"] == 5
    assert all(record.error is None for record in folder.records()), "a full disk is no sample's fault"
    again = world_of(tmp_path)
    assert asyncio.run(run(folder, [small()], again, concurrency=1))["complete"]
    assert len(folder.records()) == COUNT
    assert len(world.model.asked) + len(again.model.asked) <= 2 * COUNT + 1, "only a call that was not kept comes again"


@pytest.mark.parametrize("line", [b"{]\n", b'{"task": "small", "sample": 3}\n', b"[]\n"])
def test_a_line_that_cannot_be_read_is_named_and_nothing_is_changed(tmp_path: Path, line: bytes) -> None:
    world = world_of(tmp_path)
    folder = begun(world, small())
    asyncio.run(run(folder, [small()], world, concurrency=1))
    file = folder.path / "samples.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([*lines[:2], line, *lines[3:]]))
    before = file.read_bytes()
    with pytest.raises(StorageError, match=r"samples\.jsonl:3 can't be read .* its sample is run again"):
        folder.records()
    assert file.read_bytes() == before

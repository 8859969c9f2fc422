from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from agent.domain.terms import RoundKind
from agent.retrieval import store
from agent.retrieval.documents import Entry
from agent.retrieval.index import IndexFailure, NumpyIndex, Scope
from agent.retrieval.shelf import GuardedIndex, Shelf, run_child, size_bound
from agent.storage.locks import FileLock

DEPTH, FOUNDER = RoundKind.ML_DEPTH, RoundKind.FOUNDER
ANY, OWNED = Scope(DEPTH, False), Scope(DEPTH, True)


def made(number: int) -> tuple[list[Entry], np.ndarray]:
    """Entries of two rounds and three questions, with vectors of length 1."""
    entries = [
        Entry(f"t{n:04}#0", f"t{n:04}", f"text {n}", (DEPTH, FOUNDER) if n % 5 else (FOUNDER,), ("", "q1", "q2")[n % 3])
        for n in range(number)
    ]
    vectors = np.random.default_rng(7).standard_normal((number, 384)).astype(np.float32)
    return entries, vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


ENTRIES, VECTORS = made(120)


class InProcess:
    """Does what the child does, here: quicker. Counts its tasks; `fails` names those that come to a bad end."""

    def __init__(self, *fails: str) -> None:
        self.tasks: list[str] = []
        self.fails = fails

    async def __call__(self, task: str, folder: Path, bound: int) -> bool:
        self.tasks.append(task)
        if task in self.fails:
            return False
        try:
            await asyncio.to_thread({"build": store.build, "look": store.look}[task], folder)
        except Exception:  # noqa: BLE001  # whatever it dies of, a child just fails
            return False
        return True


async def opened(folder: Path, child: InProcess) -> GuardedIndex:
    index = await Shelf(folder, child).open(ENTRIES, VECTORS, "test")
    await index.close()
    return index


def stores(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if (path / "verified.json").exists())


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def inside(folder: Path, name: str) -> Path:
    return next(folder.rglob(name))


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*"))


async def test_a_child_builds_and_the_store_finds_what_an_exact_scan_finds(tmp_path: Path) -> None:
    index = await Shelf(tmp_path).open(ENTRIES, VECTORS, "test")
    assert index.status.kind == "chroma"
    assert index.status.ok
    queries = made(130)[1][120:]
    exact = NumpyIndex(ENTRIES, VECTORS)
    for scope in (ANY, OWNED, Scope(FOUNDER, False), Scope(RoundKind.CODING, True)):
        found, expected = await index.nearest(queries, scope, 9), await exact.nearest(queries, scope, 9)
        assert found == pytest.approx(expected, abs=1e-5)
    assert await index.nearest(queries[:0], ANY, 9) == {}
    await index.close()
    assert not [name for name in names(tmp_path) if name.startswith(".")]


async def test_scope_holds_questions_and_rounds_apart() -> None:
    for scope in (ANY, OWNED):
        found = await NumpyIndex(ENTRIES, VECTORS).nearest(VECTORS, scope, 120)
        held = {entry.id for entry in ENTRIES if DEPTH in entry.rounds and bool(entry.question) is scope.owned}
        assert set(found) == held


async def test_a_second_start_opens_without_a_child(tmp_path: Path) -> None:
    child = InProcess()
    assert (await opened(tmp_path, child)).status.kind == "chroma"
    assert (await opened(tmp_path, child)).status.kind == "chroma"
    assert child.tasks == ["build"]


async def test_other_contents_are_another_store_and_old_ones_go(tmp_path: Path) -> None:
    child = InProcess()
    for number in range(6):
        index = await Shelf(tmp_path, child).open(ENTRIES[number:], VECTORS[number:], "test")
        await index.close()
    assert child.tasks == ["build"] * 6
    assert len(stores(tmp_path)) == 4


@pytest.mark.parametrize("file", ["data_level0.bin", "chroma.sqlite3", "verified.json"])
async def test_a_damaged_store_is_replaced(tmp_path: Path, file: str) -> None:
    child = InProcess()
    await opened(tmp_path, child)
    path = inside(tmp_path, file)
    path.write_bytes(os.urandom(path.stat().st_size))
    child.fails = ("look",)
    index = await opened(tmp_path, child)
    assert index.status.kind == "chroma"
    assert child.tasks == ["build", "look", "build"]
    assert (await opened(tmp_path, child)).status.kind == "chroma"
    assert len(child.tasks) == 3


async def test_a_doubtful_store_that_a_child_can_read_is_kept(tmp_path: Path) -> None:
    child = InProcess()
    await opened(tmp_path, child)
    (stores(tmp_path)[0] / "verified.json").unlink()
    assert (await opened(tmp_path, child)).status.kind == "chroma"
    assert child.tasks == ["build", "look"]


async def test_a_crash_while_opening_makes_the_next_start_look_first(tmp_path: Path) -> None:
    child = InProcess()
    await opened(tmp_path, child)
    mark = tmp_path / f".opening-{stores(tmp_path)[0].name}"
    mark.touch()
    assert (await opened(tmp_path, child)).status.kind == "chroma"
    assert child.tasks == ["build", "look"]
    assert not mark.exists()


async def test_a_bloated_store_is_thrown_away_unread(tmp_path: Path) -> None:
    child = InProcess()
    await opened(tmp_path, child)
    os.truncate(inside(tmp_path, "link_lists.bin"), 193_000_000_000)  # sparse: takes no room here either
    assert (await opened(tmp_path, child)).status.kind == "chroma"
    assert child.tasks == ["build", "build"]
    assert size(tmp_path) < size_bound(len(ENTRIES))


async def test_while_another_process_builds_every_vector_is_compared(tmp_path: Path) -> None:
    child = InProcess()
    with FileLock(tmp_path / "lock"):
        index = await Shelf(tmp_path, child).open(ENTRIES, VECTORS, "test")
    assert (index.status.kind, index.status.ok, child.tasks) == ("exact", True, [])
    assert "another process" in index.status.says
    assert max(await index.nearest(VECTORS[:1], ANY, 3)) is not None
    assert stores(tmp_path) == []


async def test_a_reader_of_a_finished_store_needs_no_lock(tmp_path: Path) -> None:
    await opened(tmp_path, InProcess())
    with FileLock(tmp_path / "lock"):
        assert (await opened(tmp_path, InProcess())).status.kind == "chroma"


async def test_what_a_killed_builder_left_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / ".building-abc"
    left.mkdir()
    (left / "data").write_bytes(b"half")
    assert (await opened(tmp_path, InProcess())).status.kind == "chroma"
    assert not left.exists()


async def test_a_build_that_fails_leaves_nothing_and_queries_work(tmp_path: Path) -> None:
    index = await opened(tmp_path, InProcess("build"))
    assert (index.status.kind, index.status.ok) == ("exact", False)
    assert "building failed" in index.status.says
    assert names(tmp_path) == ["lock"]
    assert await index.nearest(VECTORS[:2], ANY, 3)


async def test_a_cache_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    index = await Shelf(tmp_path / "file" / "index", InProcess()).open(ENTRIES, VECTORS, "test")
    assert (index.status.kind, index.status.ok) == ("exact", False)
    assert await index.nearest(VECTORS[:2], ANY, 3)


class Failing:
    async def nearest(self, queries: np.ndarray, scope: Scope, k: int) -> dict[str, float]:
        raise IndexFailure("PanicException")

    async def close(self) -> None:
        raise IndexFailure("closing failed too")


async def test_a_failure_in_mid_session_switches_over_and_says_so(tmp_path: Path) -> None:
    exact = NumpyIndex(ENTRIES, VECTORS)
    status = (await opened(tmp_path, InProcess())).status
    index = GuardedIndex(Failing(), exact, status, tmp_path / ".opening-x")
    assert await index.nearest(VECTORS[:2], ANY, 3) == await exact.nearest(VECTORS[:2], ANY, 3)
    assert (index.status.kind, index.status.ok) == ("exact", False)
    assert (tmp_path / ".opening-x").exists()


async def test_a_child_sees_no_key_and_may_not_write_more_than_its_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not await run_child("look", tmp_path / "absent", 1 << 30)
    store.leave_input(tmp_path, ENTRIES, VECTORS)
    assert not await run_child("build", tmp_path, 1000)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    seen: dict[str, str] = {}

    async def spy(*command: str, env: dict[str, str], **rest: object) -> object:
        seen.update(env)
        raise OSError("enough")

    monkeypatch.setattr(asyncio, "create_subprocess_exec", spy)
    with pytest.raises(OSError, match="enough"):
        await run_child("look", tmp_path, 1)
    assert "sk-secret" not in str(seen)


def test_a_child_gives_way_to_its_parent_and_ends_with_it() -> None:
    """Its input comes to an end when the process that started it is gone."""
    code = (
        "import os, time; import agent.retrieval.store as store;"
        "store.look = lambda folder: (print(os.nice(0), flush=True), time.sleep(60));"
        "store.main(['look', '.', '1000000'])"
    )
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin is not None and child.stdout is not None
        assert int(child.stdout.readline()) == min(os.nice(0) + 10, 19)
        child.stdin.close()
        assert child.wait(timeout=30) == 1


async def test_too_few_entries_need_no_index(tmp_path: Path) -> None:
    for number in (0, 1):
        index = await Shelf(tmp_path, InProcess()).open(ENTRIES[:number], VECTORS[:number], "test")
        assert (index.status.kind, index.status.ok) == ("exact", True)
        assert len(await index.nearest(VECTORS[:1], Scope(FOUNDER, False), 3)) == number


async def test_the_same_text_twice_is_no_damage(tmp_path: Path) -> None:
    vectors = np.repeat(VECTORS[:1], 30, axis=0)
    index = await Shelf(tmp_path, InProcess()).open(ENTRIES[:30], vectors, "test")
    assert index.status.kind == "chroma"
    await index.close()

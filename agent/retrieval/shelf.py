"""Keeping Chroma stores in the cache folder: built aside, verified, swapped in, one writer, rebuilt when in doubt."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from agent.errors import StorageError
from agent.paths import make_private_folder
from agent.retrieval import store
from agent.retrieval.documents import Entry, fingerprint
from agent.retrieval.index import Index, IndexFailure, IndexStatus, NumpyIndex, Scope
from agent.storage.locks import FileLock

if TYPE_CHECKING:
    from agent.retrieval.base import Vectors

_SEAL = "verified.json"
_DATABASE = "chroma.sqlite3"
_BUILDING = ".building-"
_OPENING = ".opening-"
_FEWEST = 2  # Chroma writes a single entry to its log only
_KEPT = 3  # stores of other contents that stay, for other versions that may be running
_CHILD_SECONDS = 120.0  # for what a child does with a small store on a busy machine
_BYTES_A_SECOND = 4 * 2**20  # ... and a second more for so much of its bound: 50,000 entries take half a minute alone
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class Child(Protocol):
    """Does a task of `store` ("build" or "look") on a folder in a process of its own."""

    async def __call__(self, task: str, folder: Path, bound: int) -> bool:
        """Whether it came to a good end; no file it writes may grow over `bound` bytes."""
        ...


class _BusyError(Exception):
    """Another process is building."""


class GuardedIndex:
    """A Chroma store with the exact scan behind it: the first failure switches over for good, and says so."""

    def __init__(self, first: Index | None, exact: NumpyIndex, status: IndexStatus, mark: Path) -> None:
        self.status = status
        self._first = first
        self._exact = exact
        self._mark = mark

    async def nearest(self, queries: Vectors, scope: Scope, k: int) -> dict[str, float]:
        """See `Index`; never fails."""
        if self._first is not None:
            try:
                return await self._first.nearest(queries, scope, k)
            except IndexFailure as failure:
                await self.close()
                self.status = _exact(f"the Chroma index failed ({failure}) and is examined at the next start")
                await asyncio.to_thread(_touch, self._mark)
        return await self._exact.nearest(queries, scope, k)

    async def close(self) -> None:
        """See `Index`."""
        first, self._first = self._first, None
        if first is not None:
            try:
                await first.close()
            except IndexFailure:
                return


class Shelf:
    """The stores of one cache folder, each named by a fingerprint of its contents."""

    def __init__(self, folder: Path, child: Child | None = None) -> None:
        self._folder = folder
        self._child: Child = child or run_child

    async def open(self, entries: Sequence[Entry], vectors: Vectors, embedder: str) -> GuardedIndex:
        """An index of `entries`, whose vectors are the rows of `vectors`; built first where there is none.

        Never fails: where Chroma can't be used, or another process is building just now, queries are answered by
        comparing with every vector, and the index's `status` says so.
        """
        exact = NumpyIndex(entries, vectors)
        name = fingerprint(entries, embedder, store.FORMAT, store.version())
        mark = self._folder / f"{_OPENING}{name}"
        if len(entries) < _FEWEST:
            status = IndexStatus("exact", True, f"{len(entries)} entries, too few for an index")
            return GuardedIndex(None, exact, status, mark)
        try:
            chroma = await self._opened(name, mark, entries, vectors)
        except _BusyError:
            status = IndexStatus("exact", True, "another process builds the index; compared with every entry meanwhile")
            return GuardedIndex(None, exact, status, mark)
        except (IndexFailure, StorageError, OSError) as failure:
            return GuardedIndex(None, exact, _exact(f"the Chroma index can't be used ({failure})"), mark)
        status = IndexStatus("chroma", True, f"{len(entries)} entries in {self._folder / name}")
        return GuardedIndex(chroma, exact, status, mark)

    async def _opened(self, name: str, mark: Path, entries: Sequence[Entry], vectors: Vectors) -> store.ChromaIndex:
        """An open store; one that can't be opened is thrown away and built once more."""
        make_private_folder(self._folder)
        for last_try in (False, True):
            folder = await self._ready(name, mark, entries, vectors)
            index = store.ChromaIndex(folder)
            # A crash in native code leaves this mark behind, and the next start looks through a child first.
            await asyncio.to_thread(_touch, mark)
            try:
                await index.open()
            except IndexFailure:
                if last_try:
                    raise
                await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
                continue
            await asyncio.to_thread(mark.unlink, missing_ok=True)
            return index
        raise AssertionError("unreachable")

    async def _ready(self, name: str, mark: Path, entries: Sequence[Entry], vectors: Vectors) -> Path:
        """The folder of a store that may be opened in this process."""
        folder, bound = self._folder / name, size_bound(len(entries))
        if await asyncio.to_thread(lambda: not mark.exists() and _is_sealed(folder, bound)):
            return folder
        lock = FileLock(self._folder / "lock")
        if not lock.acquire():
            raise _BusyError
        try:
            if await asyncio.to_thread(folder.exists):
                if await self._still_good(folder, bound):
                    return folder
                await asyncio.to_thread(shutil.rmtree, folder)
            await self._build(folder, bound, entries, vectors)
            return folder
        finally:
            await asyncio.to_thread(mark.unlink, missing_ok=True)
            lock.release()

    async def _still_good(self, folder: Path, bound: int) -> bool:
        """Whether a doubtful store opens in a child, and answers there."""
        if not await asyncio.to_thread(_within, folder, bound) or not await self._child("look", folder, bound):
            return False
        await asyncio.to_thread(_seal, folder)
        return await asyncio.to_thread(_is_sealed, folder, bound)

    async def _build(self, folder: Path, bound: int, entries: Sequence[Entry], vectors: Vectors) -> None:
        await asyncio.to_thread(_clear_leftovers, self._folder)
        aside = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=self._folder))
        try:
            await asyncio.to_thread(store.leave_input, aside, entries, vectors)
            if not await self._child("build", aside, bound):
                raise IndexFailure("building failed")
            await asyncio.to_thread(_seal, aside)
            if not await asyncio.to_thread(_is_sealed, aside, bound):
                raise IndexFailure("what was built is damaged")
            await asyncio.to_thread(aside.rename, folder)
            await asyncio.to_thread(_prune, self._folder, folder)
        finally:
            await asyncio.to_thread(shutil.rmtree, aside, ignore_errors=True)  # gone already where all went well


async def run_child(task: str, folder: Path, bound: int) -> bool:
    """See `Child`. The child sees no more of the environment than Python needs: no key reaches it.

    It holds the reading end of a pipe, which comes to its end when this process dies: no child outlives its parent
    and goes on writing.
    """
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    leash, held = os.pipe()
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", store.__name__, task, str(folder), str(bound)),
            env=environment,
            stdin=leash,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            return await asyncio.wait_for(process.wait(), _CHILD_SECONDS + bound / _BYTES_A_SECOND) == 0
        except TimeoutError:
            return False
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    finally:
        os.close(leash)
        os.close(held)


def size_bound(entries: int) -> int:
    """Bytes that a store of so many entries may take: eight times what was measured, and some for a small one."""
    return 32 * 2**20 + entries * 32 * 2**10


def _exact(why: str) -> IndexStatus:
    return IndexStatus("exact", False, f"{why}; compared with every entry instead")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != _SEAL)


def _within(folder: Path, bound: int) -> bool:
    """Whether no more than `bound` bytes are there, by apparent size: a bloated file may be sparse."""
    return sum(path.stat().st_size for path in _files(folder)) <= bound


def _digests(folder: Path) -> dict[str, str]:
    """What the files of the vectors hold. The database is left out: opening a store writes to it."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in _files(folder)
        if not path.name.startswith(_DATABASE)
    }


def _seal(folder: Path) -> None:
    """Note that the store is good as it is now."""
    (folder / _SEAL).write_text(json.dumps(_digests(folder)), encoding="utf-8")


def _is_sealed(folder: Path, bound: int) -> bool:
    """Whether the store is what was verified: not bloated, the same bytes, a sound database."""
    try:
        if not _within(folder, bound) or json.loads((folder / _SEAL).read_text("utf-8")) != _digests(folder):
            return False
        with closing(sqlite3.connect(f"{(folder / _DATABASE).as_uri()}?mode=ro", uri=True)) as database:
            return bool(database.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except (OSError, ValueError, sqlite3.Error):
        return False


def _touch(path: Path) -> None:
    path.touch(mode=0o600)


def _clear_leftovers(folder: Path) -> None:
    """Remove what killed builders left; the caller holds the lock, so none of it is in use."""
    for path in folder.glob(f"{_BUILDING}*"):
        shutil.rmtree(path, ignore_errors=True)


def _prune(folder: Path, newest: Path) -> None:
    others = [path for path in folder.iterdir() if (path / _SEAL).is_file() and path != newest]
    others.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    for path in others[_KEPT:]:
        shutil.rmtree(path, ignore_errors=True)

"""The Chroma store; nothing else in the program imports chromadb.

Built and examined in a process of its own (`python -m agent.retrieval.store build|look FOLDER BOUND`): Chroma's native
code can crash on a damaged store, and one was seen to write 193 GB. A crash there costs a child, not the interview.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.domain.terms import RoundKind
from agent.retrieval.documents import Entry
from agent.retrieval.index import IndexFailure, Scope, by_scope

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

    from agent.retrieval.base import Vectors

FORMAT = "4"  # raised whenever what is written below changes
_INPUT = "input"  # what the parent leaves for the child: input.npz and input.json
_LOOKED_UP = 20
_WIDTH = 200
"""How many entries a search holds in sight: over three times what is asked for. For the tune half of the retrieval
evals it finds what an exact scan finds, and among 50,000 entries in half the time that a width of 1,000 takes."""
_NICENESS = 10


class ChromaIndex:
    """An open store, read only. Opens in a thread at the first query, since importing chromadb takes a second.

    A collection for each scope: a filter on metadata looks at all there is, and made a search ten times as long.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._client: ClientAPI | None = None
        self._collections: dict[str, Any] = {}
        self._turn = asyncio.Lock()

    async def open(self) -> None:
        """Open the store and ask it something. Raises IndexFailure."""
        async with self._turn:
            if self._client is None:
                await asyncio.to_thread(self._guarded, self._open)

    async def nearest(self, queries: Vectors, scope: Scope, k: int) -> dict[str, float]:
        """See `Index`."""
        await self.open()
        found = await asyncio.to_thread(self._guarded, self._query, queries, scope, k)
        return dict(found or {})

    async def close(self) -> None:
        """See `Index`."""
        async with self._turn:
            client, self._client, self._collections = self._client, None, {}
            if client is not None:
                await asyncio.to_thread(self._guarded, client.close)

    def _guarded(self, step: Any, *given: Any) -> dict[str, float] | None:
        try:
            result: dict[str, float] | None = step(*given)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001  # a panic in Chroma's native code is no Exception
            raise IndexFailure(type(error).__name__) from None
        return result

    def _open(self) -> None:
        client = _client(self._folder)
        self._collections = dict(_collections(client))
        for collection in self._collections.values():
            collection.peek(1)
        self._client = client

    def _query(self, queries: Vectors, scope: Scope, k: int) -> dict[str, float]:
        collection = self._collections.get(scope.name)
        if collection is None or not len(queries):
            return {}
        found = collection.query(query_embeddings=queries, n_results=k, include=["distances"])
        best: dict[str, float] = {}
        for ids, distances in zip(found["ids"], found["distances"], strict=True):
            for entry, distance in zip(ids, distances, strict=True):
                best[entry] = max(best.get(entry, -1.0), 1.0 - float(distance))
        return best


def version() -> str:
    """The installed chromadb, read without importing it; a store is not opened by another version."""
    from importlib.metadata import version as installed

    return installed("chromadb")


def leave_input(folder: Path, entries: Sequence[Entry], vectors: Vectors) -> None:
    """Write what `build` needs into `folder`."""
    import numpy as np

    np.savez(folder / f"{_INPUT}.npz", vectors=vectors)
    (folder / f"{_INPUT}.json").write_text(json.dumps([asdict(entry) for entry in entries]), encoding="utf-8")


def build(folder: Path) -> None:
    """Build a store in `folder` out of what `leave_input` wrote there, then look at it and remove the input.

    All entries of a scope go in with one call: a store whose building was cut short between calls can be unreadable.
    """
    import numpy as np

    listed = [_entry(item) for item in json.loads((folder / f"{_INPUT}.json").read_text(encoding="utf-8"))]
    with np.load(folder / f"{_INPUT}.npz", allow_pickle=False) as archive:
        vectors = archive["vectors"]
    client = _client(folder)
    at_once = client.get_max_batch_size()
    for scope, rows in sorted(by_scope(listed).items(), key=lambda item: item[0].name):
        collection = client.create_collection(
            scope.name,
            embedding_function=None,  # vectors are always given: the default one downloads a model
            configuration={"hnsw": _graph(len(rows))},
        )
        for start in range(0, len(rows), at_once):
            part = [listed[row] for row in rows[start : start + at_once]]
            collection.add(
                ids=[entry.id for entry in part],
                embeddings=vectors[rows[start : start + at_once]],
            )
        _look(collection, [listed[row].id for row in rows], vectors[rows])
    client.close()
    for ending in ("npz", "json"):
        (folder / f"{_INPUT}.{ending}").unlink()


def _graph(entries: int) -> CreateHNSWConfiguration:
    """One thread and a wide search: the same graph every time, which finds what an exact scan finds.

    All is written to disk once, at the end; Chroma would keep less than 1000 entries in its log, and fill the files
    with what happens to lie in memory.
    """
    return {
        "space": "cosine",
        "ef_construction": 200,
        "ef_search": _WIDTH,
        "num_threads": 1,
        "batch_size": max(2, min(100, entries)),
        "sync_threshold": max(2, entries),
    }


def look(folder: Path) -> None:
    """Open a store that may be damaged and read all of it; raises, or crashes, where it is."""
    import numpy as np

    client = _client(folder)
    for _, collection in _collections(client):
        everything = collection.get(include=["embeddings"])
        _look(collection, everything["ids"], np.asarray(everything["embeddings"]))
    client.close()


def _collections(client: ClientAPI) -> list[tuple[str, Any]]:
    names = sorted(collection.name for collection in client.list_collections())
    if not names:
        raise IndexFailure("collections are missing")
    return [(name, client.get_collection(name, embedding_function=None)) for name in names]


def _look(collection: Any, ids: Sequence[str], vectors: Vectors) -> None:
    """Count, and find some entries spread over the store by their own vectors."""
    if not ids or collection.count() != len(ids):
        raise IndexFailure("entries are missing")
    step = max(1, len(ids) // _LOOKED_UP)
    found = collection.query(query_embeddings=vectors[::step], n_results=5, include=["distances"])
    for entry, near, distances in zip(ids[::step], found["ids"], found["distances"], strict=True):
        if entry not in near and distances[0] > 1e-4:  # the same text twice may push an entry out of the five
            raise IndexFailure("an entry can't be found by its own vector")


def _client(folder: Path) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder))
    return chromadb.PersistentClient(str(folder), settings)


def _entry(item: dict[str, Any]) -> Entry:
    rounds = tuple(RoundKind(kind) for kind in item["rounds"])
    return Entry(item["id"], item["target"], item["text"], rounds, item["question"])


def main(arguments: Sequence[str]) -> None:
    """The child's side: TASK FOLDER BOUND, where no file may grow over BOUND bytes. Ends when its parent does.

    It works beside an interview that can do without it: whoever waits for a word goes first.
    """
    import resource

    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.nice(_NICENESS)
    task, folder, bound = arguments
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(bound), hard))
    {"build": build, "look": look}[task](Path(folder))


def _end_with_parent() -> None:
    os.read(0, 1)  # nothing is ever written: this returns when the parent is gone
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])

"""The user's own documents: add, list and remove. A face over storage and retrieval for the interface."""

from __future__ import annotations

import asyncio
from pathlib import Path

from agent.assembly import utc_now
from agent.domain.sources import OwnDocument, SourceKind
from agent.settings import Settings
from agent.storage import sources

__all__ = ["OwnDocument", "SourceKind", "add", "listed", "remove", "unreadable"]


async def add(settings: Settings, path: Path, kind: SourceKind | None = None) -> OwnDocument:
    """Keep a document and embed its passages. `kind` None is guessed from the file's name.

    Raises:
        UsageError: the file can't be used. StorageError: it can't be kept. Nothing was added then.
    """
    from agent.retrieval import own
    from agent.retrieval.embedder import embedder
    from agent.retrieval.reading import read_document

    document = await asyncio.to_thread(read_document, path, utc_now(), kind, await listed(settings))
    await asyncio.to_thread(sources.save, settings.paths.sources, document)
    await own.load(settings.paths.sources, embedder())
    return document


async def listed(settings: Settings) -> tuple[OwnDocument, ...]:
    """All documents, by id."""
    return await asyncio.to_thread(sources.read_all, settings.paths.sources)


async def unreadable(settings: Settings) -> tuple[str, ...]:
    """The names of documents that can't be read (any more)."""
    return await asyncio.to_thread(sources.unreadable, settings.paths.sources)


async def remove(settings: Settings, source_id: str) -> None:
    """Remove a document with all that was derived from it. Raises NotFoundError."""
    await asyncio.to_thread(sources.remove, settings.paths.sources, source_id)

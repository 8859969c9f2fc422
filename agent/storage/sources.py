"""The user's own documents on disk: a folder each, with everything that is ever derived from it inside.

Vectors are kept beside the text and nowhere else, so that removing the folder removes every trace.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

from agent.domain.sources import OwnDocument, SourceKind
from agent.errors import NotFoundError, StorageError
from agent.paths import entries, make_private_folder

_DOCUMENT = "document.json"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def folder_of(root: Path, source_id: str) -> Path:
    """Where a document lives. Raises NotFoundError where there is none of that id."""
    folder = root / source_id
    if not _ID.fullmatch(source_id) or not (folder / _DOCUMENT).is_file():
        known = ", ".join(document.id for document in read_all(root)) or "none"
        raise NotFoundError(f"There is no source {source_id!r}; there are: {known}.")
    return folder


def save(root: Path, document: OwnDocument) -> None:
    """Keep a document, in the place of one with the same id. Raises StorageError; then the old one is as it was."""
    make_private_folder(root)
    aside = Path(tempfile.mkdtemp(prefix=".adding-", dir=root))
    target = root / document.id
    try:
        text = json.dumps(asdict(document), ensure_ascii=False, indent=1)
        with os.fdopen(
            os.open(aside / _DOCUMENT, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.rmtree(target)
        aside.rename(target)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StorageError(f"{document.title} can't be kept in {root} ({reason}); nothing was added.") from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def read_all(root: Path) -> tuple[OwnDocument, ...]:
    """All documents by id. One that can't be read is left out; `unreadable` names it."""
    return tuple(found for folder in _folders(root) if (found := _read(folder)) is not None)


def unreadable(root: Path) -> tuple[str, ...]:
    """The names of documents that can't be read."""
    return tuple(folder.name for folder in _folders(root) if _read(folder) is None)


def remove(root: Path, source_id: str) -> None:
    """Remove a document with all that was derived from it. Raises NotFoundError, StorageError."""
    folder = root / source_id
    if source_id not in unreadable(root):
        folder = folder_of(root, source_id)
    try:
        shutil.rmtree(folder)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StorageError(f"{folder} can't be removed ({reason}); remove it by hand.") from None


def _folders(root: Path) -> list[Path]:
    return [entry for entry in entries(root) if entry.is_dir() and not entry.name.startswith(".")]


def _read(folder: Path) -> OwnDocument | None:
    try:
        kept = json.loads((folder / _DOCUMENT).read_text(encoding="utf-8"))
        passages = tuple(str(passage) for passage in kept["passages"])
        kind, english = SourceKind(kept["kind"]), bool(kept["english"])
        return OwnDocument(folder.name, str(kept["title"]), kind, str(kept["added"]), passages, english)
    except (OSError, ValueError, KeyError, TypeError):
        return None

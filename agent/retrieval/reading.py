"""Reads the user's own documents: Markdown, plain text and PDF become passages. The one place that knows pypdf."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from agent.domain.sources import OwnDocument, SourceKind
from agent.errors import UsageError
from agent.retrieval.chunking import LONGEST_CHUNK, chunks, sentences
from agent.retrieval.language import is_english

SUFFIXES = (".md", ".markdown", ".txt", ".text", ".pdf")
LARGEST = 10 * 2**20
"""Bytes of a file."""
MOST_PASSAGES = 2000
_LINE_WORDS = 4  # a shorter line of a resume ("Berlin", "2019 - 2023") says nothing that could be asked about
_BULLET = re.compile(r"^\s*(?:[-*•·–▪◦●]|\d+[.)])\s+|^#{1,6}\s+|\*\*|__|`")
_GUESSES = (
    (SourceKind.RESUME, re.compile(r"resum|(?:^|[^a-z])cv(?:[^a-z]|$)|curriculum|lebenslauf", re.IGNORECASE)),
    (SourceKind.JOB, re.compile(r"(?:^|[^a-z])(?:job|jd|posting|vacancy|role|position)(?:[^a-z]|$)", re.IGNORECASE)),
)


def read_document(
    path: Path, added: str, kind: SourceKind | None = None, among: Sequence[OwnDocument] = ()
) -> OwnDocument:
    """A file as a document; `kind` None is guessed from its name, `added` is RFC 3339, `among` are there already.

    The id is made of the file's name and a digest of its name and folder: the same file added again replaces itself.

    Raises:
        UsageError: it can't be read, is of another kind, too large, holds no text, or what another file holds. Nothing
            was added.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder; nothing was added. Name the files in it.")
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(f"{path} is none of {', '.join(SUFFIXES)}; nothing was added. Save it as text or PDF.")
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST else None
    except OSError as error:
        raise UsageError(f"{path} can't be read ({error.strerror}); nothing was added.") from None
    if content is None:
        raise UsageError(f"{path} is larger than {LARGEST // 2**20} MB; nothing was added.")
    text = _from_pdf(content, path) if path.suffix.lower() == ".pdf" else _decoded(content, path)
    kind = kind or guess(path.name)
    passages = _passages(text, kind)
    if not passages:
        raise UsageError(f"{path} holds no text to draw on; nothing was added. A scanned page is a picture.")
    if len(passages) > MOST_PASSAGES:
        raise UsageError(
            f"{path} has more than {MOST_PASSAGES} passages; nothing was added. Add the part that matters."
        )
    document = OwnDocument(_id(path), path.name, kind, added, passages, is_english(text))
    twin = next((one for one in among if one.id != document.id and _passages(text, one.kind) == one.passages), None)
    if twin is not None:
        raise UsageError(f"{path} says what {twin.title} says, which is there as {twin.id}; nothing was added.")
    return document


def guess(name: str) -> SourceKind:
    """What a file is, by its name; notes where that tells nothing."""
    return next((kind for kind, pattern in _GUESSES if pattern.search(name)), SourceKind.NOTES)


def passages_of(text: str, kind: SourceKind) -> Iterator[str]:
    """The pieces that can be found: lines of a resume or a posting, paragraphs of notes."""
    if kind is SourceKind.NOTES:
        yield from (passage for _, passage in chunks(text))
        return
    for line in _joined_lines(text):
        for sentence in sentences(line):
            words = sentence.split()
            if _LINE_WORDS <= len(words) <= LONGEST_CHUNK:
                yield " ".join(words)


def _passages(text: str, kind: SourceKind) -> tuple[str, ...]:
    return tuple(dict.fromkeys(passages_of(text, kind)))


def _joined_lines(text: str) -> Iterator[str]:
    """Lines without their bullets; one that goes on in lower case is joined with the line before it."""
    held = ""
    for raw in text.splitlines():
        line = _BULLET.sub("", raw).strip()
        goes_on = held and line[:1].islower() and not _BULLET.match(raw) and not held.endswith((".", "!", "?"))
        if goes_on:
            held = f"{held} {line}"
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _decoded(content: bytes, path: Path) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 text (byte {error.start}); nothing was added.") from None


def _from_pdf(content: bytes, path: Path) -> str:
    from pypdf import PdfReader

    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UsageError(f"{path} is locked with a password; nothing was added. Save it without one.")
        return "\n".join(page.extract_text() or "" for page in reader.pages)
    except UsageError:
        raise
    except Exception as error:  # noqa: BLE001  # a damaged PDF raises whatever its parser stumbles over
        raise UsageError(f"{path} is not a PDF that can be read ({type(error).__name__}); nothing was added.") from None


def _id(path: Path) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:40].strip("-") or "document"
    return f"{stem}-{sha256(str(path.resolve()).encode('utf-8', 'surrogatepass')).hexdigest()[:4]}"

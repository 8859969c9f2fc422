"""The user's own documents: read, found, spoken of as such, and gone without a trace."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfWriter

from agent.catalog.loader import Catalog
from agent.domain.interview import Sought
from agent.domain.sources import SourceKind
from agent.domain.terms import RoundKind
from agent.errors import NotFoundError, UsageError
from agent.retrieval import own
from agent.retrieval.embedder import MiniLM
from agent.retrieval.embedder import embedder as own_embedder
from agent.retrieval.reading import read_document
from agent.retrieval.search import ProbeSearch
from agent.storage import sources

NOW = "2026-11-25T10:00:00Z"
RESUME = """# Ada
Berlin
- Rebuilt the nightly demand forecast for 40 warehouses, cut stock-outs by a third
  after eight weeks in shadow mode.
- Led the move of the ranking service from Java to Go
* Spoke at two meetups about label quality
"""


@pytest.fixture(scope="module")
def embedder() -> MiniLM:
    return own_embedder()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "sources"


def added(root: Path, tmp_path: Path, name: str, text: str) -> str:
    (tmp_path / name).write_text(text, encoding="utf-8")
    document = read_document(tmp_path / name, NOW)
    sources.save(root, document)
    return document.id


def left(root: Path) -> list[Path]:
    return list(root.iterdir())


def pdf(*lines: str) -> bytes:
    """A PDF with one page whose text is `lines`."""
    show = "".join(f"({line}) Tj 0 -14 Td\n" for line in lines)
    stream = f"BT /F1 12 Tf 40 700 Td\n{show}ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    return (
        out
        + b"xref\n0 5\n0000000000 65535 f \n"
        + rows
        + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start
    )


def test_a_resume_is_read_line_by_line_and_broken_lines_are_joined(tmp_path: Path) -> None:
    (tmp_path / "my_cv.md").write_text(RESUME, encoding="utf-8")
    document = read_document(tmp_path / "my_cv.md", NOW)
    assert document.kind is SourceKind.RESUME
    assert document.english
    assert document.passages == (
        "Rebuilt the nightly demand forecast for 40 warehouses, cut stock-outs by a third after eight weeks in shadow mode.",
        "Led the move of the ranking service from Java to Go",
        "Spoke at two meetups about label quality",
    )


def test_a_pdf_is_read_and_the_kind_can_be_said(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(
        pdf("You will own the fraud models in two countries.", "You report to the founder.")
    )
    document = read_document(tmp_path / "x.pdf", NOW, SourceKind.JOB)
    assert document.kind is SourceKind.JOB
    assert document.passages[0] == "You will own the fraud models in two countries."


def locked_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def unusable() -> Iterator[tuple[str, bytes, str]]:
    yield "a.docx", b"PK", "is none of .md"
    yield "a.txt", b"\xff\xfe\x00", "not UTF-8 text"
    yield "a.md", b"\n\n", "holds no text"
    yield "a.pdf", b"%PDF-1.4 broken", "not a PDF that can be read"
    yield "locked.pdf", locked_pdf(), "locked with a password"
    yield "big.txt", b"x" * (10 * 2**20 + 1), "larger than 10 MB"


@pytest.mark.parametrize(
    ("name", "content", "says"), list(unusable()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_file_that_can_t_be_used_is_one_line_and_nothing_is_added(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError, match=says) as error:
        read_document(tmp_path / name, NOW)
    assert "nothing was added" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_folder_is_called_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder; nothing was added"):
        read_document(tmp_path, NOW)


def test_the_same_words_in_another_file_are_added_once_whatever_they_are_taken_for(tmp_path: Path) -> None:
    for name in ("cv.md", "copy.md"):
        (tmp_path / name).write_text("# Work\n\n- Built the forecast for forty depots.\n- Ran it for two years.\n")
    first = read_document(tmp_path / "cv.md", NOW)
    assert read_document(tmp_path / "cv.md", NOW, SourceKind.NOTES, [first]).kind is SourceKind.NOTES
    with pytest.raises(UsageError, match=rf"says what cv\.md says, which is there as {first.id}; nothing was added"):
        read_document(tmp_path / "copy.md", NOW, among=[first])


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be read"):
        read_document(tmp_path / "gone.txt", NOW)


async def test_a_line_of_the_resume_is_found_asked_about_as_such_and_removed_without_a_trace(
    tmp_path: Path, root: Path, embedder: MiniLM
) -> None:
    name = added(root, tmp_path, "resume.md", RESUME)
    search = ProbeSearch(Catalog(), embedder, None, own=root)
    answer = "At the retailer I rebuilt the demand forecast for the warehouses."
    found = await search.candidates(Sought(answer, round=RoundKind.BEHAVIORAL))
    mine = next(item for item in found if item.kind == "source")
    assert mine.source == f"own:{name}"
    assert mine.ask is not None
    assert "resume" in mine.ask
    assert "Rebuilt the nightly demand forecast" in mine.ask
    assert (await search.brought_up(mine.id, RoundKind.BEHAVIORAL)).again
    assert [i for i in await search.candidates(Sought(answer, round=RoundKind.NEGOTIATION)) if i.kind == "source"] == []
    assert [
        i
        for i in await search.candidates(Sought(answer, round=RoundKind.BEHAVIORAL, exclude=frozenset({mine.id})))
        if i.id == mine.id
    ] == []
    sources.remove(root, name)
    assert sources.read_all(root) == ()
    assert left(root) == []
    again = ProbeSearch(Catalog(), embedder, None, own=root)
    assert [i for i in await again.candidates(Sought(answer, round=RoundKind.BEHAVIORAL)) if i.kind == "source"] == []


async def test_vectors_lie_beside_the_document_and_are_computed_once(
    tmp_path: Path, root: Path, embedder: MiniLM
) -> None:
    name = added(root, tmp_path, "resume.md", RESUME)
    first = await own.load(root, embedder)
    assert {path.name.partition("-")[0] for path in (root / name).iterdir()} == {"document.json", "vectors"}

    class Counting:
        name = embedder.name

        async def embed(self, texts: object) -> None:
            raise AssertionError("computed again")

    second = await own.load(root, Counting())
    assert (first.vectors == second.vectors).all()


async def test_notes_are_material_and_are_never_read_aloud(tmp_path: Path, root: Path, embedder: MiniLM) -> None:
    added(
        root, tmp_path, "notes.txt", "The forecast of the warehouses failed in spring because promotions were missing."
    )
    search = ProbeSearch(Catalog(), embedder, None, own=root)
    found = await search.candidates(
        Sought("The forecast failed since promotions were missing.", round=RoundKind.CODING)
    )
    mine = [item for item in found if item.kind == "source"]
    assert [item.ask for item in mine] == [None]
    assert mine[0].about.startswith("from your notes (notes.txt): ")


def test_an_unknown_or_foreign_id_removes_nothing(tmp_path: Path, root: Path) -> None:
    added(root, tmp_path, "resume.md", RESUME)
    for name in ("nothing", "../sources", "."):
        with pytest.raises(NotFoundError, match="There is no source"):
            sources.remove(root, name)
    assert len(sources.read_all(root)) == 1


def test_a_damaged_document_is_named_and_can_be_removed(tmp_path: Path, root: Path) -> None:
    name = added(root, tmp_path, "resume.md", RESUME)
    (root / name / "document.json").write_text("{", encoding="utf-8")
    assert sources.read_all(root) == ()
    assert sources.unreadable(root) == (name,)
    sources.remove(root, name)
    assert sources.unreadable(root) == ()


def test_files_are_readable_by_their_owner_only(tmp_path: Path, root: Path) -> None:
    name = added(root, tmp_path, "resume.md", RESUME)
    assert (root / name / "document.json").stat().st_mode & 0o077 == 0
    assert root.stat().st_mode & 0o077 == 0

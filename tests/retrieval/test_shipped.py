"""Vectors that come with the program: the same as computed ones, complete, and never trusted blindly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from agent.catalog.loader import Catalog
from agent.retrieval.embedder import MiniLM
from agent.retrieval.shipped import FILE, ShippedVectors, write
from agent.retrieval.shipping import known_texts, missing

OURS = Path(__file__).parents[2] / "knowledge" / "embedder"
FEW = 600
"""Texts that a change of knowledge/ may leave to be embedded at a first start: about two seconds of it."""


def test_nearly_all_that_knowledge_holds_came_with_the_program() -> None:
    left = missing(Catalog(), ShippedVectors.read(OURS, MiniLM.name))
    assert len(left) <= FEW, f"{len(left)} texts would be embedded on the user's machine: run `make vectors`"


async def test_a_shipped_vector_is_the_computed_one(tmp_path: Path) -> None:
    shipped = ShippedVectors.read(OURS, MiniLM.name)
    assert shipped is not None
    texts = [text for text in known_texts(Catalog())[:: 1 + len(shipped) // 12] if shipped.get(text) is not None]
    assert len(texts) >= 10
    for file in ("model.onnx", "tokenizer.json"):
        (tmp_path / file).symlink_to(OURS / file)
    computed = await MiniLM(tmp_path).embed(texts)  # a folder without a table: everything is run
    found = await MiniLM().embed(texts)
    assert (computed * found).sum(axis=1).min() > 0.999
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-6)


def test_the_same_texts_give_the_same_file_and_an_unknown_text_is_not_there(tmp_path: Path) -> None:
    vectors = np.eye(3, 384, dtype=np.float32)
    write(tmp_path / FILE, "m", ["a", "b", "c"], vectors)
    first = (tmp_path / FILE).read_bytes()
    write(tmp_path / FILE, "m", ["c", "a", "b"], vectors[[2, 0, 1]])
    assert (tmp_path / FILE).read_bytes() == first
    table = ShippedVectors.read(tmp_path, "m")
    assert table is not None
    assert [int(table.get(text).argmax()) for text in "abc"] == [0, 1, 2]
    assert table.get("d") is None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\x93NUMPY"])
def test_a_damaged_table_or_one_of_another_model_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert ShippedVectors.read(tmp_path, "m") is None
    write(tmp_path / FILE, "other", ["a"], np.eye(1, 384, dtype=np.float32))
    assert ShippedVectors.read(tmp_path, "m") is None

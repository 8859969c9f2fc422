from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from word_embedder import WordEmbedder

from agent.retrieval.vectors import VectorCache
from agent.storage.locks import FileLock

TEXTS = ["one text", "another text", "a third"]


def cached_files(folder: Path) -> list[Path]:
    return list(folder.glob("*.npz"))


def cached_file(folder: Path) -> Path:
    return cached_files(folder)[0]


async def test_a_second_start_embeds_only_what_is_new(tmp_path: Path) -> None:
    first = await VectorCache(WordEmbedder(), tmp_path).embed(TEXTS)
    embedder = WordEmbedder()
    second = await VectorCache(embedder, tmp_path).embed([*TEXTS, "new"])
    assert embedder.asked == ["new"]
    assert np.array_equal(first, second[:3])


async def test_the_same_text_twice_is_embedded_once(tmp_path: Path) -> None:
    embedder = WordEmbedder()
    vectors = await VectorCache(embedder, tmp_path).embed(["a", "b", "a"])
    assert embedder.asked == ["a", "b"]
    assert np.array_equal(vectors[0], vectors[2])


async def test_what_came_with_the_program_is_not_kept_again(tmp_path: Path) -> None:
    class Ships(WordEmbedder):
        def shipped(self, texts: Sequence[str]) -> tuple[list[int], np.ndarray]:
            known = [place for place, text in enumerate(texts) if text in TEXTS]
            return known, np.full((len(known), 384), 0.5, dtype=np.float32)

    embedder = Ships()
    assert (await VectorCache(embedder, tmp_path).embed(TEXTS) == 0.5).all()
    assert embedder.asked == [] and cached_files(tmp_path) == []
    vectors = await VectorCache(embedder, tmp_path).embed(["new", *TEXTS])
    assert embedder.asked == ["new"] and (vectors[1:] == 0.5).all()
    assert np.array_equal(vectors[:1], await WordEmbedder().embed(["new"]))


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "other shape", "pickle"])
async def test_a_damaged_file_is_built_anew(tmp_path: Path, damage: str) -> None:
    right = await VectorCache(WordEmbedder(), tmp_path).embed(TEXTS)
    file = cached_file(tmp_path)
    data = bytearray(file.read_bytes())
    if damage == "cut":
        file.write_bytes(data[: len(data) // 2])
    elif damage == "flip":
        data[len(data) // 2] ^= 0xFF
        file.write_bytes(data)
    elif damage == "empty":
        file.write_bytes(b"")
    elif damage == "other shape":
        np.savez(file, keys=np.array(["a"] * 3), vectors=np.zeros((3, 5), dtype=np.float32))
    else:
        np.savez(file, keys=np.array([object()]), vectors=np.zeros((1, 384), dtype=np.float32))
    embedder = WordEmbedder()
    assert np.array_equal(await VectorCache(embedder, tmp_path).embed(TEXTS), right)
    assert embedder.asked == TEXTS
    again = WordEmbedder()
    await VectorCache(again, tmp_path).embed(TEXTS)
    assert again.asked == []


async def test_while_another_process_writes_nothing_is_written_and_all_works(tmp_path: Path) -> None:
    with FileLock(tmp_path / "vectors-words.lock"):
        cache = VectorCache(WordEmbedder(), tmp_path)
        assert (await cache.embed(TEXTS)).shape == (3, 384)
    assert cached_files(tmp_path) == []
    assert cache.embedded == 3
    assert (await cache.embed(TEXTS)).shape == (3, 384)
    assert cache.embedded == 3


async def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    cache = VectorCache(WordEmbedder(), tmp_path / "file")
    assert (await cache.embed(TEXTS)).shape == (3, 384)


async def test_calls_at_the_same_time_embed_a_text_once(tmp_path: Path) -> None:
    embedder = WordEmbedder()
    cache = VectorCache(embedder, tmp_path)
    await asyncio.gather(*(cache.embed(TEXTS) for _ in range(5)))
    assert embedder.asked == TEXTS


async def test_files_are_their_owners_alone(tmp_path: Path) -> None:
    await VectorCache(WordEmbedder(), tmp_path / "cache").embed(TEXTS)
    assert (tmp_path / "cache").stat().st_mode & 0o077 == 0
    assert cached_file(tmp_path / "cache").stat().st_mode & 0o077 == 0
    assert list((tmp_path / "cache").glob(".vectors-*")) == []

from __future__ import annotations

import asyncio
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from agent.errors import KnowledgeError
from agent.retrieval import embedder as module
from agent.retrieval.base import DIMENSIONS
from agent.retrieval.embedder import MiniLM, embedder

FOLDER = Path(__file__).parents[2] / "knowledge/embedder"


@pytest.fixture(scope="module")
def model() -> MiniLM:
    return MiniLM()


async def test_vectors_have_length_one_and_follow_meaning(model: MiniLM) -> None:
    texts = ["A cat sat on the mat.", "A kitten was sitting on the rug.", "Interest rates rise."]
    vectors = await model.embed(texts)
    assert vectors.shape == (3, DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


async def test_a_vector_depends_on_its_own_text_alone() -> None:
    text = "First I pin last Friday's model."
    alone = await MiniLM().embed([text])
    among = await MiniLM().embed(["A much longer neighbour, " * 30, text, "x"])
    assert np.array_equal(alone[0], among[1])


async def test_many_at_once_give_the_same_as_one_after_the_other(model: MiniLM) -> None:
    texts = [f"number {n} of the answers" for n in range(40)]
    together = await asyncio.gather(*(MiniLM().embed(texts) for _ in range(2)), model.embed(texts))
    assert np.array_equal(together[0], together[1])
    assert np.array_equal(together[0], together[2])


async def test_one_interview_finds_what_another_had_embedded_and_loads_no_second_model(monkeypatch) -> None:
    await MiniLM().embed(["nothing that knowledge holds"])
    opened: list[object] = []
    monkeypatch.setattr(onnxruntime, "InferenceSession", lambda *_, **__: opened.append(1))
    await MiniLM().embed(["nothing that knowledge holds either"])
    assert opened == []
    assert embedder() is embedder()


@pytest.mark.parametrize(
    ("told", "exact"),
    [
        ("flags : fpu avx2 avx512_vnni", True),
        ("flags : avx_vnni fpu", True),
        ("flags : fpu avx2 avx512f", False),
        (None, False),
    ],
)
def test_a_processor_is_trusted_to_add_exactly_only_where_it_is_known_to(
    tmp_path: Path, told: str | None, exact: bool
) -> None:
    if told is not None:
        (tmp_path / "cpuinfo").write_text(told)
    assert module._adds_exactly(tmp_path / "cpuinfo") is exact


@pytest.mark.skipif(not module._adds_exactly(), reason="there is but one way on this processor")
async def test_the_quick_way_gives_the_vectors_of_the_one_that_is_exact_everywhere(
    model: MiniLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["I froze the label for a quarter.", "Then we shipped it, and " * 40, "p99 went from 80 to 31 ms!"]
    quick = await model.embed(texts)
    with monkeypatch.context() as patched:
        patched.setattr(module, "_adds_exactly", lambda: False)
        module._open.cache_clear()
        exact = await MiniLM().embed(texts)
    module._open.cache_clear()
    assert np.array_equal(quick, exact)


async def test_no_text_and_empty_text(model: MiniLM) -> None:
    assert (await model.embed([])).shape == (0, DIMENSIONS)
    assert np.isfinite(await model.embed(["", "\ud800 half a character", "\x00"])).all()


async def test_what_comes_after_256_tokens_does_not_count(model: MiniLM) -> None:
    long = "word " * 400
    first, second = await model.embed([long, long + "something else entirely"])
    assert np.array_equal(first, second)


def test_the_files_are_those_that_the_readme_names() -> None:
    readme = (FOLDER / "README.md").read_text()
    for name in ("config.json", "model.onnx", "tokenizer.json"):
        digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()
        assert f"| `{name}` | {digest} |" in readme
    assert hashlib.sha256((FOLDER / "model.onnx").read_bytes()).hexdigest().startswith(MiniLM.name.rpartition("-")[2])


async def test_a_missing_or_broken_model_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="Install mockloop again"):
        await MiniLM(tmp_path).embed(["x"])
    (tmp_path / "tokenizer.json").write_bytes((FOLDER / "tokenizer.json").read_bytes())
    (tmp_path / "model.onnx").write_bytes(b"no model")
    with pytest.raises(KnowledgeError, match="can't be loaded"):
        await MiniLM(tmp_path).embed(["x"])


def test_nothing_heavy_is_loaded_by_importing_retrieval() -> None:
    code = (
        "import sys, agent.retrieval.search, agent.retrieval.shelf, agent.retrieval.store, agent.catalog.check;"
        "print([m for m in ('numpy', 'onnxruntime', 'tokenizers', 'chromadb', 'pydantic', 'yaml') if m in sys.modules])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="threads are counted as Linux lists them")
def test_products_are_computed_by_no_threads_that_go_on_spinning_beside_the_embedder() -> None:
    code = (
        "import os, agent; import numpy as np; product = np.ones((64, 384)) @ np.ones((384, 4096));"
        "print(len(os.listdir('/proc/self/task')))"
    )
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "1"


async def test_the_same_text_is_embedded_once_and_known_ones_need_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    run: list[str] = []
    embedded = MiniLM._run

    def counted(self: MiniLM, text: str) -> np.ndarray:
        run.append(text)
        return embedded(self, text)

    monkeypatch.setattr(MiniLM, "_run", counted)
    fresh = MiniLM(remembered=2)
    asked = ["Pin the model.", "Roll it back.", "Pin the model."]
    first = await fresh.embed(asked)
    assert sorted(run) == sorted(set(asked))
    assert np.array_equal(first[0], first[2])
    with monkeypatch.context() as patched:
        patched.setattr(asyncio, "to_thread", None)
        assert np.array_equal(await fresh.embed(asked), first)
    await fresh.embed(["A third text."])
    await fresh.embed(["Roll it back."])
    assert run.count("Roll it back.") + run.count("Pin the model.") == 3, "the oldest of more than two is forgotten"

"""The sentence model shows its inner layers, and what it gave before stays what it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from agent.retrieval.base import DIMENSIONS
from agent.retrieval.embedder import MiniLM
from agent.retrieval.inner_layers import INNER

FILE = Path(__file__).parents[2] / "knowledge/embedder/model.onnx"
DONE = "I pinned last Friday's model and relabelled 400 rows by hand."
TALKED = "One should always pin models and make sure that the labels are right."


async def test_vectors_are_those_of_the_file_as_it_stands() -> None:
    alone = onnxruntime.InferenceSession(FILE.read_bytes(), providers=["CPUExecutionProvider"])
    ids = np.array([[101, 7632, 2045, 102]], dtype=np.int64)
    inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    mean = alone.run(["last_hidden_state"], inputs)[0][0].mean(axis=0)
    (vector,) = await MiniLM().embed(["hi there"])
    assert np.array_equal(vector, mean / np.linalg.norm(mean))


async def test_every_layer_below_the_last_is_shown() -> None:
    model = MiniLM()
    done, talked = await model.layers(DONE), await model.layers(TALKED)
    assert done.shape == (len(INNER), DIMENSIONS) and done.dtype == np.float32
    assert np.linalg.norm(done, axis=1) == pytest.approx(1, abs=1e-5)
    last = np.concatenate([done, await model.embed([DONE])])
    assert np.abs(np.diff(last, axis=0)).max(axis=1).min() > 0.01, "no two of them are the same"
    assert np.array_equal(done, await MiniLM().layers(DONE)) and not np.allclose(done, talked, atol=0.01)
    assert np.isfinite(await model.layers("\ud800")).all() and np.isfinite(await model.layers("")).all()


async def test_a_text_that_was_read_is_embedded_already(monkeypatch: pytest.MonkeyPatch) -> None:
    model = MiniLM()
    expected, layers = await MiniLM().embed([DONE]), await model.layers(DONE)
    monkeypatch.setattr(MiniLM, "_hidden", None)
    assert np.array_equal(await model.embed([DONE]), expected)
    assert np.array_equal(await model.layers(DONE), layers), "nor is it read twice"

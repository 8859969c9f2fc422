"""Sentence embeddings without a network: the model of knowledge/embedder run by onnxruntime."""

from __future__ import annotations

import asyncio
import functools
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from agent.errors import KnowledgeError
from agent.retrieval.base import DIMENSIONS
from agent.retrieval.inner_layers import INNER, with_inner_layers
from agent.retrieval.shipped import ShippedVectors

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

    from agent.retrieval.base import Vectors

LONGEST = 256  # tokens; what comes after is cut off
_AT_ONCE = 32  # texts per hop to a thread, so that a cancelled build stops within 0.1 s
_SIDE_BY_SIDE = min(4, os.cpu_count() or 1)  # texts embedded at the same time; an answer has some six sentences
_A_RUN = 80  # characters that take as long as running the model at all
_REMEMBERED = 2048  # vectors kept in memory: 3 MB
_READ = 128  # texts whose inner layers are: 1 MB


class MiniLM:
    """all-MiniLM-L6-v2, quantised to int8.

    Loads onnxruntime and the model (0.4 s) at first use, once a process. A text's vector depends on that text alone:
    each is run in a call of its own, by one thread, because dynamic quantisation would let the texts of a batch and
    their padding change each other. 2 ms for a sentence, 10 ms for a hundred words; several texts at the same time,
    a thread each. What came with the program (`shipped`) is looked up instead.
    """

    name = "minilm-int8-exact-66dc480c"

    def __init__(self, folder: Path | None = None, *, remembered: int = _REMEMBERED) -> None:
        """`remembered` is how many vectors stay in memory."""
        self._folder = folder
        self._most = remembered
        self._remembered: OrderedDict[str, Vectors] = OrderedDict()
        self._read: OrderedDict[str, Vectors] = OrderedDict()
        self._remembering = threading.Lock()
        self._shipped: ShippedVectors | None = None
        self._looked_for_shipped = False

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder`. Raises KnowledgeError where the model's files can't be loaded."""
        import numpy as np

        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        if self._looked_for_shipped and len(texts) <= _AT_ONCE:  # a thread would take longer to begin
            found, shipped = self.shipped(texts)
        else:
            found, shipped = await asyncio.to_thread(self.shipped, texts)
        vectors[found] = shipped
        new: dict[str, list[int]] = {}
        for row in sorted(set(range(len(texts))) - set(found)):
            if not self._recall(texts[row], vectors[row]):
                new.setdefault(texts[row], []).append(row)
        ordered = list(new)
        for start in range(0, len(ordered), _AT_ONCE):
            lanes = _lanes(ordered[start : start + _AT_ONCE])
            done = await asyncio.gather(*(asyncio.to_thread(self._run_each, lane) for lane in lanes))
            for text, vector in zip(chain(*lanes), chain(*done), strict=True):
                vectors[new[text]] = vector
        return vectors

    async def layers(self, text: str) -> Vectors:
        """The mean of every inner layer over a text's tokens, each of length 1, shape (len(INNER), DIMENSIONS).

        Costs what embedding the text costs, and the text needs not be embedded any more.
        """
        with self._remembering:
            known = self._read.get(text)
        return known if known is not None else await asyncio.to_thread(self._layers, text)

    def _layers(self, text: str) -> Vectors:
        import numpy as np

        last, *inner = self._hidden(text, (_LAST, *INNER))
        found = np.stack([_mean(layer) for layer in inner])
        self._remember(self._remembered, text, _mean(last), self._most)
        self._remember(self._read, text, found, _READ)
        return found

    def _run_each(self, texts: Sequence[str]) -> list[Vectors]:
        return [self._vector(text) for text in texts]

    def _recall(self, text: str, into: Vectors) -> bool:
        """Whether a text was embedded before; its vector is written then."""
        with self._remembering:
            known = self._remembered.get(text)
            if known is None:
                return False
            self._remembered.move_to_end(text)
        into[:] = known
        return True

    def _vector(self, text: str) -> Vectors:
        vector = self._run(text)
        self._remember(self._remembered, text, vector, self._most)
        return vector

    def _remember(self, kept: OrderedDict[str, Vectors], text: str, found: Vectors, most: int) -> None:
        with self._remembering:
            kept[text] = found
            while len(kept) > most:
                kept.popitem(last=False)

    def shipped(self, texts: Sequence[str]) -> tuple[list[int], Vectors]:
        """See `Shipping`."""
        import numpy as np

        with self._remembering:
            if not self._looked_for_shipped:
                self._shipped = _table(self._folder, self.name)
                self._looked_for_shipped = True
        if self._shipped is None:
            return [], np.zeros((0, DIMENSIONS), dtype=np.float32)
        return self._shipped.take(texts)

    def _run(self, text: str) -> Vectors:
        return _mean(self._hidden(text, (_LAST,))[0])

    def _hidden(self, text: str, outputs: Sequence[str]) -> list[Vectors]:
        """What the model's `outputs` hold for a text, a row for each of its tokens."""
        import numpy as np

        with _LOADING:
            session, tokenizer = _open(self._folder)
        encoding = tokenizer.encode(text.encode("utf-8", "replace").decode())  # half a character can't be tokenised
        ids = np.array([encoding.ids], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        return [found[0] for found in session.run(list(outputs), inputs)]


def _mean(hidden: Vectors) -> Vectors:
    """The mean over a text's tokens, of length 1."""
    import numpy as np

    mean = hidden.mean(axis=0, dtype=np.float32)
    vector: Vectors = (mean / max(float(np.linalg.norm(mean)), 1e-12)).astype(np.float32)
    return vector


def _lanes(texts: Sequence[str]) -> list[list[str]]:
    """The texts for each thread, so that all have about as much to do: the longest first, to who has least.

    A run takes 1.3 ms and as much again for every 18 tokens.
    """
    lanes: list[list[str]] = [[] for _ in range(min(_SIDE_BY_SIDE, len(texts)))]
    loads = [0] * len(lanes)
    for text in sorted(texts, key=len, reverse=True):
        lane = loads.index(min(loads))
        lanes[lane].append(text)
        loads[lane] += _A_RUN + len(text)
    return lanes


@functools.cache
def embedder() -> MiniLM:
    """The embedder of this process: what one interview, debrief or dispute had embedded the next one finds."""
    return MiniLM()


_VNNI = frozenset(("avx512_vnni", "avx_vnni"))
_LAST = "last_hidden_state"
_LOADING = threading.Lock()
_OURS: Traversable = files("knowledge").joinpath("embedder")


@functools.lru_cache(maxsize=2)
def _table(folder: Path | None, model: str) -> ShippedVectors | None:
    return ShippedVectors.read(folder or _OURS, model)


def _adds_exactly(processor: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether products of int8 are added up in 32 bits by the processor itself (VNNI), as Linux tells.

    What is exact everywhere takes twice as long; where nobody tells, it is what is used.
    """
    try:
        return not _VNNI.isdisjoint(processor.read_text(encoding="utf-8").split())
    except OSError:
        return False


@functools.lru_cache(maxsize=2)
def _open(folder: Path | None) -> tuple[onnxruntime.InferenceSession, tokenizers.Tokenizer]:
    import onnxruntime
    from tokenizers import Tokenizer

    place = folder or _OURS
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    if not _adds_exactly():  # products would be added up in 16 bits, which saturate: other vectors (cosine 0.985)
        options.add_session_config_entry("session.x64quantprecision", "1")
    try:
        tokenizer = Tokenizer.from_str(place.joinpath("tokenizer.json").read_text(encoding="utf-8"))
        model = with_inner_layers(place.joinpath("model.onnx").read_bytes())
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001  # both libraries raise bare Exceptions of their own
        raise KnowledgeError(
            f"knowledge/embedder:1: the sentence embedder can't be loaded ({type(error).__name__}); "
            "nothing was changed. Install mockloop again."
        ) from None
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return session, tokenizer

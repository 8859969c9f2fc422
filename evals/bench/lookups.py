"""What finding a follow-up takes: a look-up among 5,000 and among 50,000 entries, and building what it looks in."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path

import numpy as np

from agent.catalog.loader import Catalog
from agent.domain.interview import Sought
from agent.domain.terms import Level, RoundKind
from agent.listening.classify import MessageClassifier
from agent.retrieval import documents
from agent.retrieval.base import DIMENSIONS, Embedder
from agent.retrieval.chunking import windows
from agent.retrieval.documents import Target
from agent.retrieval.embedder import MiniLM
from agent.retrieval.search import ProbeSearch
from evals.bench.figures import Figure, median, percentile
from evals.rows import read_dataset

FEW, MANY = 5_000, 50_000
"""Entries; knowledge/ has some ten thousand."""
LOOK_UP_TARGET, GROWTH_TARGET, BUILD_TARGET = 25.0, 2.0, 60.0
"""Milliseconds of a look-up among FEW (p95); how many times as much among MANY; seconds of a first build."""
SEED = 7
SWAPPED = 0.3
"""Of a copied text so many words are those of other texts."""
TURNED = 0.5
"""Length of what is added to a copy's vector, whose own is 1: a copy is as near to its original as a paraphrase."""


class Grown(ProbeSearch):
    """A search among what it is given, whatever the catalog holds."""

    def __init__(self, found: Sequence[Target], embedder: Embedder, folder: Path) -> None:
        super().__init__(Catalog(), embedder, folder)
        self._given = tuple(sorted(found, key=lambda target: target.id))

    def everything(self) -> tuple[Target, ...]:
        """What was given."""
        return self._given


class Synthetic:
    """The product's embedder, which takes a copied text for its original, a little turned.

    `seconds` is what embedding took, `embedded` how many texts were asked for.
    """

    name = "synthetic"

    def __init__(self) -> None:
        self.copies: dict[str, str] = {}
        self.seconds = 0.0
        self.embedded = 0
        self._inner = MiniLM()

    def forget(self) -> None:
        """Remember no text that was embedded before."""
        self._inner = MiniLM()

    async def embed(self, texts: Sequence[str]) -> np.ndarray:
        """See `Embedder`."""
        begun = time.perf_counter()
        vectors = await self._inner.embed([self.copies.get(text, text) for text in texts])
        for row, text in enumerate(texts):
            if text in self.copies:
                noise = np.random.default_rng(len(text) * 1009 + row).standard_normal(DIMENSIONS)
                turned = vectors[row] + TURNED * noise / np.linalg.norm(noise)
                vectors[row] = turned / np.linalg.norm(turned)
        self.seconds += time.perf_counter() - begun
        self.embedded += len(texts)
        return vectors


def grown(found: Sequence[Target], entries: int, copies: dict[str, str]) -> list[Target]:
    """Targets with about so many entries: some of `found`, or all and copies of them, noted in `copies`."""
    chance = random.Random(SEED)  # noqa: S311 - a draw that anybody can repeat
    words = sorted({word for target in found for text in target.texts for word in text.split()})
    made: list[Target] = []
    held = round_ = 0
    while held < entries:
        for target in sorted(found, key=lambda target: (chance.random(), target.id)):
            if held >= entries:
                break
            made.append(target if not round_ else _copy(target, round_, chance, words, copies))
            held += len(target.texts) + bool(target.ask)
        round_ += 1
    return made


def _copy(target: Target, number: int, chance: random.Random, words: Sequence[str], copies: dict[str, str]) -> Target:
    def varied(text: str) -> str:
        new = " ".join(chance.choice(words) if chance.random() < SWAPPED else word for word in text.split())
        copies[new] = text
        return new

    return replace(
        target,
        id=f"copy{number}-{target.id}",
        texts=tuple(varied(text) for text in target.texts),
        ask=varied(target.ask) if target.ask else None,
        question=f"copy{number}-{target.question}" if target.question else "",
    )


@dataclass(slots=True)
class _Size:
    """A search among so many entries, and in milliseconds what each look-up took, what of it embedding didn't, and
    what one took of which all but the last sentence had been looked up while it was written."""

    entries: int
    search: Grown
    embedder: Synthetic
    classifier: MessageClassifier
    built: float
    times: list[float] = field(default_factory=list)
    apart: list[float] = field(default_factory=list)
    foreseen: list[float] = field(default_factory=list)

    def figures(self, sentence: float) -> list[Figure]:
        """What is reported of it; `sentence` is what embedding one takes, in milliseconds."""
        embedding = median([1 - apart / taken for apart, taken in zip(self.apart, self.times, strict=True)])
        how = f"{len(self.times)} answers, the message classified before; embedding {100 * embedding:.0f}% of it"
        held = self.entries == FEW
        return [
            Figure(f"a look-up among {self.entries:,} entries, p95", percentile(self.times, 0.95), "ms",
                   LOOK_UP_TARGET if held else None, how),
            Figure("  its last sentence typed since the last pause, p95", percentile(self.foreseen, 0.95), "ms"),
            Figure("  all but embedding, p95", percentile(self.apart, 0.95), "ms"),
            Figure("  / embedding one sentence, median", median(self.times) / sentence, "x"),
            Figure("  all but embedding / a dot product with every entry, median",
                   median(self.apart) / _dot(self.entries), "x"),
            Figure("  its first build, vectors given", self.built, "s", BUILD_TARGET if held else None),
        ]  # fmt: skip


async def look_ups() -> list[Figure]:
    """Look-ups as a turn makes them, among few and among many entries: each answer among both, one after the other."""
    found = documents.targets(Catalog())
    rows = [row for row in read_dataset("retrieval") if row["split"] == "tune"]
    with tempfile.TemporaryDirectory() as folder:
        few, many = [await _built(found, entries, Path(folder) / str(entries)) for entries in (FEW, MANY)]
        for size in (few, many):  # what the first look-up opens, later ones find open
            await _look_up(replace(size, times=[], apart=[]), rows[0])
        for row in rows:
            for size in (few, many):
                await _look_up(size, row)
        for row in rows:
            for size in (few, many):
                await _look_up_foreseen(size, row)
        await few.search.close()
        await many.search.close()
    sentence = await _one_sentence(rows)
    growth = percentile(many.times, 0.95) / percentile(few.times, 0.95)
    grows = Figure(f"a look-up among {MANY:,} / among {FEW:,} entries, p95", growth, "x", GROWTH_TARGET)
    return [*few.figures(sentence), *many.figures(sentence), grows]


async def _built(found: Sequence[Target], entries: int, folder: Path) -> _Size:
    embedder = Synthetic()
    search = Grown(grown(found, entries, embedder.copies), embedder, folder)
    begun = time.perf_counter()
    await search.prepare()
    built = time.perf_counter() - begun
    assert search.status.kind == "chroma", search.status
    return _Size(entries, search, embedder, MessageClassifier(embedder), built)


async def builds() -> list[Figure]:
    """From a new installation to the first look-up; and what a changed file makes embed."""
    with tempfile.TemporaryDirectory() as folder:
        shipped = await _seconds_to_prepare(MiniLM(), Path(folder) / "shipped")
        bare = Path(folder) / "bare"
        bare.mkdir()
        for name in ("model.onnx", "tokenizer.json"):  # without the vectors that come with the program
            (bare / name).write_bytes(files("knowledge").joinpath("embedder", name).read_bytes())
        nothing = await _seconds_to_prepare(MiniLM(bare, remembered=1), Path(folder) / "nothing")
        found, changed = _with_a_changed_question(documents.targets(Catalog()))
        embedder = Synthetic()
        search = Grown(found, embedder, Path(folder) / "kept")
        await search.prepare()
        await search.close()
        embedder.embedded = 0
        own = {text for target in changed for text in (*target.texts, target.ask, target.about) if text}
        search = Grown([*(t for t in found if t.id not in {c.id for c in changed}), *changed], embedder,
                       Path(folder) / "kept")  # fmt: skip
        await search.prepare()
        await search.close()
    return [
        Figure("first build of the index, with the vectors that come along", shipped, "s", BUILD_TARGET),
        Figure("first build of the index, every text embedded", nothing, "s", BUILD_TARGET),
        Figure("texts embedded after a question changed / its own", embedder.embedded / len(own), "x", 1.0,
               f"{embedder.embedded} texts of {len(found):,} things to ask"),
    ]  # fmt: skip


def _with_a_changed_question(found: Sequence[Target]) -> tuple[list[Target], list[Target]]:
    """All targets, and those of one question with every text changed."""
    question = next(target.question for target in found if target.question)
    changed = [
        replace(t, texts=tuple(f"{x} So." for x in t.texts), ask=f"So. {t.ask}", about=f"{t.about}, so")
        for t in found
        if t.question == question
    ]
    return list(found), changed


async def _seconds_to_prepare(embedder: Embedder, folder: Path) -> float:
    search = ProbeSearch(Catalog(), embedder, folder)
    begun = time.perf_counter()
    await search.prepare()
    taken = time.perf_counter() - begun
    await search.close()
    return taken


def _sought(row: dict[str, str], text: str) -> Sought:
    return Sought(text, RoundKind(row["round"]), row["question_id"], Level(row["level"]), row["asked"], k=12)


async def _look_up(size: _Size, row: dict[str, str]) -> None:
    size.embedder.forget()
    await size.classifier.classify(row["answer"], row["asked"], closing=False, confirming=False)
    size.embedder.seconds = 0.0
    taken = await _milliseconds(lambda: size.search.candidates(_sought(row, row["answer"])))
    size.times.append(taken)
    size.apart.append(taken - 1000 * size.embedder.seconds)


async def _look_up_foreseen(size: _Size, row: dict[str, str]) -> None:
    whole, *pieces = windows(row["answer"])
    size.embedder.forget()
    if len(pieces) > 1:
        await size.search.candidates(_sought(row, row["answer"].rpartition(pieces[-1])[0]))
    await size.classifier.classify(whole, row["asked"], closing=False, confirming=False)
    size.foreseen.append(await _milliseconds(lambda: size.search.candidates(_sought(row, row["answer"]))))


async def _one_sentence(rows: Sequence[dict[str, str]]) -> float:
    """Milliseconds to embed a sentence of the answers alone, median."""
    pieces = [windows(row["answer"])[-1] for row in rows]
    embedder = MiniLM(remembered=1)
    await embedder.embed(pieces[:1])
    return median([await _milliseconds(lambda piece=piece: embedder.embed([piece])) for piece in pieces])  # type: ignore[misc]


def _dot(entries: int) -> float:
    """Milliseconds of a dot product of six windows with so many vectors, median."""
    made = np.random.default_rng(SEED).standard_normal((entries + 6, DIMENSIONS)).astype(np.float32)
    times = []
    for _ in range(30):
        begun = time.perf_counter()
        made[:6] @ made[6:].T
        times.append(1000 * (time.perf_counter() - begun))
    return median(times)


async def _milliseconds(step: Callable[[], object]) -> float:
    begun = time.perf_counter()
    await step()  # type: ignore[misc]
    return 1000 * (time.perf_counter() - begun)

"""Steps of frameworks and telling phrases that were heard in a round: evidence to read by, nothing is rated by it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from re import Pattern
from typing import TYPE_CHECKING

from agent.domain.frameworks import Framework, Step
from agent.domain.people import BackgroundProfile, Reframe
from agent.domain.terms import RoundKind
from agent.domain.transcript import Transcript
from agent.domain.verdict import Evidence, FrameworkHeard, Prose, StepHeard
from agent.grading.evidence import quotable
from agent.grading.reference import Embeds
from agent.grading.shapes import quoted, tidy
from agent.grading.spans import Span, words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

STEP_NEAR = 0.65
"""Cosine of a sentence to a phrasing from which a step is heard in it where no pattern is: to credit words with what
they did not say costs more than to miss what they did."""
STEP_LEAD = 0.05
"""How much nearer a sentence has to come to such a step than to any other of the framework."""
REFRAME_NEAR = 0.55
"""The same for a phrase that a debrief takes up: to take one up that was not meant costs more than to miss one."""
_FEWEST = 4  # words; a shorter sentence alone resembles anything
_REFRAMES = 2  # sentences added to one debrief at most, one of each sign
_LONGEST = 140  # characters of a quote


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence of the candidate: the index of its turn, its place, and how many of his words came before it."""

    turn: int
    span: Span
    text: str
    before: int


class Ear:
    """Listens for authored phrasings in what a candidate said: patterns first, then nearness of embeddings."""

    def __init__(self, embeds: Embeds) -> None:
        self._embeds = embeds

    async def frameworks(self, transcript: Transcript, known: Sequence[Framework]) -> tuple[FrameworkHeard, ...]:
        """What was heard of each framework, those left out of which too little was heard to speak of."""
        said = _sentences(transcript)
        if not said or not known:
            return ()
        steps = [step for framework in known for step in framework.steps]
        near = await self._near(said, [step.heard for step in steps])
        found = []
        column = 0
        for framework in known:
            own = _leading(near[column : column + len(framework.steps)])
            column += len(framework.steps)
            places = _places(framework, said, own)
            ids = [step.id for step, place in zip(framework.steps, places, strict=True) if place is not None]
            if len(ids) >= framework.at_least and (framework.key is None or framework.key in ids):
                found.append(_heard(framework, places, said, transcript.round))
        return tuple(found)

    async def reframed(self, transcript: Transcript, profile: BackgroundProfile | None, prose: Prose) -> Prose:
        """The words around a verdict, with what a reader makes of phrases that this background is known for."""
        said = _sentences(transcript)
        fits = [r for r in profile.reframes if transcript.round in r.rounds] if profile is not None else []
        if not said or not fits:
            return prose
        near = await self._near(said, [reframe.heard for reframe in fits])
        added: dict[str, str] = {}
        for row, reframe in zip(near, fits, strict=True):
            best = max(range(len(said)), key=lambda i: (row[i], -i))
            if row[best] >= REFRAME_NEAR and reframe.speaks not in added and len(added) < _REFRAMES:
                added[reframe.speaks] = _says(reframe, said[best])
        return Prose(
            prose.headline,
            (*prose.strengths, added["for"]) if "for" in added else prose.strengths,
            (*prose.concerns, added["against"]) if "against" in added else prose.concerns,
            prose.would_flip,
            prose.drills,
        )

    async def _near(self, said: Sequence[_Said], phrasings: Sequence[Sequence[str]]) -> list[list[float]]:
        """For each group of phrasings, how near each sentence comes to the nearest of them."""
        texts = [one.span.text for one in said]
        known = list(dict.fromkeys(phrase for group in phrasings for phrase in group))
        vectors = await self._embeds.embed([*texts, *known])
        cosines = vectors[: len(texts)] @ vectors[len(texts) :].T
        columns = [[known.index(phrase) for phrase in group] for group in phrasings]
        long = [len(words(text)) >= _FEWEST for text in texts]
        nearest = [cosines[:, group].max(axis=1) for group in columns]
        return [[float(v) if enough else 0.0 for v, enough in zip(row, long, strict=True)] for row in nearest]


def _leading(near: Sequence[Sequence[float]]) -> list[list[float]]:
    """The nearness of each step (a row) to each sentence, 0 where another step is as near: then it says neither."""
    ordered = [sorted(column) for column in zip(*near, strict=True)]
    return [
        [v if v == best[-1] and v - best[-2] >= STEP_LEAD else 0.0 for v, best in zip(row, ordered, strict=True)]
        for row in near
    ]


def _sentences(transcript: Transcript) -> list[_Said]:
    """What the candidate said as answers, in order; words to the grader, wishes and questions of his own are none."""
    from agent.grading.exchanges import read_exchanges

    found: list[_Said] = []
    before = 0
    for exchange in read_exchanges(transcript):
        if exchange.aside:
            continue
        for part in exchange.parts:
            for span in part.screened.kept:
                count = len(words(span.text))
                found.append(_Said(part.turn, span, part.text, before))
                before += count
    return found


def _places(framework: Framework, said: Sequence[_Said], near: Sequence[Sequence[float]]) -> list[int | None]:
    """Where each step is heard first: anywhere, or, where the framework has a key, in the answer that has it."""
    pairs = list(zip(framework.steps, near, strict=True))
    everywhere = [_first(step, said, row, STEP_NEAR) for step, row in pairs]
    if framework.key is None:
        return everywhere
    key = next((p for s, p in zip(framework.steps, everywhere, strict=True) if s.id == framework.key), None)
    if key is None:
        return [None] * len(pairs)
    inside = [i for i, one in enumerate(said) if one.turn == said[key].turn]
    kept = [said[i] for i in inside]
    local = [_first(step, kept, [row[i] for i in inside], STEP_NEAR) for step, row in pairs]
    return [None if place is None else inside[place] for place in local]


_REFUSED = re.compile(
    r"\b(?:i|we)(?:'d| would|'ll| will)? (?:just )?(?:cut|skip|drop|leave out)\b|"
    r"\b(?:i|we) (?:(?:do|would|did|will) not|don't|wouldn't|didn't|won't) (?:need|bother|look|measure|check|label)\b"
    r"|\b(?:there is|there's) no need\b"
)


def _first(step: Step, said: Sequence[_Said], near: Sequence[float], enough: float) -> int | None:
    """The first sentence in which the step is heard; one that refuses it ("I don't need a labelled set") is none."""
    patterns = [_compiled(pattern) for pattern in step.patterns]
    for place, (one, nearness) in enumerate(zip(said, near, strict=True)):
        low = one.span.text.lower().replace("’", "'")
        if _REFUSED.search(low):
            continue
        if nearness >= enough or any(pattern.search(low) for pattern in patterns):
            return place
    return None


def _heard(
    framework: Framework, places: Sequence[int | None], said: Sequence[_Said], kind: RoundKind
) -> FrameworkHeard:
    steps = tuple(
        StepHeard(step.id, step.name, None if place is None else _evidence(said[place]))
        for step, place in zip(framework.steps, places, strict=True)
    )
    late = next((p for s, p in zip(framework.steps, places, strict=True) if s.id == framework.until), None)
    name = next((step.name for step in framework.steps if step.id == framework.until), None)
    before = said[late].before if late is not None else None
    return FrameworkHeard(framework.id, framework.name, framework.rounds[kind], steps, name, before)


def _evidence(one: _Said) -> Evidence:
    return Evidence(one.turn, quotable(one.text, one.span, _LONGEST).text)


def _says(reframe: Reframe, one: _Said) -> str:
    quote = quoted(quotable(one.text, one.span, _LONGEST).text)
    return tidy(reframe.says.replace("{turn}", str(one.turn)).replace("{quote}", quote))


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Pattern[str]:
    return re.compile(pattern)

"""From the similarity of texts to what is asked next: pure functions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.retrieval.documents import ASK, Target

if TYPE_CHECKING:
    from agent.retrieval.embedder import Vectors


@dataclass(frozen=True, slots=True)
class Tuning:
    """The figures of ranking, in units of cosine.

    Set on 57 answers worded unlike the indexed phrasings and 20 remarks with nothing to probe: 0.36 keeps 96% of the
    first and lets 9% of the second pass. `own_question` between 0.08 and 0.16 gave the same ranks.
    """

    own_question: float = 0.1  # a probe of the question that is open fits its story
    other_question: float = -0.12  # words made for another story, where the question that is open isn't ours
    probe: float = -0.02
    failure_mode: float = -0.02
    guide: float = -0.1  # material to draw on, when nothing can be asked outright
    asked: float = -0.05  # for being like what would be asked, not like what would be said before it
    threshold: float = 0.36  # below it, before bonuses, a text has nothing to do with what was found
    alike: float = 0.85  # two questions nearer than this are the same question
    spread: float = 0.3  # how much nearness to a better candidate costs one that comes after it


def best_by_target(found: Mapping[str, float], tuning: Tuning) -> dict[str, float]:
    """The best similarity of each target over its entries, whose ids are `<target>#<n>` or `<target>#ask`."""
    best: dict[str, float] = {}
    for entry, cosine in found.items():
        target, _, text = entry.rpartition("#")
        similarity = cosine + tuning.asked if text == ASK else cosine
        best[target] = max(best.get(target, -1.0), similarity)
    return best


def bonus(target: Target, question: str | None, tuning: Tuning) -> float:
    """What a target's origin adds to its similarity while `question` is open."""
    if target.kind == "probe" and target.question:
        return tuning.own_question if target.question == question else tuning.other_question
    if target.kind == "probe":
        return tuning.probe
    return tuning.failure_mode if target.kind == "failure_mode" else tuning.guide


def ranked(
    similarities: Mapping[str, float], targets: Mapping[str, Target], question: str | None, tuning: Tuning
) -> list[tuple[str, float]]:
    """Targets above the threshold with their worth (similarity and bonus), best first; ties go by id."""
    worth = {
        target: cosine + bonus(targets[target], question, tuning)
        for target, cosine in similarities.items()
        if cosine >= tuning.threshold
    }
    return sorted(worth.items(), key=lambda item: (-item[1], item[0]))


def diverse(
    order: Sequence[tuple[str, float]],
    asks: Mapping[str, Vectors],
    taken: Sequence[Vectors],
    k: int,
    tuning: Tuning,
) -> list[tuple[str, float]]:
    """The `k` of `order` that are worth most beside each other (maximal marginal relevance), best first.

    `asks` holds the vector of each target's question; one that comes too near a question in `taken`, or one chosen
    before it, is left out.
    """
    left, chosen = list(order), list[tuple[str, float]]()
    near = {target: max((float(asks[target] @ other) for other in taken), default=-1.0) for target, _ in left}
    nearest = dict.fromkeys(near, 0.0)
    left = [(target, worth) for target, worth in left if near[target] < tuning.alike]
    while left and len(chosen) < k:
        pick = max(left, key=lambda item: item[1] - tuning.spread * max(0.0, nearest[item[0]]))
        chosen.append(pick)
        for target, _ in left:
            nearest[target] = max(nearest[target], float(asks[target] @ asks[pick[0]]))
        left = [item for item in left if item[0] != pick[0] and nearest[item[0]] < tuning.alike]
    return sorted(chosen, key=lambda item: (-item[1], item[0]))


def score(worth: float) -> float:
    """Worth, about 0.2 to 0.9, as a number in 0..1 that grows with it: 0.5 at 0.5, 0.9 at 0.68."""
    return 1.0 / (1.0 + math.exp(-12.0 * (worth - 0.5)))

"""From the similarity of texts to what is asked next: pure functions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.retrieval.documents import Target

if TYPE_CHECKING:
    from agent.retrieval.embedder import Vectors


FACT_THRESHOLD = 0.36  # a clarifying question that fits no fact better than this is not answered from one


@dataclass(frozen=True, slots=True)
class Tuning:
    """The figures of ranking, in units of cosine.

    Set on tests/retrieval/answers.jsonl (104 answers in other words than the phrasings) and 20 remarks with nothing to
    probe. The thresholds trade one against the other: at 0.24 for the open question 95% of the answers find their probe
    among eight and 21% of the remarks find something, at 0.28 it is 92% and 8%. Remarks are rare there, since
    a message is classified before anything is looked up; where no question is open the stricter threshold holds.
    """

    runner_up: float = 0.15  # share of the second nearest phrasing in a target's similarity
    about: float = 0.2  # share of what the target is about
    asked: float = -0.05  # for resembling what would be asked, not what is said before it
    own_question: float = 0.1  # a probe of the question that is open fits its story
    other_question: float = -0.12  # words made for another story, where the question that is open isn't ours
    words: float = 0.06  # for what shares most words with the answer (BM25), less down its list
    words_from: float = 10.0  # places down that list at which it is half as much
    probe: float = -0.02
    failure_mode: float = -0.02
    source: float = -0.04  # the candidate's own documents: his words, but not written for what he just said
    guide: float = -0.1  # material to draw on, when nothing can be asked outright
    own_threshold: float = 0.24  # below it, before bonuses, a text has nothing to do with a probe of its own question
    threshold: float = 0.36  # the same for everything else, which knows nothing of the story
    abstain: float = 0.3  # nothing is brought up where nothing at all comes nearer than this
    alike: float = 0.85  # two questions nearer than this are the same question
    spread: float = 0.3  # how much nearness to a better candidate costs one that comes after it


@dataclass(frozen=True, slots=True)
class Known:
    """The vectors of a target: its phrasings (n, d), what it is about (d), what it asks (d)."""

    texts: Vectors
    about: Vectors
    ask: Vectors


def similarity(queries: Vectors, known: Known, tuning: Tuning) -> float:
    """How well a target fits an answer, given the vectors of the answer's windows (m, d): about -0.1 to 1.

    Mostly the nearest phrasing; another phrasing that is near too, and the subject, tell a true match from one of
    shared words.
    """
    nearest = sorted((queries @ known.texts.T).max(axis=0).tolist(), reverse=True)
    phrased = nearest[0] + tuning.runner_up * (nearest[min(1, len(nearest) - 1)] - nearest[0])
    fits = (1 - tuning.about) * phrased + tuning.about * float((queries @ known.about).max())
    asked = float((queries @ known.ask).max()) + tuning.asked
    return max(float(fits), asked)


def bonus(target: Target, question: str | None, tuning: Tuning) -> float:
    """What a target's origin adds to its similarity while `question` is open."""
    if target.kind == "probe" and target.question:
        return tuning.own_question if target.question == question else tuning.other_question
    if target.kind == "probe":
        return tuning.probe
    return {"failure_mode": tuning.failure_mode, "source": tuning.source}.get(target.kind, tuning.guide)


def ranked(
    similarities: Mapping[str, float],
    by_words: Sequence[str],
    targets: Mapping[str, Target],
    question: str | None,
    tuning: Tuning,
) -> list[tuple[str, float]]:
    """Targets above their threshold with their worth, best first; ties go by id.

    Worth is similarity, the bonus of its origin, and a share for its place in `by_words`, the list of those that share
    most words with the answer, best first. Words alone lift nothing over the threshold.
    """
    worth: dict[str, float] = {}
    if max(similarities.values(), default=0.0) < tuning.abstain:
        return []
    shared = {target: tuning.words * tuning.words_from / (tuning.words_from + at) for at, target in enumerate(by_words)}
    for name, fits in similarities.items():
        own = bool(question) and targets[name].question == question
        if fits >= (tuning.own_threshold if own else tuning.threshold):
            worth[name] = fits + bonus(targets[name], question, tuning) + shared.get(name, 0.0)
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


def fact_similarity(way: float, answer: float) -> float:
    """How well a fact answers a question, from the cosines to the nearest way of asking for it and to its answer.

    With one way of asking left out and asked, over all facts, the right one of about eight came first in 59%; by the
    ways of asking alone in 46%. A question asked much as it is written is sure all the same: on 60 questions in other
    words the allowance of 0.1 gave 37 right and 4 wrong facts, one of 0.15 gave 33 and 6.
    """
    return max(0.4 * way + 0.6 * answer, way - 0.1)


def score(worth: float) -> float:
    """Worth, about 0.2 to 0.9, as a number in 0..1 that grows with it: 0.5 at 0.5, 0.9 at 0.68."""
    return 1.0 / (1.0 + math.exp(-12.0 * (worth - 0.5)))

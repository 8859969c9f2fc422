"""From the similarity of texts to what is asked next: pure functions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.domain.interview import Sought
from agent.retrieval.documents import Target

if TYPE_CHECKING:
    from agent.retrieval.base import Vectors

BESIDE, BESIDE_STATED = 0.36, 0.30
"""Cosines below which a whole answer has nothing to do with a question: to what its probes know, and to its statement.

Both must be missed. Of 150 first answers with something in them (retrieval evals, tune half, and the rounds that the
offline grader learns from) none does; of answers to another kind of round 65% do, to another question of the kind 48%.
"""


@dataclass(frozen=True, slots=True)
class Tuning:
    """The figures of ranking, in units of cosine.

    Set on the tune half of evals/datasets/retrieval.jsonl when it held 84 answers and 20 remarks with nothing to
    probe: the shares and bonuses are a rounded softmax regression over its follow-ups, checked by leaving questions
    out in turn. `words` and `sure` were set again on that half when three thousand phrasings had come: longer lists
    share more words with any answer, and come nearer to small talk.
    """

    runner_up: float = 0.15  # share of the second nearest phrasing in a target's similarity
    about: float = 0.2  # share of what the target is about
    asked: float = -0.05  # for resembling what would be asked, not what is said before it
    first: float = 0.2  # shares of the nearest phrasing, the second, and the mean of three in what a target is worth
    second: float = 0.5
    three: float = 0.3
    whole: float = 0.45  # less for what resembles the answer as a whole: the subject, which all its neighbours share
    own_question: float = 0.25  # a probe of the question that is open fits its story
    other_question: float = -0.12  # words made for another story, where the question that is open isn't ours
    words: float = 0.014  # for each unit of BM25 among what may be asked (see `WordIndex.shared`)
    central: float = 0.4  # less for phrasings that lie amid those of all the question's probes: near to any answer
    rung: float = 0.03  # less for each rung above the first of a question's probes: those follow on earlier ones
    probe: float = -0.08
    failure_mode: float = -0.08
    source: float = -0.1  # the candidate's own documents: his words, but not written for what he just said
    guide: float = -0.16  # material to draw on, when nothing can be asked outright
    own_threshold: float = 0.18  # below it a text has nothing to do with a probe of its own question
    threshold: float = 0.32  # the same for everything else, which knows nothing of the story
    abstain: float = 0.34  # nothing is brought up where nothing at all is more similar than this
    beside: float = 0.28  # nor where what was said has less than this to do with the case, unless something is
    sure: float = 0.47  # ... this similar: what fits any case is near to small talk by chance
    learned: float = 0.2  # for each grade by which readers would rather ask it next (0 to 3, see `asked_next`)
    learned_from: int = 15  # words of an answer up to which that counts nothing ...
    learned_full: int = 95  # ... and from which on it counts in full
    alike: float = 0.85  # two questions nearer than this are the same question
    spread: float = 0.3  # how much nearness to a better candidate costs one that comes after it


@dataclass(frozen=True, slots=True)
class Known:
    """The vectors of a target: its phrasings (n, d), what it is about (d), what it asks (d).

    `central` is how much nearer than those of its neighbours its phrasings lie to the middle of all (`centrality`);
    `denies` holds the places of those that say that something is not so or not done.
    """

    texts: Vectors
    about: Vectors
    ask: Vectors
    central: float = 0.0
    denies: tuple[int, ...] = ()


def centrality(neighbours: Sequence[Vectors]) -> list[float]:
    """For the phrasings (n, d) of each probe of a question: the cosine of their mean to the middle of all the means.

    Given less the average over the probes, about -0.2 to 0.2; a probe in the middle is near to whatever is said.
    """
    import numpy as np

    means = np.stack([texts.mean(axis=0) for texts in neighbours])
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    middle = means.mean(axis=0)
    near = means @ (middle / max(float(np.linalg.norm(middle)), 1e-9))
    return [float(value) for value in near - near.mean()]


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near an answer comes to a target, as cosines.

    `phrasings` holds, nearest first, what the nearest window of the answer has with each phrasing; `whole` is what the
    answer as a whole has with the nearest, `about` and `ask` what the nearest window has with what the target is about
    and asks.
    """

    phrasings: tuple[float, ...]
    whole: float
    about: float
    ask: float
    central: float = 0.0


def nearness(queries: Vectors, targets: Sequence[Known], refusals: Vectors | None = None) -> list[Nearness]:
    """For each target, given the vectors (m, d) of an answer's windows; the first is the whole, as in `windows`.

    `refusals` (r, d) are clauses that leave something alone: they are held against phrasings that deny something.
    """
    if not targets:
        return []
    import numpy as np

    known_texts = np.concatenate([known.texts for known in targets])
    texts = queries @ known_texts.T
    nearest = texts.max(axis=0)
    if refusals is not None and len(refusals):
        denying = _denying(targets)
        nearest[denying] = np.maximum(nearest[denying], (refusals @ known_texts[denying].T).max(axis=0))
    phrasings, wholes = nearest.tolist(), texts[0].tolist()
    abouts = (queries @ np.stack([known.about for known in targets]).T).max(axis=0).tolist()
    asks = (queries @ np.stack([known.ask for known in targets]).T).max(axis=0).tolist()
    found: list[Nearness] = []
    start = 0
    for known, about, ask in zip(targets, abouts, asks, strict=True):
        end = start + len(known.texts)
        nearest = tuple(sorted(phrasings[start:end], reverse=True))
        found.append(Nearness(nearest, max(wholes[start:end]), about, ask, known.central))
        start = end
    return found


def _denying(targets: Sequence[Known]) -> list[int]:
    """The places of all phrasings that deny something, where those of all targets stand one after the other."""
    places: list[int] = []
    start = 0
    for known in targets:
        places += [start + place for place in known.denies]
        start += len(known.texts)
    return places


def similarity(near: Nearness, tuning: Tuning) -> float:
    """How well a target fits an answer, a mix of cosines: about -0.1 to 1.

    Mostly the nearest phrasing; another phrasing that is near too, and the subject, tell a true match from one of
    shared words.
    """
    first, second = near.phrasings[0], near.phrasings[min(1, len(near.phrasings) - 1)]
    phrased = first + tuning.runner_up * (second - first)
    return max((1 - tuning.about) * phrased + tuning.about * near.about, near.ask + tuning.asked)


def belongs(answer: Vectors, stated: Sequence[Vectors], known: Sequence[Known]) -> bool:
    """Whether a whole answer (d) comes near a question's statements (d each), or anything its probes know."""
    if any(float(answer @ text) >= BESIDE_STATED for text in stated):
        return True
    probes = [float((part @ answer).max()) for one in known for part in (one.texts, one.about[None], one.ask[None])]
    return max(probes) >= BESIDE


def standing(near: Nearness, tuning: Tuning) -> float:
    """How much nearer a part of an answer comes to a target than the answer as a whole: about -0.1 to 0.6.

    The nearest phrasings count together: one alone may share no more than a word. What the whole resembles is the
    subject, which tells the follow-ups to it not apart.
    """
    best = near.phrasings[:3]
    phrased = tuning.first * best[0] + tuning.second * best[min(1, len(best) - 1)]
    phrased += tuning.three * sum(best) / len(best)
    return phrased - tuning.whole * near.whole - tuning.central * near.central


def bonus(target: Target, question: str | None, tuning: Tuning) -> float:
    """What a target's origin, and its rung, add to what it is worth while `question` is open."""
    if target.kind == "probe" and target.question:
        origin = tuning.own_question if target.question == question else tuning.other_question
        return origin - tuning.rung * (target.rung - 1)
    if target.kind == "probe":
        return tuning.probe
    return {"failure_mode": tuning.failure_mode, "source": tuning.source}.get(target.kind, tuning.guide)


def fitting(
    similarities: Mapping[str, float],
    targets: Mapping[str, Target],
    question: str | None,
    tuning: Tuning,
    case: float = 1.0,
) -> list[str]:
    """The targets that are similar enough to an answer to be brought up, sorted by id; none where none comes near.

    `case` is how much the answer has to do with the open question: the most similar of its probes, asked or not, or of
    the words it was asked with.
    """
    best = max(similarities.values(), default=0.0)
    if best < tuning.abstain or (case < tuning.beside and best < tuning.sure):
        return []
    return sorted(
        name
        for name, fits in similarities.items()
        if fits >= (tuning.own_threshold if question and targets[name].question == question else tuning.threshold)
    )


def ranked(
    standings: Mapping[str, float],
    shared: Mapping[str, float],
    targets: Mapping[str, Target],
    question: str | None,
    tuning: Tuning,
) -> list[tuple[str, float]]:
    """Targets with their worth, best first; ties go by id.

    Worth is the standing, the bonus of the target's origin, and a share for the words it shares with the answer.
    """
    worth = {
        name: stands + bonus(targets[name], question, tuning) + tuning.words * shared.get(name, 0.0)
        for name, stands in standings.items()
    }
    return sorted(worth.items(), key=lambda item: (-item[1], item[0]))


def learned_share(sought: Sought, tuning: Tuning) -> float:
    """The share that what was learned has in worth: none for a remark of a few words, which nearness tells best and the
    like of which was not learned from."""
    words = len((sought.opening or sought.text).split())
    long = (words - tuning.learned_from) / (tuning.learned_full - tuning.learned_from)
    return tuning.learned * min(1.0, max(0.0, long))


def lifted(order: Sequence[tuple[str, float]], gladly: Mapping[str, float], share: float) -> list[tuple[str, float]]:
    """Targets in the order of `ranked` with a `share` of how gladly readers would ask them added to their worth."""
    if not gladly:
        return list(order)
    worth = [(name, value + share * gladly.get(name, 0.0)) for name, value in order]
    return sorted(worth, key=lambda item: (-item[1], item[0]))


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
    if not order:
        return []
    import numpy as np

    vectors = np.stack([asks[target] for target, _ in order])
    worth = np.array([worth for _, worth in order])
    far = (vectors @ np.stack(taken).T).max(axis=1) < tuning.alike if taken else np.ones(len(order), dtype=bool)
    nearest = np.zeros(len(order))
    chosen: list[tuple[str, float]] = []
    while far.any() and len(chosen) < k:
        pick = int(np.argmax(np.where(far, worth - tuning.spread * nearest, -np.inf)))
        chosen.append(order[pick])
        nearest = np.maximum(nearest, vectors @ vectors[pick])
        far[pick] = False
        far &= nearest < tuning.alike
    return sorted(chosen, key=lambda item: (-item[1], item[0]))


def fact_similarity(way: float, answer: float) -> float:
    """How well a fact answers a question, from the cosines to the nearest way of asking for it and to its answer.

    With one way of asking left out and asked, over all facts, the right one of about eight came first in 59%; by the
    ways of asking alone in 46%. A question asked much as it is written is sure all the same: on 60 questions in other
    words the allowance of 0.1 gave 37 right and 4 wrong facts, one of 0.15 gave 33 and 6.
    """
    return max(0.4 * way + 0.6 * answer, way - 0.1)


def score(worth: float) -> float:
    """Worth, about 0 to 1.1, as a number in 0..1 that grows with it: 0.5 at 0.47, 0.9 at 0.77.

    Half of the best follow-ups to an answer that has one (tune half of the retrieval evals) lie above 0.88.
    """
    return 1.0 / (1.0 + math.exp(-7.3 * (worth - 0.47)))

"""Which signals the answers of a round touch, and what each comes to over the round."""

from __future__ import annotations

from collections.abc import Sequence

from agent.domain.knowledge import Question
from agent.grading.answer_model import Worth
from agent.grading.answers import Measured
from agent.grading.decision import MIN_WEIGHT
from agent.grading.spoken_of import spoken_of

LEAN = 0.35
"""How far the nearness to a signal's own examples moves that signal away from the answer's quality, per unit."""
ENOUGH = 3
"""Answers with something in them from which a round is decided: what they were less about is rated by them, too."""
MOVED_ABOVE = 0.25
"""How far a signal may be moved above the best answer that touched it."""
TOUCHED = 0.2
"""A signal counts as touched when its relevance is within this of the most relevant one's."""


def rating_of(signal: str, measured: Measured, worth: Worth) -> float:
    """The rating in fractions of a signal that an answer of this worth touched."""
    lean = min(1.0, max(-1.0, measured.best[signal] - measured.features.near_best))
    return min(4.0, max(1.0, worth.value + LEAN * lean))


def touch_enough(
    per_answer: Sequence[dict[str, float]],
    answers: Sequence[Measured],
    worths: Sequence[Worth],
    weights: dict[str, float],
) -> None:
    """Let a round of several full answers reach a decision, though each was mostly about the same few signals.

    Signals that no answer was chiefly about join, the most relevant first, each in the answer that was most about it.
    """
    full = [at for at, worth in enumerate(worths) if not worth.blank]
    if len(full) < ENOUGH:
        return
    observed = {signal for wanted in per_answer for signal in wanted}
    nearest = {
        signal: max(speaking, key=lambda at: (answers[at].relevance[signal], -at))
        for signal in weights
        if signal not in observed and signal in answers[full[0]].relevance
        if (speaking := [at for at in full if spoken_of(signal, answers[at])])
    }
    for signal in sorted(nearest, key=lambda one: (-answers[nearest[one]].relevance[one], one)):
        if sum(weights[one] for one in observed) >= MIN_WEIGHT:
            return
        at = nearest[signal]
        per_answer[at][signal] = rating_of(signal, answers[at], worths[at])
        observed.add(signal)


def over_round(per_answer: Sequence[dict[str, float]], weights: dict[str, float], level: float) -> dict[str, float]:
    """The wanted rating of each signal that was touched, moved together so that their mean is the round's level.

    Answers are nearer to the truth than what they say of one signal: how often a signal happens to be touched must not
    move the round.
    """
    means = {
        signal: _mean([wanted[signal] for wanted in per_answer if signal in wanted])
        for signal in weights
        if any(signal in wanted for wanted in per_answer)
    }
    if not means:
        return {}
    observed = sum(weights[signal] for signal in means)
    shift = level - sum(weights[signal] * mean for signal, mean in means.items()) / observed
    best = {signal: max(wanted[signal] for wanted in per_answer if signal in wanted) for signal in means}
    return {signal: min(mean + shift, best[signal] + MOVED_ABOVE) for signal, mean in means.items()}


def asked_for(measured: Measured, question: Question | None) -> list[str]:
    """The signals that an answer was asked for."""
    exchange = measured.exchange
    if exchange.signal in measured.asked:
        return [exchange.signal]
    if exchange.opening and question is not None:
        return [signal for signal in question.signals if signal in measured.asked]
    return _near_the_top(measured.asked, 2)


def touched(measured: Measured, question: Question | None) -> list[str]:
    """The signals that an answer is about, the one that its ask was to raise among them."""
    exchange = measured.exchange
    near = _near_the_top(measured.relevance, 3)
    if exchange.signal in measured.relevance:
        return list(dict.fromkeys([exchange.signal, *near]))
    return near


def _near_the_top(values: dict[str, float], most: int) -> list[str]:
    ranked = sorted(values, key=lambda signal: (-values[signal], signal))
    return [signal for signal in ranked[:most] if values[signal] >= values[ranked[0]] - TOUCHED]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)

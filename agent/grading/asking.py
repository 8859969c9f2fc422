"""Questions about the case as what they are in some signals: evidence. Who asks for sizes, order and ties before he
writes frames the problem by that, and no answer of his may say so again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent.domain.knowledge import Rubric
from agent.domain.terms import Move, Role
from agent.domain.transcript import Transcript
from agent.domain.verdict import Evidence, SignalRating
from agent.grading.decision import weighted_mean
from agent.grading.exchanges import read_exchanges
from agent.grading.shapes import number

SEVERAL = 2
"""Questions that the case answered, from which asking shows something by itself: one may be a courtesy."""
MOST = 3
"""What asking alone is worth at most: what is made of the answers is for an answer to show."""
_WORDS = 4
"""Words of a question that names what it asks for: "why?" asks nothing of the case."""


def asked_of_the_case(transcript: Transcript) -> tuple[Evidence, ...]:
    """The candidate's questions that the case had an answer to, verbatim, each once, in the order they were asked."""
    found: list[Evidence] = []
    for exchange in read_exchanges(transcript):
        last = exchange.parts[-1].turn
        if not exchange.aside or exchange.flags or not _was_told(transcript, last):
            continue
        asks = (Evidence(turn, span.text.strip()) for turn, span in exchange.sentences())
        found += [one for one in asks if one.quote.endswith("?") and len(one.quote.split()) >= _WORDS]
    once: dict[str, Evidence] = {}
    for one in found:
        once.setdefault(" ".join(one.quote.lower().split()), one)
    return tuple(once.values())


def _was_told(transcript: Transcript, turn: int) -> bool:
    """Whether the case's facts answered a turn: what they don't know, or what was only said again, tells nothing."""
    after = next((turn for turn in transcript.turns[turn + 1 :] if turn.role is Role.INTERVIEWER), None)
    return after is not None and after.move is Move.CLARIFY and after.question_id in after.sources


def credited(
    signals: Sequence[SignalRating], rubric: Rubric, asks: Sequence[Evidence], quotes: int
) -> tuple[SignalRating, ...]:
    """The ratings with the questions as evidence where the rubric says that a signal shows in them.

    Several questions raise a 1 to a 2, and rate what no answer touched a step above the other ratings, at most `MOST`.
    They lower nothing: beside better ratings such a signal stays unrated, and one rated 2 by answers stays that.
    """
    by_asking = {signal.id for signal in rubric.signals if signal.by_asking}
    mean, _ = weighted_mean([signal for signal in signals if signal.id not in by_asking])
    if not asks or mean is None:
        return tuple(signals)
    return tuple(_with(one, asks, mean, quotes) if one.id in by_asking else one for one in signals)


def _with(signal: SignalRating, asks: Sequence[Evidence], mean: float, quotes: int) -> SignalRating:
    rating = _rating(signal.rating, len(asks), mean)
    if rating is None or (rating == signal.rating and rating < MOST):
        return signal
    first, last = asks[0].turn, asks[-1].turn
    where = f"turn {first}" if first == last else f"turns {first} to {last}"
    many = "a question" if len(asks) == 1 else f"{number(len(asks))} questions"
    notes = [f"Asked {many} that the case had an answer to ({where})."]
    if rating == signal.rating and signal.note:
        notes.append(signal.note)
    evidence = tuple(dict.fromkeys([*asks[: quotes - 1], *signal.evidence]))[:quotes]
    return replace(signal, rating=rating, evidence=evidence, note=" ".join(notes))


def _rating(by_answers: int | None, asks: int, mean: float) -> int | None:
    """What a signal is worth with so many questions, `mean` being the other ratings'."""
    if asks < SEVERAL:
        return by_answers
    if by_answers is None:
        return min(MOST, round(mean) + 1) if mean <= MOST else None
    return max(2, by_answers)

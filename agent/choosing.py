"""Which questions a round asks, and in which order: fixed when a session starts, so that a kill changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from agent.catalog.values import QuestionHead
from agent.domain.practice import Practice
from agent.domain.terms import Context, Level, RoundKind

MOST = 4
"""Questions planned for a round at most; its answers run out before."""


def order_questions(
    heads: Sequence[QuestionHead],
    kind: RoundKind,
    *,
    level: Level,
    context: Context,
    seed: int,
    practice: Practice,
    met: Collection[str],
    told: Collection[str],
) -> list[QuestionHead]:
    """The questions of a kind that fit level and context (all where none does), best first.

    First comes what was put least often; then a domain that no other round of the loop tells of (`told`), since two
    rounds with other figures for the same business would clash; then one never met before (`met`); then what raises
    signals that were weak; then the seed decides. With an empty history and no loop the order is the seed's alone.
    """
    fits = [head for head in heads if level in head.levels and context in head.contexts] or list(heads)
    weak = practice.weak(kind)
    position = {head.id: (index - seed) % len(fits) for index, head in enumerate(fits)}
    return sorted(
        fits,
        key=lambda head: (
            practice.asked.get(head.id, 0),
            head.domain in told,
            head.domain in met,
            -len(weak.intersection(head.signals)),
            position[head.id],
        ),
    )

"""What has to hold before a loop is sat. Users write these files too, so the loader itself looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agent.catalog.front_matter import Document
from agent.domain.knowledge import LoopPack
from agent.domain.terms import Level, RoundKind

LONGEST = 480
"""Minutes of a round."""


def check_loop(document: Document, loop: LoopPack) -> None:
    """Rounds, weights and bars. Raises KnowledgeError with the line."""
    if not loop.rounds:
        raise document.error("rounds: there is none", ["rounds"])
    for position, planned in enumerate(loop.rounds):
        if not (0 < planned.minutes <= LONGEST and 0 <= planned.weight <= 1):  # .nan and .inf are numbers to YAML
            what = f"rounds[{position}]: minutes go from above 0 to {LONGEST}, a weight from 0 to 1"
            raise document.error(what, ["rounds", position])
    total = sum(planned.weight for planned in loop.rounds)
    if abs(total - 1) > 1e-6:
        raise document.error(f"rounds: the weights sum to {total:g}, not to 1", ["rounds"])
    missing = [level.value for level in Level if level not in loop.bars]
    if missing:
        raise document.error(f"bars: {', '.join(missing)} missing", ["bars"])


def check_questions(document: Document, loop: LoopPack, ids: Callable[[RoundKind], Sequence[str]]) -> None:
    """Questions that are fixed exist and belong to their round; `ids` gives those of a kind. Raises KnowledgeError."""
    for position, planned in enumerate(loop.rounds):
        if planned.question is not None and planned.question not in ids(planned.kind):
            known = ", ".join(ids(planned.kind)) or "none"
            what = f"rounds[{position}].question: {planned.kind} has no {planned.question!r}; it has {known}"
            raise document.error(what, ["rounds", position, "question"])

"""Sentences that no strength may rest on: a known mistake in a candidate's words, or certainty without a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from agent.domain.claims import Conflict
from agent.domain.knowledge import FailureMode
from agent.domain.terms import RoundKind
from agent.grading.answers import Measured
from agent.grading.reference import Embeds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

NEAR = 0.6
"""Cosine of a sentence to a phrasing of a failure mode from which the mistake is heard in it: one authored good
example in twenty comes as near, and one bad in five. A quote that is passed over by error costs only another quote."""
_CERTAIN = re.compile(
    r"\b(?:guarantee[sd]?|i(?:'d| would) bet|i bet|no doubt|without (?:any )?doubt|trust me|obviously|impossible"
    r"|a hundred percent|100 ?(?:%|percent)|everybody knows|everyone knows|by definition|can(?:'t|not) (?:ever )?fail"
    r"|never fails|always works)(?!\w)",
    re.IGNORECASE,
)


class Mistakes:
    """The failure modes of one kind of round, embedded."""

    def __init__(self, phrasings: Vectors | None) -> None:
        """`phrasings` has a row for each phrasing; None where the round has no failure mode."""
        self._phrasings = phrasings

    def marked(self, measured: Measured, conflicts: Sequence[Conflict], untrue: Sequence[str] = ()) -> frozenset[int]:
        """The places of the answer's sentences that no strength may rest on; `conflicts` name turns by `seq`, `untrue`
        are words that are not so."""
        said = [(turn, span.text) for turn, span in measured.sentences]
        found = {place for place, (_, text) in enumerate(said) if _CERTAIN.search(text.replace("’", "'"))}
        if self._phrasings is not None and said:
            near = (measured.seen.sentences @ self._phrasings.T).max(axis=1)
            found |= {place for place in range(len(said)) if float(near[place]) >= NEAR}
        claims = [claim for conflict in conflicts for claim in (conflict.earlier, conflict.later)]
        found |= {p for p, (turn, text) in enumerate(said) if any(c.seq == turn and c.quote in text for c in claims)}
        found |= {place for place, (_, text) in enumerate(said) if any(q in text or text in q for q in untrue)}
        return frozenset(found)


async def mistakes_of(embeds: Embeds, kind: RoundKind, modes: Sequence[FailureMode]) -> Mistakes:
    """Embed the phrasings of the failure modes that belong to a kind of round."""
    phrasings = [phrase for mode in modes if kind in mode.signals for phrase in mode.phrasings]
    return Mistakes(await embeds.embed(phrasings) if phrasings else None)

"""Whether the answers of a round are about the case of another question of its kind.

One answer alone hardly tells: a good one may use words of any case. Several that all come nearer to what one other
question asks, and to what its candidates say, do. Answers about a case that stands in no question are hardly found so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.domain.code import has_code
from agent.domain.knowledge import Question
from agent.domain.transcript import Transcript
from agent.grading.answers import bare
from agent.grading.exchanges import read_exchanges
from agent.grading.reference import Embeds
from agent.grading.spans import words
from agent.retrieval.language import is_english

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

SHORTEST = 12
"""Words of an answer that is looked at: fewer may be about anything."""
FEWEST = 4
"""Such answers from which on it can be told."""
LINE = 0.16
"""Cosine by which they come nearer to another question on average. Set for debugging rounds: of 36 that spoke of
their case the farthest came to -0.01, of rounds of scripted candidates, whose lines fit no case in particular, to
0.14."""
_STATED = 0.06
"""What a question's statement counts for beside its follow-ups: it is long, and so less like any answer."""
_SAME = 0.9
"""Cosine from which an answer is an earlier one again, and tells nothing more."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a question is about, as vectors: its statement (d), and what its follow-ups ask and are found by (n, d)."""

    stated: Vectors
    known: Vectors


def nearness(answers: Vectors, case: Case) -> Vectors:
    """How near each of the answers (n, d) comes to a case."""
    import numpy as np

    near: Vectors = np.maximum(answers @ case.stated + _STATED, (answers @ case.known.T).max(axis=1))
    return near


def is_elsewhere(answers: Vectors, own: Case, others: Sequence[Case]) -> bool:
    """Whether answers (n, d) to one question are, taken together, about the case of another one."""
    kept: list[int] = []
    for at in range(len(answers)):
        if all(float(answers[at] @ answers[before]) < _SAME for before in kept):
            kept.append(at)
    if len(kept) < FEWEST or not others:
        return False
    said = answers[kept]
    here = nearness(said, own)
    return max(float((nearness(said, other) - here).mean()) for other in others) >= LINE


class CaseListener:
    """Hears whether a round is about another case; what is heard against is embedded once for each question."""

    def __init__(self, embeds: Embeds) -> None:
        self._embeds = embeds
        self._cases: dict[str, Case] = {}

    async def hears_another(self, transcript: Transcript, question: Question, others: Sequence[Question]) -> bool:
        """Whether the answers to `question` so far are about the case of one of `others`."""
        told = [bare(exchange.text) for exchange in read_exchanges(transcript)
                if not exchange.aside and exchange.question_id in (None, question.id)]  # fmt: skip
        said = [text for text in told if len(words(text)) >= SHORTEST and not has_code(text) and is_english(text)]
        if len(said) < FEWEST:
            return False
        answers = await self._embeds.embed(said)
        cases = [await self._case(one) for one in others if one.id != question.id]
        return is_elsewhere(answers, await self._case(question), cases)

    async def _case(self, question: Question) -> Case:
        if question.id not in self._cases:
            known = [text for probe in question.probes for text in (probe.ask, probe.about, *probe.when)]
            stated, *rest = await self._embeds.embed([question.statement, *known])
            import numpy as np

            self._cases[question.id] = Case(stated, np.array(rest))
        return self._cases[question.id]

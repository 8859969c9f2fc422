"""Which clauses of the anchors one step up were said in the round, whatever was rated for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from agent.domain.interview import RoundGrade
from agent.domain.knowledge import Question, Rubric
from agent.domain.terms import Role
from agent.domain.transcript import Transcript
from agent.domain.verdict import SignalRating
from agent.grading.anchors import above, clauses, heard_in_full, listed
from agent.grading.answers import bare, joined
from agent.grading.exchanges import read_exchanges
from agent.grading.reference import Embeds
from agent.listening.amounts import values


class Held(Protocol):
    """What is to be known of a round; a `RoundView` is one."""

    @property
    def rubric(self) -> Rubric:
        """The round's rubric."""
        ...

    @property
    def transcript(self) -> Transcript:
        """What was said."""
        ...

    def question_at(self, index: int) -> Question | None:
        """The question that was open when turn `index` was said, where it is one of ours."""
        ...


def question_of(held: Held, signal: SignalRating) -> Question | None:
    """The question that a signal's evidence answered; the last one where it has none."""
    return held.question_at(signal.evidence[0].turn if signal.evidence else len(held.transcript.turns))


async def said_already(embeds: Embeds, held: Held, grade: RoundGrade) -> frozenset[str]:
    """The clauses of the anchors above the ratings given that were heard in any answer of the round."""
    wanted = list(dict.fromkeys(_wanted(held, grade)))
    answers = [exchange for exchange in read_exchanges(held.transcript) if not exchange.aside]
    said = [bare(span.text) for answer in answers for _, span in answer.sentences()]
    said += [pair for answer in answers for pair in joined(answer)]
    if not wanted or not said:
        return frozenset()
    texts = list(dict.fromkeys([*wanted, *(thing for clause in wanted for thing in listed(clause))]))
    vectors = await embeds.embed([*said, *texts])
    rows = (vectors[len(said) :] @ vectors[: len(said)].T).tolist()
    near = dict(zip(texts, rows, strict=True))
    given = {figure for turn in held.transcript.turns if turn.role is Role.INTERVIEWER for figure in values(turn.text)}
    return frozenset(clause for clause in wanted if heard_in_full(clause, near, said, given))


def _wanted(held: Held, grade: RoundGrade) -> Iterator[str]:
    for signal in grade.signals:
        of_rubric = held.rubric.signal(signal.id)
        if signal.rating is not None and signal.rating < 4 and of_rubric is not None:
            yield from clauses(above(of_rubric, question_of(held, signal), signal.rating)[1])

"""Answers about the case of another question: when they are heard as such, and what comes of it."""

from __future__ import annotations

from dataclasses import replace

from graded_rounds import catalog, grader

from agent.domain.terms import Level, Move, Role, RoundKind
from agent.domain.transcript import OTHER_CASE, Transcript, Turn
from agent.domain.verdict import Verdict
from agent.grading.decision import LADDER, decide_verdict
from agent.grading.doubts import doubt_in, elsewhere, evaded
from agent.grading.elsewhere import FEWEST, CaseListener
from agent.grading.round_concerns import other_case
from agent.interviewer import phrases
from agent.retrieval.embedder import embedder as own_embedder

PADS = catalog().question("debugging-short-clauses-get-lost")
KEYS = catalog().question("debugging-always-the-same-minutes")
ALL = catalog().questions(RoundKind.DEBUGGING)
EAR = CaseListener(own_embedder())
OF_PADS = (
    "With batch 1 all lengths have 0.90, with batch 64 only the long clauses do. The mean over axis one takes the rows of "
    "the padding in, so a clause of twenty tokens beside one of four hundred is nearly all padding.",
    "I'd embed one short clause alone and once more beside a long one and take the cosine of the two. Where the mask is "
    "missing it falls to 0.2, and two unrelated short clauses beside the same long one come close to one.",
    "Truncation at 512 would hurt the long clauses, and they are fine. A wrong tokenizer would hurt every length, also "
    "with batch 1. That leaves the mean without the mask.",
    "I'd multiply hidden by the mask, sum, divide by the sum of the mask, and build a fresh index: add_all embeds only "
    "clauses that it doesn't have, so it would print 0 new.",
)


def held(answers: tuple[str, ...], question_id: str = KEYS.id) -> Transcript:
    """A round on the parcels whose follow-ups are the question's own, in order."""
    turns = [Turn(Role.INTERVIEWER, KEYS.statement, move=Move.QUESTION, question_id=question_id)]
    for place, text in enumerate(answers):
        probe = KEYS.probes[place]
        turns += [
            Turn(Role.CANDIDATE, text),
            Turn(Role.INTERVIEWER, probe.ask, move=Move.PROBE, question_id=question_id, probe_id=probe.id),
        ]
    return Transcript(RoundKind.DEBUGGING, tuple(turns[:-1]), question=KEYS.statement)


async def test_four_answers_about_another_case_are_heard() -> None:
    assert len(OF_PADS) == FEWEST
    assert await EAR.hears_another(held(OF_PADS), KEYS, ALL)
    assert not await EAR.hears_another(held(OF_PADS[:-1]), KEYS, ALL), "three may be"


async def test_answers_to_the_case_are_not_and_what_is_said_again_tells_nothing() -> None:
    good = tuple(probe.good for probe in KEYS.probes[:FEWEST])
    assert not await EAR.hears_another(held(good), KEYS, ALL)
    assert not await EAR.hears_another(held((*OF_PADS[:2], *OF_PADS[:2])), KEYS, ALL)
    assert not await EAR.hears_another(held(OF_PADS), PADS, [PADS]), "there is no other"


TOLD = Turn(
    Role.INTERVIEWER,
    phrases.OTHER_CASE[0],
    move=Move.REDIRECT,
    question_id=KEYS.id,
    probe_id=f"{KEYS.id}{OTHER_CASE}",
)


def told(*after: str) -> Transcript:
    """A round in which the interviewer says so once the four answers are there."""
    begun = held(OF_PADS)
    return replace(begun, turns=(*begun.turns, TOLD, *(Turn(Role.CANDIDATE, text) for text in after)))


def test_the_answers_before_are_named_in_the_debrief_and_none_counts_as_gone_around() -> None:
    assert elsewhere(told("It is the keys.")) == (1, 3, 5, 7)
    assert evaded(told("It is the keys.")) == ()
    (concern,) = other_case(told("It is the keys."))
    assert "Up to turn 7 the answers are about another case" in concern
    assert other_case(held(OF_PADS)) == []


async def verdict(transcript: Transcript) -> Verdict:
    rubric = catalog().rubric(RoundKind.DEBUGGING)
    grade = await grader().grade(rubric, transcript, KEYS, Level.L4)
    return decide_verdict(grade.signals, rubric.bars[Level.L4], doubt_in(transcript, grade.flags))


async def test_a_round_about_another_case_comes_to_no_hire() -> None:
    after = await verdict(told())
    assert LADDER.index(after.decision) < LADDER.index((await verdict(held(OF_PADS))).decision)

"""What makes a round less certain than its ratings: few answers, questions gone around, figures at odds."""

from __future__ import annotations

import re
from collections.abc import Collection
from math import sqrt

from agent.domain.terms import Flag, MessageKind, Move, Role
from agent.domain.transcript import OTHER_CASE, Transcript, Turn
from agent.grading.decision import Doubt
from agent.grading.exchanges import asks_whether_to_end, read_exchanges
from agent.grading.left_open import left_open, skipped
from agent.listening.amounts import values
from agent.listening.interview_talk import says_nothing_of_the_case
from agent.listening.rules import certain
from agent.listening.said_before import says_again

CONTRADICTED_SD = 0.5
"""Spread that statements which can't both hold add to a round's mean rating: nobody knows which of them was rated."""
EVADED_SD = 0.25
"""Spread that each question adds which the interviewer had to put again."""
FEW_SD = 1.5
"""Spread that few answers add to a round's mean rating; its square counts 1/n - 1/ENOUGH times for n answers. Signals
read from one answer are misread together, so their number makes nothing surer. Set by hand."""
ENOUGH = 6
"""Answers from which on a round is as sure as its ratings are."""
FEWEST = 3
"""Answers from which on a decision may be more than a lean one: a committee that heard two says so and no more."""
SEVERAL = 2
"""Answers of a round beside what was asked from which on they count: one may be a right one that was heard wrongly."""
CONTRADICTED, EVADED = 0.7, 0.1
"""What a contradiction and a question gone around take from a round's level, in ratings. Set by hand: the graded rounds
that the offline grader learned from hold none. With one contradiction the fullest round is no strong hire at L4; two
show what more would show."""

_SAYS_AGAIN = re.compile(
    r"\b(?:me|i|i'll|i'd) (?:just |still |have to )?(?:ask|put|repeat|try) "
    r"(?:it |that |this |you |(?:my|the|this|that) question )?(?:once more|again)\b|"
    r"\brepeat (?:my|the) question\b|\b(?:my|the) question (?:was|is still|remains)\b|"
    r"\b(?:not|n't) (?:quite |really )?(?:what i asked|an answer|answer(?:ed)? (?:my|the) question)\b|"
    r"\b(?:let us|let's|could we|can we|please) (?:stay with|stick (?:to|with)) |"
    r"^\W*(?:to come |coming |let us come |let's come |let's get |so,? |and )?back to (?:us|our|my|the question)\b",
    re.IGNORECASE,
)
"""An interviewer saying that he puts his question again; "back to your ..." takes up what was said and does not."""


def evaded(transcript: Transcript) -> tuple[int, ...]:
    """The candidate's turns after which the interviewer put his question again, since they had gone around it.

    The interviewer's move tells, or, in a transcript without moves, his saying so. What says an earlier answer again
    goes around nothing: it counts for no more than it did, and not against him. Nor does a request for a fact, or a
    figure of his own that he gives again when he is asked again.
    """
    turns = transcript.turns
    said = transcript.candidate_turns()
    return tuple(
        index
        for index, turn in said
        if index + 1 < len(turns)
        and turns[index + 1].role is Role.INTERVIEWER
        and _puts_again(turns[index + 1])
        and not _names_the_case(turns[index + 1])
        and not _names_it_again(transcript, index)
        and not asks_whether_to_end(turns[index + 1])
        and certain(turn.text, "") is not MessageKind.HINT
        and not says_nothing_of_the_case(turn.text, turns[index - 1].text if index else transcript.question)
        and not _stood_by(transcript, index)
        and not says_again(turn.text, [before.text for place, before in said if place < index])
    )


def besides(transcript: Transcript) -> tuple[int, ...]:
    """The candidate's turns that spoke to something else than was asked, after which the same follow-up was put again.

    The interviewer's turn tells by naming that follow-up. Who then says the same again stands by it as his answer, and
    may have been heard wrongly; so may one answer of a round by itself, short and right, and it takes several.
    """
    turns = transcript.turns
    named = [index for index, _ in transcript.candidate_turns() if _names_it_again(transcript, index)]
    found = tuple(
        index
        for index in named
        if not any(says_again(turn.text, [turns[index].text]) for turn in turns[index + 2 : index + 3])
    )
    return found if len(found) >= SEVERAL else ()


def _stood_by(transcript: Transcript, index: int) -> bool:
    """Whether the next answer gives a figure of this one's own again: it was an answer, and heard wrongly."""
    turns = transcript.turns
    asked = values(
        " ".join([transcript.question, *(turn.text for turn in turns[:index] if turn.role is Role.INTERVIEWER)])
    )
    after = next((turn.text for turn in turns[index + 1 :] if turn.role is Role.CANDIDATE), "")
    return bool((values(turns[index].text) - asked) & values(after))


def elsewhere(transcript: Transcript) -> tuple[int, ...]:
    """The candidate's turns after which the interviewer had said that all of it so far was about another case."""
    told = [index for index, turn in enumerate(transcript.turns) if _names_the_case(turn)]
    put = {transcript.turns[index].question_id for index in told}
    return tuple(
        index
        for index, _ in transcript.candidate_turns()
        if told and index < told[-1] and transcript.question_id_at(index) in put
    )


def _names_the_case(turn: Turn) -> bool:
    return turn.role is Role.INTERVIEWER and (turn.probe_id or "").endswith(OTHER_CASE)


def _names_it_again(transcript: Transcript, index: int) -> bool:
    """Whether the turn after this one puts the same follow-up again, by its id."""
    after, before = transcript.turns[index + 1 : index + 2], transcript.leading_to(index)
    if not after or not before or after[0].move is not Move.REDIRECT or after[0].probe_id is None:
        return False
    return after[0].probe_id == before[0][1].probe_id


def _puts_again(turn: Turn) -> bool:
    if turn.move is None:
        return _SAYS_AGAIN.search(turn.text.replace("’", "'")) is not None
    return turn.move is Move.REDIRECT


def doubt_in(transcript: Transcript, flags: Collection[Flag]) -> Doubt:
    """What a round adds to the spread of its mean rating, more with fewer answers; what it keeps a decision from.

    An ask that was left open by questions, or skipped, tells as much as an answer.

    Whoever tells the grader how to grade has no benefit of the doubt: the words themselves move no rating.
    """
    contradicted = CONTRADICTED_SD if Flag.CONTRADICTION in flags else 0.0
    answers = sum(not exchange.aside for exchange in read_exchanges(transcript))
    answers += len(left_open(transcript)) + len(skipped(transcript))
    few = FEW_SD**2 * max(0.0, 1 / max(1, answers) - 1 / ENOUGH)
    spread = sqrt(contradicted**2 + len(evaded(transcript)) * EVADED_SD**2 + few)
    return Doubt(spread, withheld=Flag.INJECTION_ATTEMPT in flags, few=answers < FEWEST)


def lowered_by(evasions: int, contradictions: int) -> float:
    """What a round's level loses, in ratings: full answers beside them must not make up for all of it."""
    return CONTRADICTED * min(2, contradictions) + EVADED * evasions

"""What speaks against a round beside its signals: contradictions, questions put again, words to the grader."""

from __future__ import annotations

from collections.abc import Sequence

from agent.domain.claims import Conflict
from agent.domain.transcript import Transcript
from agent.grading.doubts import besides, elsewhere, evaded
from agent.grading.left_open import left_open, skipped
from agent.grading.observations import Observed
from agent.grading.shapes import last_question, listed, number, quoted, tidy, upper_first
from agent.grading.untrue import Said

_UNTRUE = 2


def contradiction(conflict: Conflict) -> str:
    """Both figures, with their turns."""
    earlier, later = conflict.earlier, conflict.later
    return tidy(
        f"Two figures for one thing ({earlier.subject}): {quoted(earlier.quote)} (turn {earlier.seq}) and "
        f"{quoted(later.quote)} (turn {later.seq})."
    )


def not_so(untrue: Sequence[Said]) -> list[str]:
    """What is not so with what is, two at most, those first that were not put right."""
    found = []
    for said in sorted(untrue, key=lambda said: (said.righted is not None, said.untrue.is_sum, said.turn))[:_UNTRUE]:
        righted = f" Put right when asked (turn {said.righted})." if said.righted is not None else ""
        found.append(tidy(f"{quoted(said.untrue.quote)} (turn {said.turn}) is not so. {said.untrue.so}{righted}"))
    return found


def gone_around(transcript: Transcript) -> list[str]:
    """The questions that had to be put again, counted, with the words that went around the first of them."""
    turns = evaded(transcript)
    if not turns:
        return []
    said = transcript.turns[turns[0]].text
    often = f"{upper_first(number(len(turns)))} question{'s' if len(turns) > 1 else ''}"
    return [tidy(f"{often} had to be put again; to the first came {quoted(said)} (turn {turns[0]}).")]


def asked_back_only(transcript: Transcript) -> list[str]:
    """The asks that got questions and no answer, counted, with the first of them and what came to it."""
    turns = left_open(transcript)
    if not turns:
        return []
    ask = last_question(transcript.leading_to(turns[0])[0][1].text)
    often = f"{upper_first(number(len(turns)))} question{'s' if len(turns) > 1 else ''}"
    said = quoted(transcript.turns[turns[0]].text)
    return [tidy(f"{often} got questions back and no answer; to {quoted(ask)} came {said} (turn {turns[0]}).")]


def passed_over(transcript: Transcript) -> list[str]:
    """The follow-ups that were left at the candidate's wish beyond the first, counted, with one of them."""
    turns = skipped(transcript)
    if not turns:
        return []
    ask = last_question(transcript.leading_to(turns[0])[0][1].text)
    often = "After a first follow-up that was skipped, a second was" if len(turns) == 1 else ""
    often = often or f"After a first follow-up that was skipped, {number(len(turns))} more were"
    said = quoted(transcript.turns[turns[0]].text)
    return [tidy(f"{often}: to {quoted(ask)} came {said} (turn {turns[0]}), and no answer.")]


def spoke_of_another(transcript: Transcript) -> list[str]:
    """How many answers spoke of something else than was asked, where that counts, and the first with its ask."""
    turns = besides(transcript)
    if not turns:
        return []
    ask = last_question(transcript.leading_to(turns[0])[0][1].text)
    said = transcript.turns[turns[0]].text
    often = f"{upper_first(number(len(turns)))} answers spoke of something else than was asked"
    return [tidy(f"{often}; to {quoted(ask)} came {quoted(said)} (turn {turns[0]}).")]


def other_case(transcript: Transcript) -> list[str]:
    """That answers were about another case than the question's, which the interviewer had to say."""
    turns = elsewhere(transcript)
    if not turns:
        return []
    begins = quoted(transcript.turns[turns[0]].text)
    return [
        tidy(f"Up to turn {turns[-1]} the answers are about another case than the one put; they begin with {begins}.")
    ]


def words_to_the_grader(answers: Sequence[Observed]) -> str:
    """Where they stand, and what became of them."""
    turns = [str(p.turn) for a in answers for p in a.exchange.parts if p.screened.injection]
    where = f"turn {turns[0]}" if len(turns) == 1 else f"turns {listed(turns)}"
    return f"Part of {where} speaks to whoever grades. It was left out and moved no rating, up or down."

"""What a candidate says of the interview is no evidence, for or against, and an answer made of it is not rated."""

from __future__ import annotations

from dataclasses import replace

from graded_rounds import ASKS, STRONG, graded, held

from agent.domain.interview import RoundGrade
from agent.domain.terms import Move, Role
from agent.domain.transcript import Transcript, Turn
from agent.domain.verdict import Prose
from agent.grading.doubts import evaded
from agent.grading.exchanges import read_exchanges
from agent.grading.observations import observe
from agent.grading.prose import round_prose
from agent.grading.transcripts import Heard

MIDDLE = "From the inventory system, when stock is zero the shelf is empty, and I'd check forty by hand."


async def debrief(transcript: Transcript) -> tuple[RoundGrade, Prose]:
    from graded_rounds import catalog

    grade, verdict = await graded(transcript)
    return grade, round_prose(
        Heard(catalog().rubric(transcript.round), None, transcript, transcript.level), grade, verdict
    )


def put_again(answers: tuple[str, ...], again: int) -> Transcript:
    """A round whose answer `again` was followed by the same question in other words."""
    turns = list(held(answers).turns)
    turns[2 * again + 2] = replace(turns[2 * again + 2], move=Move.REDIRECT)
    return replace(held(answers), turns=tuple(turns))


async def test_an_answer_made_of_talk_is_not_rated_and_not_quoted() -> None:
    talk = "You haven't told me how many shops there are. I haven't proposed anything yet."
    transcript = held((STRONG[0], talk, *STRONG[2:]))
    assert [exchange.aside for exchange in read_exchanges(transcript)] == [False, True, False, False]
    with_talk, prose = await debrief(transcript)
    without, _ = await graded(held((STRONG[0], *STRONG[2:]), asks=(ASKS[0], *ASKS[2:])))
    assert [signal.rating for signal in with_talk.signals] == [signal.rating for signal in without.signals]
    said = " ".join([prose.headline, *prose.strengths, *prose.concerns])
    assert "told me" not in said and "proposed" not in said


async def test_talk_beside_an_answer_is_left_out_of_it() -> None:
    plain, _ = await graded(held((STRONG[0], MIDDLE, *STRONG[2:])))
    talk = (
        f"I think you may have the wrong CV in front of you. {MIDDLE} But you haven't told me whether it's 190 or 120."
    )
    beside, prose = await debrief(held((STRONG[0], talk, *STRONG[2:])))
    assert [signal.rating for signal in beside.signals] == [signal.rating for signal in plain.signals]
    quotes = [item.quote for signal in beside.signals for item in signal.evidence]
    assert not any("told me" in words or "wrong CV" in words for words in [*quotes, *prose.strengths, *prose.concerns])


async def test_a_signal_that_got_a_request_for_an_answer_says_so() -> None:
    transcript = held(("How many shops are there? Without that I can't say.", *STRONG[1:]))
    turns = [replace(turn, signal="measurement") if i == 0 else turn for i, turn in enumerate(transcript.turns)]
    grade, _ = await graded(replace(transcript, turns=tuple(turns[:2])))
    notes = {signal.id: signal.note for signal in grade.signals}
    assert notes["measurement"].startswith("Asked about, and not answered")
    assert notes["data_and_labels"].startswith("Not asked about")


async def test_a_request_for_facts_is_no_concern_though_the_question_came_again() -> None:
    asking = "How many shops are there, and how many shelves in each? Without that I can't say."
    transcript = put_again((STRONG[0], asking, *STRONG[2:]), 1)
    assert evaded(transcript) == ()
    _, prose = await debrief(transcript)
    assert not any("put again" in line for line in prose.concerns)
    around = put_again((STRONG[0], "I like working with people and data.", *STRONG[2:]), 1)
    assert evaded(around) == (3,)


def test_an_introduction_whose_figure_is_given_again_went_around_nothing() -> None:
    first = "I think you may have the wrong CV in front of you. I have looked after a ranking model for five years."
    answers = (first, "More than close: it's five years, one model, in use every day.", STRONG[2])
    transcript = put_again(answers, 0)
    assert evaded(transcript) == ()
    assert evaded(put_again((first, "I like models.", STRONG[2]), 0)) == (1,)


def test_to_have_said_something_here_is_no_act() -> None:
    said = "I gave you that, and I've said it. I told my employer no, and I gave you my word."
    exchange = read_exchanges(
        Transcript(held(STRONG).round, (Turn(Role.INTERVIEWER, ASKS[0]), Turn(Role.CANDIDATE, said)), question=ASKS[0])
    )[0]
    assert observe(exchange, said).acts == ("I told", "I gave")
    assert observe(exchange, "I gave you that, and I've said it.").acts == ()

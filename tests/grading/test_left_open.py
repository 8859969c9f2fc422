"""Asks that were met with questions alone count as not shown; to ask first and then answer costs nothing."""

from __future__ import annotations

from graded_rounds import ASKS, STRONG, catalog, graded, held

from agent.domain.interview import RoundGrade
from agent.domain.terms import Decision, Move, Role
from agent.domain.transcript import Transcript, Turn
from agent.domain.verdict import Evidence, SignalRating
from agent.grading.decision import decide_verdict
from agent.grading.doubts import doubt_in
from agent.grading.left_open import left_open, skipped
from agent.grading.prose import round_prose
from agent.grading.transcripts import Heard

HOW_MANY, WHO, SKIP = "How many shops are there?", "Who walks to the shelves?", "Can we move on?"
TOLD = "There are 400 shops."
LABEL = "data_and_labels"


def round_of(*said: tuple[str, Move] | str) -> Transcript:
    """A round from the interviewer's turns (with their moves) and the candidate's messages."""
    turns = [
        Turn(Role.CANDIDATE, one)
        if isinstance(one, str)
        else Turn(Role.INTERVIEWER, one[0], move=one[1], signal=LABEL if one[0] == ASKS[1] else None)
        for one in said
    ]
    plain = held(STRONG)
    return Transcript(plain.round, tuple(turns), plain.round_id, plain.level, question=ASKS[0])


OPENED: tuple[tuple[str, Move] | str, ...] = ((ASKS[0], Move.QUESTION), STRONG[0], (ASKS[1], Move.PROBE))
GOES_ON: tuple[tuple[str, Move] | str, ...] = (
    (ASKS[2], Move.PROBE), STRONG[2], (ASKS[3], Move.PROBE), STRONG[3], ("Your questions?", Move.CLOSE),
)  # fmt: skip


def test_an_ask_that_got_questions_only_was_left_open() -> None:
    told, again = (TOLD, Move.CLARIFY), ("That isn't known here.", Move.CLARIFY)
    assert left_open(round_of(*OPENED, HOW_MANY, told, WHO, again, SKIP, *GOES_ON)) == (5,)
    assert left_open(round_of(*OPENED, HOW_MANY, told, SKIP, *GOES_ON)) == (3,)
    assert left_open(round_of(*OPENED, "A hint, please.", ("Who scans?", Move.HINT), SKIP, *GOES_ON)) == (3,)


def test_what_was_answered_after_all_or_never_made_clear_was_not() -> None:
    told = (TOLD, Move.CLARIFY)
    assert left_open(round_of(*OPENED, HOW_MANY, told, STRONG[1], *GOES_ON)) == ()
    assert left_open(round_of(*OPENED, HOW_MANY, *GOES_ON)) == ()  # nobody told him
    assert left_open(round_of(*OPENED, HOW_MANY, told)) == ()  # nothing else was asked
    assert left_open(round_of(*OPENED, SKIP, *GOES_ON)) == ()
    assert left_open(round_of(*OPENED, HOW_MANY, told, WHO, *GOES_ON)) == ()  # the last one was passed over
    assert left_open(round_of(*OPENED, HOW_MANY, told, WHO, told, HOW_MANY, *GOES_ON)) == (7,)
    again = ("I noted the first part. Who scans the label?", Move.REDIRECT)
    assert left_open(round_of(*OPENED, "I gave you that in my first answer.", again, SKIP, *GOES_ON)) == ()
    assert left_open(round_of(*OPENED, "Say it again, please?", (ASKS[1], Move.CLARIFY), SKIP, *GOES_ON)) == ()


def test_one_question_on_the_opening_and_one_at_the_end_are_free() -> None:
    told, close = (TOLD, Move.CLARIFY), ("Your questions?", Move.CLOSE)
    opening = ((ASKS[0], Move.QUESTION), HOW_MANY, told)
    assert left_open(round_of(*opening, SKIP, *GOES_ON)) == ()
    assert left_open(round_of(*opening, WHO, told, SKIP, *GOES_ON)) == (3,)
    assert left_open(round_of(*OPENED, HOW_MANY, told, close)) == ()
    assert left_open(round_of(*OPENED, HOW_MANY, told, WHO, told, close)) == (5,)


def test_a_first_follow_up_may_be_skipped_and_more_are_not_shown() -> None:
    again = (SKIP, (ASKS[2], Move.PROBE), "Skip this one, please.", (ASKS[3], Move.PROBE))
    assert skipped(round_of(*OPENED, SKIP, *GOES_ON)) == ()
    assert skipped(round_of(*OPENED, *again, STRONG[3], *GOES_ON)) == (5,)
    assert skipped(round_of(*OPENED, *again, SKIP, *GOES_ON)) == (5, 7)
    assert skipped(round_of(*OPENED, STRONG[1], (ASKS[2], Move.PROBE), *again, STRONG[3], *GOES_ON)) == (7,)
    assert skipped(round_of(*OPENED, *again[:-1])) == ()  # nothing was asked of him after it
    opening = (ASKS[1], Move.QUESTION)
    assert skipped(round_of(*OPENED, SKIP, opening, SKIP, opening, *GOES_ON)) == ()


def test_what_was_left_with_questions_is_not_counted_as_skipped_too() -> None:
    told = (TOLD, Move.CLARIFY)
    turns = round_of(*OPENED, SKIP, (ASKS[1], Move.PROBE), HOW_MANY, told, SKIP, *GOES_ON)
    assert (left_open(turns), skipped(turns)) == ((5,), ())


async def test_skipping_on_and_on_is_no_way_around_a_round() -> None:
    skipping = (SKIP, (ASKS[2], Move.PROBE), "Skip this one, please.", (ASKS[3], Move.PROBE), "Next one, please.")
    dodged = round_of(*OPENED, *skipping, *GOES_ON)
    grade, verdict = await graded(dodged)
    _, once = await graded(round_of(*OPENED, SKIP, *GOES_ON))
    assert (verdict.score or 0) < (once.score or 0) - 0.05
    prose = round_prose(Heard(catalog().rubric(dodged.round), None, dodged, dodged.level), grade, verdict)
    assert any("a first follow-up that was skipped, two more were" in line for line in prose.concerns)


def test_without_moves_what_asks_nothing_tells() -> None:
    plain = held((STRONG[0], HOW_MANY, *STRONG[2:])).turns
    told, who = Turn(Role.INTERVIEWER, TOLD), Turn(Role.CANDIDATE, WHO)

    def with_more(*more: Turn) -> Transcript:
        return Transcript(held(STRONG).round, (*plain[:4], *more, *plain[4:]), question=ASKS[0])

    assert left_open(with_more()) == ()
    assert left_open(with_more(told, who)) == ()
    assert left_open(with_more(told, who, told)) == (5,)


async def test_it_counts_as_not_shown_for_its_signal_and_the_debrief_names_it() -> None:
    told = (TOLD, Move.CLARIFY)
    dodged = round_of(*OPENED, HOW_MANY, told, WHO, told, SKIP, *GOES_ON)
    grade, verdict = await graded(dodged)
    asked, answered = await graded(round_of(*OPENED, HOW_MANY, told, STRONG[1], *GOES_ON))
    _, without = await graded(round_of(*OPENED[:2], *GOES_ON))
    signal = next(signal for signal in grade.signals if signal.id == LABEL)
    assert signal.rating is not None and signal.rating <= 2
    assert [item.quote for item in signal.evidence] == [WHO]
    assert "an answer never came" in signal.note
    assert (verdict.score or 0) < min(without.score or 0, answered.score or 0) - 0.05
    assert next(signal.rating for signal in asked.signals if signal.id == LABEL) == 4
    prose = round_prose(Heard(catalog().rubric(dodged.round), None, dodged, dodged.level), grade, verdict)
    assert any("One question got questions back and no answer" in line and WHO in line for line in prose.concerns)


async def test_nothing_but_questions_is_a_decision_and_its_headline() -> None:
    told, asks = (TOLD, Move.CLARIFY), [(ask, Move.PROBE) for ask in ASKS[1:]]
    said = [part for ask in asks for part in (ask, HOW_MANY, told, WHO, told, SKIP)]
    only = round_of((ASKS[0], Move.QUESTION), HOW_MANY, told, WHO, told, SKIP, *said, ("Your questions?", Move.CLOSE))
    grade, _ = await graded(only)
    rubric = catalog().rubric(only.round)
    assert not doubt_in(only, grade.flags).few
    verdict = decide_verdict(grade.signals, rubric.bars[only.level], doubt_in(only, grade.flags))
    assert verdict.decision is Decision.STRONG_NO_HIRE
    prose = round_prose(Heard(rubric, None, only, only.level), grade, verdict)
    assert prose.headline.startswith("Four questions got questions back and no answer")
    assert prose.headline not in prose.concerns


async def test_a_strength_is_not_called_the_answer_to_what_had_to_be_put_twice() -> None:
    again = ("That is still missing on my page.", Move.REDIRECT)
    once = round_of(*OPENED, STRONG[1], *GOES_ON)
    twice = round_of(*OPENED, "It depends on the shop.", again, STRONG[1], *GOES_ON)
    rubric = catalog().rubric(once.round)
    for transcript, turn in ((once, 3), (twice, 5)):
        quote = (Evidence(turn, STRONG[1].split(". ")[0]),)
        signals = tuple(SignalRating(s.id, s.name, s.weight, 4, quote, "offline") for s in rubric.signals)
        verdict = decide_verdict(signals, rubric.bars[transcript.level])
        held_by = Heard(rubric, None, transcript, transcript.level)
        headline = round_prose(held_by, RoundGrade(signals, frozenset()), verdict).headline
        assert quote[0].quote in headline
        assert ("Where does the label come from" in headline) is (transcript is once)

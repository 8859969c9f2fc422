"""Dodges, contradictions and mistakes: none of them is a strength, and a verdict is less sure for them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from graded_rounds import catalog, grader

from agent.domain.terms import Decision, Flag, Level, Move, Role, RoundKind
from agent.domain.transcript import Transcript, Turn
from agent.domain.verdict import SignalRating
from agent.grading.decision import LADDER, SUREST, Doubt, decide_verdict
from agent.grading.doubts import doubt_in, evaded
from agent.grading.flip_prose import would_flip
from agent.grading.shapes import Shapes
from agent.listening.confirming import owns_up

FULL = "I would take 20 thousand more at signing, since base is fixed here, and start three weeks sooner in exchange. If that can't be done I'd ask for a review after six months, in writing."
BOLD = "The first year is 340 and I guarantee that stock always doubles, I'd bet a month of pay on it."


def held(*answers: str, moves: tuple[Move, ...] = ()) -> Transcript:
    turns = [Turn(Role.INTERVIEWER, "What would you sign?", move=Move.QUESTION)]
    for place, answer in enumerate(answers):
        move = moves[place] if place < len(moves) else Move.PROBE
        turns += [Turn(Role.CANDIDATE, answer), Turn(Role.INTERVIEWER, "And what does that rest on?", move=move)]
    return Transcript(RoundKind.NEGOTIATION, tuple(turns), question="What would you sign?")


async def graded(transcript: Transcript):
    rubric = catalog().rubric(RoundKind.NEGOTIATION)
    return await grader().grade(rubric, transcript, None, Level.L4)


def mean(grade) -> float:
    seen = [(s.weight, s.rating) for s in grade.signals if s.rating is not None]
    return sum(weight * rating for weight, rating in seen) / sum(weight for weight, _ in seen)


def test_a_question_that_was_put_again_was_gone_around_and_a_confirmed_end_was_not() -> None:
    assert evaded(held(FULL, "It depends.", FULL, moves=(Move.PROBE, Move.REDIRECT))) == (3,)
    assert evaded(held(FULL, f"As I said before: {FULL}", FULL, moves=(Move.PROBE, Move.REDIRECT))) == ()
    asked = Turn(Role.INTERVIEWER, "Shall I end this round here?", move=Move.REDIRECT)
    assert evaded(Transcript(RoundKind.NEGOTIATION, (Turn(Role.CANDIDATE, "Stop, please."), asked))) == ()


def rated(*ratings: int) -> tuple[SignalRating, ...]:
    return tuple(SignalRating(f"s{n}", f"S{n}", 0.2, rating, (), "offline", "") for n, rating in enumerate(ratings))


def test_a_verdict_on_few_answers_is_less_sure() -> None:
    verdicts = [decide_verdict(rated(*[4] * 5), 2.5, doubt_in(held(*[FULL] * answers), ())) for answers in (3, 4, 6, 9)]
    three, four, six, nine = (verdict.confidence for verdict in verdicts)
    assert three < four < six
    assert six == nine == SUREST
    assert len({(verdict.decision, verdict.score) for verdict in verdicts}) == 1


@pytest.mark.parametrize("bar", [1.6, 2.2, 2.5, 2.8, 3.4])
def test_no_confidence_goes_beyond_what_a_second_reading_bears_out(bar: float) -> None:
    for rating in (1, 2, 3, 4):
        verdict = decide_verdict(rated(*[rating] * 5), bar)
        assert 0 < verdict.confidence <= SUREST
    assert decide_verdict(rated(4), bar).confidence <= SUREST
    assert decide_verdict((), bar).confidence <= SUREST  # nothing was said: it may have been heard badly


@pytest.mark.parametrize(
    ("rating", "two", "three"),
    [(4, Decision.LEAN_HIRE, Decision.STRONG_HIRE), (1, Decision.LEAN_NO_HIRE, Decision.STRONG_NO_HIRE)],
)
def test_two_answers_carry_no_more_than_a_lean_decision(rating: int, two: Decision, three: Decision) -> None:
    signals = rated(*[rating] * 5)
    for answers, decision in ((1, two), (2, two), (3, three)):
        doubt = doubt_in(held(*[FULL] * answers), ())
        verdict = decide_verdict(signals, 2.5, doubt)
        assert verdict.decision is decision
        lines = would_flip(catalog().rubric(RoundKind.NEGOTIATION), signals, verdict, 2.5, Shapes("a"), doubt)
        assert ("no more than a lean decision" in lines[0]) is (decision is two)
    assert (
        decide_verdict(signals, 2.5, doubt_in(held(FULL), (Flag.INJECTION_ATTEMPT,))).decision is Decision.LEAN_NO_HIRE
    )


@pytest.mark.parametrize(
    ("words", "again"),
    [
        ("Let me ask once more: yes or no?", True),
        ("The question was what you would sign.", True),
        ("Let us stay with the offer here.", True),
        ("Coming back to us: what would you sign?", True),
        ("Back to your other offer, what is it?", False),
        ("What would you ask for, and would you try again?", False),
    ],
)
def test_without_moves_the_interviewers_own_words_say_that_he_asks_again(words: str, again: bool) -> None:
    turns = (Turn(Role.INTERVIEWER, "What would you sign?"), Turn(Role.CANDIDATE, "I once had a boat."))
    asked = Transcript(RoundKind.NEGOTIATION, (*turns, Turn(Role.INTERVIEWER, words)))
    assert evaded(asked) == ((1,) if again else ())
    assert evaded(replace(asked, turns=(*turns, Turn(Role.INTERVIEWER, words, move=Move.PROBE)))) == ()


@pytest.mark.parametrize(("ratings", "kept"), [((3, 3, 2, 3), False), ((4, 4, 3, 4), True), ((1, 2, 2, 1), True)])
def test_whoever_tells_the_grader_how_to_grade_has_no_benefit_of_the_doubt(
    ratings: tuple[int, ...], kept: bool
) -> None:
    signals = [SignalRating(str(n), str(n), 0.25, rating, (), "offline", "") for n, rating in enumerate(ratings)]
    plain = decide_verdict(signals, 2.7)
    told = decide_verdict(signals, 2.7, doubt_in(held(FULL, FULL, FULL), (Flag.INJECTION_ATTEMPT,)))
    assert told.decision is (plain.decision if kept else Decision.LEAN_NO_HIRE)
    assert ((told.score or 0) < 0.5) == (LADDER.index(told.decision) < LADDER.index(Decision.LEAN_HIRE))


async def test_a_debrief_says_why_ratings_at_the_bar_are_no_lean_hire() -> None:
    rubric = catalog().rubric(RoundKind.NEGOTIATION)
    signals = tuple(SignalRating(s.id, s.name, s.weight, 3, (), "offline", "") for s in rubric.signals)
    bar, doubt = 2.8, Doubt(withheld=True)
    verdict = decide_verdict(signals, bar, doubt)
    lines = would_flip(rubric, signals, verdict, bar, Shapes("a"), doubt)
    assert "3.00 against a bar of 2.80" in lines[0]
    assert "benefit of the doubt" in lines[0]
    assert "hire" in lines[1]
    assert "lean hire" not in lines[1]  # there is none for him: the next better decision is a hire
    assert not any(
        "benefit" in line for line in would_flip(rubric, signals, decide_verdict(signals, bar), bar, Shapes("a"))
    )


@pytest.mark.parametrize("flags", [(Flag.CONTRADICTION,), ()])
def test_doubt_lowers_the_confidence_and_moves_no_decision(flags: tuple[Flag, ...]) -> None:
    signals = [SignalRating(str(n), str(n), 0.25, 4, (), "offline", "") for n in range(4)]
    doubt = doubt_in(held(FULL, "It depends.", FULL, moves=(Move.PROBE, Move.REDIRECT)), flags)
    sure, unsure = decide_verdict(signals, 2.5), decide_verdict(signals, 2.5, doubt)
    assert unsure.confidence < sure.confidence
    assert unsure.decision is sure.decision


async def test_figures_that_cannot_both_hold_cost_the_round() -> None:
    one, other = "My competing offer is 340.", "My competing offer is 320."
    kept = await graded(held(f"{one} {FULL}", FULL, f"{one} {FULL}"))
    changed = await graded(held(f"{one} {FULL}", FULL, f"{other} {FULL}"))
    assert Flag.CONTRADICTION in changed.flags
    assert mean(changed) < mean(kept)
    quotes = [item.quote for signal in changed.signals if (signal.rating or 0) >= 3 for item in signal.evidence]
    assert not any("competing offer" in quote for quote in quotes)


async def test_no_strength_rests_on_certainty_alone() -> None:
    grade = await graded(held(FULL, BOLD, FULL))
    quotes = [item.quote for signal in grade.signals if (signal.rating or 0) >= 3 for item in signal.evidence]
    assert quotes
    assert not any("guarantee" in quote for quote in quotes)


@pytest.mark.parametrize(
    ("text", "owned"),
    [
        ("Sorry, the other offer is 320.", True),
        ("Actually it's 40 ms, not 12.", True),
        ("As I said before, the other offer is 320.", False),
        ("I said 340, and that was wrong, it's 320.", True),
        ("Well, the other offer is 320 thousand a year, so you are close.", False),
    ],
)
def test_only_what_says_that_it_corrects_takes_a_figure_back(text: str, owned: bool) -> None:
    assert owns_up(text) is owned

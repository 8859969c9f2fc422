"""What a committee recommends and says first, where one round holds the loop or the loop was short."""

from __future__ import annotations

import pytest

from agent.domain.terms import Context, Decision, EndedBy, InterviewerKind, Level, RoundKind
from agent.domain.transcript import RoundPlan, SessionPlan
from agent.domain.verdict import Evidence, LoopDebrief, Prose, Scorecard, SignalRating
from agent.grading.committee import join_rounds
from agent.grading.committee_prose import committee_prose
from agent.grading.decision import decide_verdict

BARS = {"new_grad": 2.1, "L4": 2.5, "senior": 2.7, "staff": 3.1}
KINDS = ("recruiter_screen", "ml_system_design", "ml_depth", "behavioral")


def card(kind: str, rating: int) -> Scorecard:
    quote = Evidence(3, f"I measured it twice for the {kind} on 40 cases, because nobody had.")
    signals = (SignalRating("one", "The one signal", 1.0, rating, (quote,), "offline"),)
    verdict = decide_verdict(signals, BARS["L4"])
    return Scorecard(
        None, RoundKind(kind), kind, Level.L4, Context.STARTUP, (), InterviewerKind.OFFLINE, None, None, verdict,
        signals, Prose(""), (), EndedBy.ANSWERED,
    )  # fmt: skip


def loop(*ratings: int, turns: int = 12) -> LoopDebrief:
    rounds = tuple(RoundPlan(RoundKind(kind), kind, 45, turns, 0.25) for kind in KINDS)
    plan = SessionPlan("s1", rounds, "startup", Level.L4, Context.STARTUP, bars=BARS)
    return join_rounds(plan, [card(kind, rating) for kind, rating in zip(KINDS, ratings, strict=True)])


def test_a_round_that_holds_the_loop_is_named_first_and_no_level_is_recommended() -> None:
    debrief = loop(1, 4, 4, 4)
    assert debrief.decision is Decision.LEAN_NO_HIRE
    assert debrief.recommended_level is None
    headline = committee_prose(debrief).headline
    first = headline.split(". ")[0]
    assert first.startswith("The strong no hire in recruiter screen holds the loop at lean no hire")
    assert "3.25, would be at or above the L4 bar of 2.50" in headline
    assert "No level is recommended" in headline and "staff" not in headline


@pytest.mark.parametrize(
    ("ratings", "turns", "decision", "level"),
    [
        ((4, 4, 4, 4), 12, Decision.STRONG_HIRE, Level.STAFF),
        ((4, 4, 4, 4), 8, Decision.STRONG_HIRE, Level.L4),
        ((3, 3, 3, 2), 12, Decision.LEAN_HIRE, Level.L4),
        ((2, 2, 3, 2), 12, Decision.LEAN_NO_HIRE, Level.NEW_GRAD),
        ((2, 2, 2, 2), 12, Decision.NO_HIRE, None),
    ],
)
def test_a_higher_level_takes_a_hire_from_a_full_form(
    ratings: tuple[int, ...], turns: int, decision: Decision, level: Level | None
) -> None:
    debrief = loop(*ratings, turns=turns)
    assert (debrief.decision, debrief.recommended_level) == (decision, level)


def test_a_short_form_says_why_no_higher_level_is_recommended() -> None:
    assert "short form" in committee_prose(loop(4, 4, 4, 4, turns=8)).headline
    assert "short form" not in committee_prose(loop(3, 3, 3, 2)).headline


@pytest.mark.parametrize(("ratings", "way"), [((4, 4, 3, 3), "rais"), ((1, 4, 4, 4), "lower"), ((2, 2, 2, 1), "lower")])
def test_what_moved_a_loop_most_says_in_which_direction(ratings: tuple[int, ...], way: str) -> None:
    headline = committee_prose(loop(*ratings)).headline
    words = {"rais": ("raised", "speaks for it"), "lower": ("lowered", "speaks against it")}
    assert any(word in headline for word in words[way]), headline
    other = words["lower" if way == "rais" else "rais"]
    assert not any(word in headline for word in other), headline

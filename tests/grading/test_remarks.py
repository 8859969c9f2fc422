"""What a debrief says about a quote: figures one can hold on to, acts that happened, no end where there was none."""

from __future__ import annotations

import pytest

from agent.grading.exchanges import Exchange, Part
from agent.grading.observations import Observed, observe
from agent.grading.remarks import missed, shown
from agent.grading.screening import screen


def seen(text: str, ask: str = "And then?") -> Observed:
    return observe(Exchange(ask, (Part(3, text, screen(text)),), ask))


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("We measured 300 recordings.", ("300 recordings",)),
        ("It is open between 7 and 10 pm.", ("7", "10 pm")),
        ("Van 1 and 2 drive on.", ("1", "2")),
        ("0.0021 rounds to 0.0039 over 3 rounds.", ("0.0021", "0.0039", "3 rounds")),
        ("185 plus 40, and a print of 590 separates them.", ("185", "40", "590")),
        ("9,500 a month, 30% of it.", ("9,500", "30%")),
    ],
)
def test_a_figure_comes_with_what_it_counts(said: str, figures: tuple[str, ...]) -> None:
    assert seen(said).figures == figures


def test_a_bare_digit_is_nothing_to_hold_on_to() -> None:
    assert [kind for kind, _ in shown(seen("Van 1 or 2 it is."))] == []
    assert [kind for kind, _ in shown(seen("300 recordings it is."))] == ["figure"]


def test_to_say_something_is_no_act() -> None:
    assert seen("As I said before, it holds ten.").acts == ()
    assert dict(shown(seen("I rolled it back.")))["act"] == "It is an act of the candidate's own ('I rolled')."


def test_a_figure_is_told_as_what_can_be_checked_and_a_breakage_without_a_part_names_nothing() -> None:
    assert dict(shown(seen("300 recordings and 40 hours it is.")))["figures"] == (
        "It has two figures that can be checked (300 recordings and 40 hours)."
    )
    assert "failure" not in dict(shown(seen("It broke silently.")))


def test_we_counts_against_him_only_where_he_was_asked_and_it_is_chiefly_we() -> None:
    answer = "We froze it, we told them, and we looked at the rest."
    assert "'we' 3 times and not one 'I'" in dict(missed(seen(answer, "What did you do?")))["we"]
    assert "'we' 3 times and 'I' once" in dict(missed(seen(f"{answer} I agreed.", "What did you do?")))["we"]
    assert "we" not in dict(missed(seen(answer, "Which of your numbers shows it?")))
    assert "we" not in dict(missed(seen("We froze it, we told them.", "What did you do?")))


def test_what_is_only_supposed_is_no_act() -> None:
    assert seen("Fine, if I turn that down.").acts == ()
    assert seen("Then I turned that down.").acts == ("I turned",)


def test_an_answer_that_went_on_did_not_stop_at_not_knowing() -> None:
    on = (
        "No idea. Probably somebody reads a letter from the tax office with it, and needs nobody for that. I would be "
        "content with one such person a week, and write down who it was."
    )
    assert "unknown" not in [kind for kind, _ in missed(seen(on))]
    assert "unknown" in [kind for kind, _ in missed(seen("No idea, somebody reads a letter from the office then."))]


def test_a_remedy_is_nothing_that_goes_wrong_and_anyone_else_is_no_reason() -> None:
    assert [kind for kind, _ in shown(seen("A fallback, if the field is gone."))] == []
    assert [kind for kind, _ in shown(seen("The queue leaks, if the field is gone; leak it will."))][:1] == [
        "failure bound"
    ]
    assert [kind for kind, _ in shown(seen("Before anyone else gets it."))] == []


def test_a_quote_of_the_candidate_asks_nothing_of_him() -> None:
    answer = "We run our own queries and our own index, and we look."
    assert "we" not in [kind for kind, _ in missed(seen(answer, "You said “you pick it”. Which number is that?"))]
    assert "we" in [kind for kind, _ in missed(seen(answer, "Which number did you look at?"))]


def test_never_with_its_reason_is_no_claim_without_one() -> None:
    kinds = [kind for kind, _ in missed(seen("The job has a lock, so it never runs twice."))]
    assert "overclaim" not in kinds
    for sure in ("It never runs twice, and nothing gets lost there.", "It is guaranteed, since the job has a lock."):
        assert "overclaim" in [kind for kind, _ in missed(seen(sure))]


def test_a_small_word_is_no_claim() -> None:
    assert "overclaim" not in [kind for kind, _ in missed(seen("It just picks any of them."))]


def test_a_division_is_no_condition() -> None:
    assert "figure bound" not in [kind for kind, _ in shown(seen("0.9 over 0.85 is t about 1.06."))]
    assert "figure bound" in [kind for kind, _ in shown(seen("I stop unless it gains 0.9 points."))]


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("Stations are ranked by hours until empty.", set()),
        ("They were marked blind before that.", set()),
        ("Half goes there, if that costs a tenth.", set()),
        ("It goes wrong when the list is late.", {"failure"}),
        ("At two percent I'd stop.", {"turning"}),
    ],
)
def test_nothing_that_stands_for_itself_is_a_fault_or_a_turn(said: str, kinds: set[str]) -> None:
    assert {kind for kind, _ in shown(seen(said))} & {"failure", "turning"} == kinds

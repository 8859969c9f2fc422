"""One line on why: in the answer's words, and only what its question can be held to."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from agent.grading.answers import Measured
from agent.grading.coefficients import Table
from agent.grading.exchanges import Exchange, Part
from agent.grading.features import hits
from agent.grading.lexicon import FIGURE
from agent.grading.notes import explain, of_passage, says_nothing, telling
from agent.grading.observations import observe
from agent.grading.screening import screen


def note(ask: str, answer: str, rating: int, **worth: float) -> str:
    exchange = Exchange(ask, (Part(3, answer, screen(answer)),), ask)
    measured = SimpleNamespace(exchange=exchange, sentences=exchange.sentences(), features=None)
    table = SimpleNamespace(worth=lambda features: worth)
    return explain(cast(Measured, measured), rating, cast(Table, cast(Any, table)))


def passage(words: str, rating: int, ask: str = "And then?") -> str:
    return of_passage(Exchange(ask, (Part(3, words, screen(words)),), ask), rating)


def test_a_passage_is_told_by_its_own_words_and_never_by_what_stands_around_it() -> None:
    assert passage("I rolled it back within 40 minutes.", 3) == (
        "puts a figure on it (40) and says who acted ('I rolled')"
    )
    assert passage("I rolled it back.", 2) == "says who acted ('I rolled'), which alone makes no 3"
    assert passage("It depends on the use case.", 2).startswith("hands the decision on")
    assert passage("We talked about the plan.", 1) == "has no figure, act, fault or condition that could be checked"
    assert "comes to" in passage("So 300 times 20 is 60,000 rows.", 3)
    assert passage("We talked about the plan.", 4) == ""


def test_a_note_names_the_words_it_rests_on() -> None:
    said = "I switched it off at 2 am, if sales already promised it then I am wrong."
    assert note("What then?", said, 3, acts=2.0, bounds=1.0) == (
        "Turn 3 says who acted ('I switched') and sets a condition ('if sales already promised it')."
    )
    assert "puts a figure on it (1e-12)" in note("Which step?", "I use 1e-12 and two tries.", 4, figures=1.0)


@pytest.mark.parametrize(
    ("said", "condition"),
    [
        ("That's 25 hours, so a bit less than one person in a week.", ""),
        ("Phone calls, and payment data if one has it, would show that.", ""),
        ("I'd call them if possible.", ""),
        ("We stop when the warning was wrong and the user says so twice.", "when the warning was wrong"),
        ("We stop unless the recall is above 0.9.", "unless the recall is above 0.9"),
        ("It goes out if it has less than one fault in a week.", "if it has less than one fault"),
    ],
)
def test_a_condition_is_what_something_hangs_on_and_ends_in_a_word_that_says_something(
    said: str, condition: str
) -> None:
    told = passage(said, 3)
    assert (f"sets a condition ('{condition}')" in told) is bool(condition)
    assert ("sets a condition" in told) is bool(condition)


def test_what_is_missing_is_not_said_of_every_signal() -> None:
    exchange = Exchange("And then?", (Part(3, "It works.", screen("It works.")),), "And then?")
    measured = SimpleNamespace(exchange=exchange, sentences=exchange.sentences(), features=None)
    table = SimpleNamespace(worth=lambda features: {"failure": -3.0, "bounds": -2.0, "hollow": -1.0})
    spoken: list[str] = []
    for _ in range(3):
        spoken.append(explain(cast(Measured, measured), 2, cast(Table, cast(Any, table)), spoken))
    assert spoken == [
        "Turn 3 names nothing that could go wrong and has no condition and no cost.",
        "Turn 3 says little that could be checked.",
        "Turn 3 names nothing that could go wrong.",
    ]


def test_what_the_interviewer_may_mean_is_no_condition() -> None:
    said = "Unless you mean the invoice, I stop the job if half of the rows are empty."
    assert "sets a condition ('if half of the rows are empty')" in note("And then?", said, 3, bounds=1.0)


def test_a_condition_is_not_cut_within_its_number() -> None:
    assert "('under 0.6 means the guideline is bad')" in note(
        "And then?", "Kappa under 0.6 means the guideline is bad.", 3, bounds=1.0
    )


def test_a_comparison_that_compares_nothing_is_no_condition_and_saying_is_no_act() -> None:
    said = "I said about two, so a bit more than double."
    assert note("How much?", said, 3, acts=1.0, bounds=2.0) == "Close to the middle in everything that was looked at."
    said = "More than double. I'd stop if the third one fails, too."
    assert "sets a condition ('if the third one fails')" in note("How much?", said, 3, bounds=1.0)


def test_a_note_takes_no_scrap_for_a_figure_a_condition_or_a_claim() -> None:
    middle = "Close to the middle in everything that was looked at."
    assert note("And then?", "It broke twice because it read the old table.", 3, figures=1.0) == middle
    assert "(two teams)" in note("And then?", "I froze it as two teams counted on their own.", 3, figures=1.0)
    assert "(two engineers)" in note("And your team?", "I run it with two engineers and a designer.", 3, figures=1.0)
    assert note("And then?", "I look at the percent of citations.", 3, figures=1.0) == middle
    assert note("And then?", "Each page has a valid-until date and an alarm.", 3, bounds=1.0) == middle
    assert "certain" not in note("And then?", "It just picks any word.", 2, overclaim=-1.0)


def test_not_knowing_exactly_is_no_certainty() -> None:
    assert "certain" not in note("How many?", "I don't know exactly.", 2, overclaim=-1.0, unknown=-0.5)
    assert "certain" not in note("What do I say?", "You can tell her exactly that.", 2, overclaim=-1.0)
    assert "certain without a reason ('exactly')" in note("How many?", "That is exactly it.", 2, overclaim=-1.0)


def test_what_a_word_says_only_in_its_place_is_no_reason_by_itself() -> None:
    assert "certain" not in note("Which pack?", "One charged in a way the lab never did.", 2, overclaim=-1.0)
    assert "goes wrong" not in note("And then?", "Two teachers mark two hundred of them blind.", 4, failure=1.0)


@pytest.mark.parametrize(("ask", "missed"), [("How many rows?", True), ("Why do you want this?", False)])
def test_a_figure_is_missed_only_where_one_was_asked_for(ask: str, missed: bool) -> None:
    assert ("no figure" in note(ask, "I like to see it work.", 1, figures=-1.0, bounds=-0.5)) is missed


def test_a_small_step_is_one_figure() -> None:
    assert hits(FIGURE, "from 1e-12 to 3e5") == {"1e-12", "3e5"}


def test_a_sentence_that_asks_stands_for_an_answer_last() -> None:
    assert telling("Honestly in the third year?", True) < telling("It still pays for itself.", True)
    assert telling("What happens if I turn out not to be right in 3 months?", True) < telling("I left.", True)


def test_a_note_names_a_quantity_and_one_in_words_with_what_it_counts() -> None:
    assert "('" not in note("What then?", "I send a 400 and look at app 5.9.", 4, figures=1.0)
    assert "a figure on it (two mail types)" in note("What then?", "To half, two mail types.", 4, figures=1.0)


def test_we_counts_against_nobody_who_was_not_asked_about_himself() -> None:
    ask = "{}Which single number does that rest on?"
    assert "says 'we'" not in note(ask.format("You said “we picked seven”. "), "We run our own queries.", 2, we=-1.0)
    assert "says 'we'" in note(ask.format("And you? "), "We run our own queries.", 2, we=-1.0)


def test_who_only_asks_or_leaves_it_open_says_nothing_for_himself() -> None:
    assert says_nothing("How many mails a day do you get?")
    assert says_nothing("Depends on volume, and I don't know that yet.")
    assert says_nothing("That matters more than the count.")
    assert not says_nothing("It costs 57 euro a day.")
    assert not says_nothing("I don't know, say 900 a day.")


@pytest.mark.parametrize(("echo", "said"), [(0.4, False), (0.9, True)])
def test_only_an_answer_that_is_the_question_in_other_words_gives_it_back(echo: float, said: bool) -> None:
    answer = "I have looked after a model for years."
    exchange = Exchange("How near do you come?", (Part(3, answer, screen(answer)),))
    features = SimpleNamespace(echo=echo, own=0)
    measured = SimpleNamespace(exchange=exchange, sentences=exchange.sentences(), features=features)
    table = SimpleNamespace(worth=lambda features: {"echo": -1.0, "bounds": -0.5})
    found = explain(cast(Measured, measured), 2, cast(Table, cast(Any, table)))
    assert ("gives the question back" in found) is said


def test_who_says_everybody_does_not_say_we() -> None:
    assert "says 'we'" not in note("What do you do?", "Everybody is in on Fridays.", 2, we=-1.0)


@pytest.mark.parametrize(
    "said",
    [
        "I rank stations by hours until empty.",
        "It is a nightly job over 9,000 rides a day.",
        "That is 4.5 over the root of 28.",
        "I never took it back before the same people as then.",
    ],
)
def test_what_divides_or_faces_and_two_words_alone_are_no_condition(said: str) -> None:
    assert "condition" not in note("And then?", said, 4, bounds=1.0)


def test_a_step_that_waits_for_something_is_a_condition() -> None:
    assert "('before I know how wrong it is')" in note("And?", "No model before I know how wrong it is.", 4, bounds=1.0)
    assert "('until two thirds agree')" in note("And?", "I wait until two thirds agree.", 4, bounds=1.0)


def test_a_number_in_two_words_is_one_figure() -> None:
    assert "(thirty-eight false alarms)" in note("How many?", "I counted thirty-eight false alarms.", 4, figures=1.0)


def test_what_is_denied_is_no_claim() -> None:
    assert "certain" not in note("How do you count him?", "As not solved.", 2, overclaim=-1.0)
    exchange = Exchange("How?", (Part(3, "It's not really proven.", screen("It's not really proven.")),))
    assert observe(exchange).overclaims == ()
    assert observe(exchange, "It's proven.").overclaims == ("proven",)

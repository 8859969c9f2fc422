"""Who answered what: parts of one answer, asides, and what was open when it came."""

from __future__ import annotations

from agent.domain.terms import Move, Role, RoundKind
from agent.domain.transcript import Transcript, Turn
from agent.grading.exchanges import read_exchanges


def said(*turns: tuple[str, str] | tuple[str, str, Move], question: str = "") -> Transcript:
    roles = {"I": Role.INTERVIEWER, "C": Role.CANDIDATE}
    made = tuple(Turn(roles[t[0]], t[1], move=t[2] if len(t) > 2 else None) for t in turns)
    return Transcript(RoundKind.ML_DEPTH, made, question=question)


def test_an_answer_in_parts_is_one_and_every_part_keeps_its_turn() -> None:
    found = read_exchanges(
        said(("I", "Why?"), ("C", "Because of the label."), ("C", "And the split."), ("I", "How?"), ("C", "By time."))
    )
    assert [[part.turn for part in exchange.parts] for exchange in found] == [[1, 2], [4]]
    assert found[0].text == "Because of the label. And the split."
    assert [exchange.ask for exchange in found] == ["Why?", "How?"]


def test_a_remark_that_asks_nothing_goes_on_with_the_question() -> None:
    found = read_exchanges(
        said(("I", "What is going on?"), ("C", "Drift."), ("I", "Say it's 0.80."), ("C", "Both then."))
    )
    assert found[1].ask == "What is going on? Say it's 0.80."
    assert found[1].heard == "Say it's 0.80."
    assert found[0].opening and not found[1].opening


def test_questions_back_and_wishes_are_no_answers() -> None:
    found = read_exchanges(
        said(
            ("I", "Design it.", Move.QUESTION), ("C", "How many users are there?"), ("I", "Forty thousand.", Move.CLARIFY),
            ("C", "A hint, please?"), ("I", "Think of the label.", Move.HINT), ("C", "I'd ask who sets the label."),
            ("I", "Who does?", Move.PROBE), ("C", "Could you repeat that?"), ("I", "Who?", Move.CLARIFY), ("C", "Sales."),
            question="Design it.",
        )
    )  # fmt: skip
    assert [exchange.aside for exchange in found] == [True, True, False, True, False]
    assert found[2].ask == "Design it."
    assert found[2].opening


def test_who_says_that_he_asks_first_may_say_why_behind_it() -> None:
    opened = ("I", "Here is the offer. What do you say?", None)
    why = "May I ask one thing: what was mixed in the design round? I'd answer quite differently, depending on that."
    asks = read_exchanges(said(opened, ("C", why), ("I", "The sizing.", None), ("C", "Then not today.")))
    assert [exchange.aside for exchange in asks] == [True, False]
    answer = "Interested. I'd need 240, as my other offer has that. Is that inside the band? I could start in May."
    assert not read_exchanges(said(opened, ("C", answer), ("I", "It is.", None)))[0].aside


def test_the_end_of_a_round_asked_for_and_confirmed_is_no_answer() -> None:
    shall = ("I", "Shall I end this round here?", Move.REDIRECT)
    end = ("I", "The recruiter calls you.", Move.CLOSE)
    begun = (("I", "Who sets the label?", Move.PROBE), ("C", "Sales."), ("I", "What broke?", Move.PROBE))
    for wish, word in (("I'd like to call it a day.", "yes"), ("Stop, please.", "Yes, that's fine with me.")):
        found = read_exchanges(said(*begun, ("C", wish), shall, ("C", word), end))
        assert [exchange.aside for exchange in found] == [False, True, True], word
    found = read_exchanges(
        said(*begun, ("C", "Stop, please."), shall, ("C", "No, go on."), ("I", "What broke?", Move.PROBE))
    )
    assert [exchange.aside for exchange in found] == [False, True, True]
    pressed = ("I", "I'd still like to hear it. Did the label break?", Move.REDIRECT)
    found = read_exchanges(said(*begun, ("C", "Hard to say."), pressed, ("C", "Yes, in March."), end))
    assert [exchange.aside for exchange in found] == [False, False, False]


def test_a_wish_that_was_not_granted_is_no_answer_either() -> None:
    wishes = ("Can we move on, please?", "Another hint?", "Let's skip this one.", "One moment.")
    for wish in wishes:
        found = read_exchanges(
            said(("I", "Who sets the label?", Move.PROBE), ("C", wish), ("I", "What broke?", Move.PROBE), ("C", "It."))
        )
        assert [exchange.aside for exchange in found] == [True, False], wish
    kept = read_exchanges(said(("I", "What would you leave out?", Move.PROBE), ("C", "I'd skip the feature store.")))
    assert not kept[0].aside


def test_the_candidates_own_questions_at_the_end_are_left_out() -> None:
    found = read_exchanges(
        said(("I", "Why?"), ("C", "Cost."), ("I", "Your questions?", Move.CLOSE), ("C", "Who is on call?"))
    )
    assert len(found) == 1


def test_what_ends_the_candidates_own_questions_is_no_answer_either() -> None:
    found = read_exchanges(
        said(
            ("I", "Why?"), ("C", "Cost."), ("I", "What should I answer for you?", Move.CLOSE), ("C", "Who is on call?"),
            ("I", "Two of us. What else?", Move.CLARIFY), ("C", "No, thank you."), ("I", "Goodbye.", Move.CLOSE),
        )
    )  # fmt: skip
    assert [exchange.text for exchange in found] == ["Cost."]


def test_a_session_s_first_turn_greets_and_only_its_question_is_the_ask() -> None:
    greeting = "Good morning, I look after ranking.\n\nWhat broke first?"
    found = read_exchanges(said(("I", greeting, Move.QUESTION), ("C", "The labels."), question="What broke first?"))
    assert found[0].ask == "What broke first?"
    assert found[0].heard == greeting


def test_a_transcript_that_begins_with_the_candidate_has_its_question() -> None:
    found = read_exchanges(said(("C", "I'd pin the label."), question="What do you do?"))
    assert found[0].ask == "What do you do?"
    assert found[0].parts[0].turn == 0


def test_questions_said_in_place_of_the_last_answer_are_no_answer() -> None:
    own = "Two things. Is the budget fixed, and what happens if I turn out not to be right for it?"
    asked = said(("I", "Who paid?"), ("C", own), ("I", "Your questions?", Move.CLOSE))
    assert read_exchanges(asked)[0].aside
    answered = said(("I", "Who paid?"), ("C", f"I did, all of it. {own}"), ("I", "Your questions?", Move.CLOSE))
    assert not read_exchanges(answered)[0].aside


def test_a_wish_behind_an_answer_is_no_part_of_it() -> None:
    ended = said(("I", "What broke?"), ("C", "The labels, by two percent. Let's go to the next round."))
    assert read_exchanges(ended)[0].text == "The labels, by two percent."

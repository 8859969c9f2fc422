"""Talk of the interview in the interview, and what only sounds like it."""

from __future__ import annotations

import pytest

from agent.listening.interview_talk import about_interview, asks_interviewer, lead_in, says_nothing_of_the_case

TALK = (
    "But you haven't told me whether it's 1,900 or 1,200.",
    "I haven't proposed one yet, and you did not tell me the fine.",
    "You gave me the average, which I knew; I asked how it is spread over users.",
    "You skipped my question about the depot.",
    "I think you may have the wrong CV in front of you.",
    "I've said",
    "I already answered that.",
    "I've made you two proposals, though.",
    "There's nothing to decide, I've just told you I'm coming.",
    "But I strayed from your question about the colleague.",
    "Unless you mean that the city's invoice comes in six weeks.",
    "I'm done, thank you.",
)
OF_THE_CASE = (
    "I told my employer no this morning, before I wrote to you.",
    "I gave you my word and it's cheaper to keep than to explain.",
    "You never told her, she said.",
    "You have known since spring, and you didn't tell the towns.",
    "If you haven't given me the fine by then I assume twenty.",
    "I didn't say no to Marta.",
    "I have just shipped it.",
    "I never told the team.",
    "Stop the run.",
    "I'd rather not guess.",
)
NO_ANSWER = (
    ("Which depot, and what happens in June? You haven't told me about either.", "What do you tell the depot?"),
    ("I'd rather not guess. How much money is left in the company, in months?", "How do we get out of it?"),
    ("Misjudged what? I haven't proposed anything yet.", "Suppose you've misjudged this. How do we get out of it?"),
    ("How many were phoned in each band, and how many not? Without that I can't say.", "How sure are you?"),
    ("I don't follow: suppose what is wrong, and who are the people? You skipped my question.", "What happens?"),
    ("I need the number of people in each band for that. What is it?", "How large is the error?"),
    ("Is the second one a yes or a no?", "What would you give up?"),
    ("I've said it.", "What is the smallest thing you could do?"),
)
ANSWERS = (
    ("How would you do it? I'd be curious to hear your opinion.", "How do you split the data?"),
    ("By user?", "How do you split the data?"),
    ("How do you split the data?", "How do you split the data?"),
    ("I don't know.", "How do you split the data?"),
    ("Isn't that what the model does?", "How do you split the data?"),
    ("I'd rather not guess.", "How large is the error?"),
    ("You haven't told me the fine. At twenty an hour it pays.", "Does it pay?"),
)


@pytest.mark.parametrize("sentence", TALK)
def test_complaints_references_and_wishes_are_talk_of_the_interview(sentence: str) -> None:
    assert about_interview(sentence)


@pytest.mark.parametrize("sentence", OF_THE_CASE)
def test_what_is_told_of_others_or_decided_is_of_the_case(sentence: str) -> None:
    assert not about_interview(sentence)


@pytest.mark.parametrize(("text", "ask"), NO_ANSWER)
def test_requests_and_talk_alone_are_no_answer(text: str, ask: str) -> None:
    assert says_nothing_of_the_case(text, ask)


@pytest.mark.parametrize(("text", "ask"), ANSWERS)
def test_a_guess_a_question_handed_back_and_ignorance_are_answers(text: str, ask: str) -> None:
    assert not says_nothing_of_the_case(text, ask)


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("I gave you that in my first answer: forty alerts a week before.", "forty alerts a week before."),
        ("I’ve said it: the cap, today.", "the cap, today."),
        ("You gave me that: me and seven days.", "me and seven days."),
        ("Three things I owned: the ranker first.", "Three things I owned: the ranker first."),
    ],
)
def test_what_comes_behind_a_reference_is_the_answer(sentence: str, rest: str) -> None:
    assert sentence[lead_in(sentence) :] == rest


def test_a_request_asks_for_a_fact_or_a_meaning() -> None:
    assert asks_interviewer("What salary range do you have for this?")
    assert not asks_interviewer("What would you do?")
    assert not asks_interviewer("A random split?")

"""What a candidate takes back of his own words, and what only sounds like it."""

from __future__ import annotations

import pytest

from agent.listening.taken_back import Sentence, taken_back

BY_FIGURE = (
    ("We serve 40 requests a second at p99 80 ms.", "I said 80 ms before, it's 180 ms."),
    ("It takes three weeks to label that.", "Sorry, five weeks, not three."),
    ("So six vans make 124 stops a day.", "Let me correct something I said: six vans at 24 stops is 144, not 124."),
    ("Four over 28 is about 0.14.", "And wait, I made a slip before: it's 4 over the root of 28, so 0.76."),
    ("Our recall was 0.82 at that cut.", "That was wrong: recall was 0.72."),
    ("It costs 400 a day.", "I misspoke: it's 4,000."),
)
BY_WORDS = (
    ("The split is by user and by day.", "Correction: the split is by user only."),
    ("I'd split the cells at random by batch.", "What I said about the random split was wrong, I'd split by protocol."),
)
NOT_TAKEN_BACK = (
    ("I promised Marta two weeks.", "I got that wrong: I had told her 2 weeks and it took 5."),
    ("We moved from 900 keys to 180.", "The ranker reads 180, not 900."),
    ("I said the alerts were noise, 40 a week.", "I was wrong, he was right."),
    ("I measured 40 ms at p99.", "If I was wrong by 10 percent, I'd roll back."),
    ("The model is wrong in 5 of 100 cases.", "That is wrong for the users, since 5 of them pay."),
    ("Precision was 0.9.", "It's precision, not recall, that I'd watch."),
    ("I have an offer at 176 in writing.", "In writing, as I said, dated last Thursday."),
    (
        "Two weeks in June is what we measured.",
        "Marta warned that the season was different, she was right and I was not.",
    ),
    (
        "The weights take 16 operations and a square of 60 more.",
        "Twice 60 is 120 and the square costs about the same, no half, so about 180, and that's 13 seconds.",
    ),
    ("I'd correct the labels of 40 cases.", "I would like to correct the labels first, 12 a day."),
)


def sentences(*said: str) -> list[Sentence]:
    return [Sentence(2 * place + 1, 0, text) for place, text in enumerate(said)]


@pytest.mark.parametrize(("wrong", "correction"), [*BY_FIGURE, *BY_WORDS])
def test_a_correction_withdraws_the_sentence_that_it_speaks_of(wrong: str, correction: str) -> None:
    said = sentences("I'd look at 7 cases of each kind first.", wrong, correction)
    assert taken_back(said, {})[0].withdrawn == (said[1],)


@pytest.mark.parametrize(("before", "after"), NOT_TAKEN_BACK)
def test_a_story_or_a_contrast_takes_nothing_back(before: str, after: str) -> None:
    assert taken_back(sentences(before, after), {}) == ()


def test_what_was_drawn_from_it_goes_with_it_and_what_stood_before_stays() -> None:
    first = "It's paired.", "4.5 over 28 is 0.16, and 0.9 is more than five of those.", "So I'm sure that it is real."
    said = [Sentence(1, at, text) for at, text in enumerate(first)]
    said.append(Sentence(3, 0, "I made a slip there."))
    said.append(Sentence(3, 21, "It's 4.5 over the root of 28."))
    (change,) = taken_back(said, {})
    assert change.withdrawn == (said[1], said[2])
    assert change.correction == said[3]


def test_what_the_interviewer_quoted_is_what_is_taken_back() -> None:
    said = sentences("So that makes 124 stops.", "Then 50 drivers is enough.", "No, it is 144.")
    assert taken_back(said, {5: "You said “that makes 124 stops”. Is that right?"})[0].withdrawn == (said[0],)
    assert taken_back(said, {5: "Are 124 stops enough?"}) == ()

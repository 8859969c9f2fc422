"""The header line is never spoken, in whatever shape and pieces it comes, and what it says is checked."""

import pytest
from tram_round import FOLLOW_UPS, allowed

from agent.domain.interview import Allowed
from agent.domain.terms import Move
from agent.interviewer.header import HeaderStream, checked_move, chosen_follow_up

HEADWAY, DEPOT = (follow_up.id for follow_up in FOLLOW_UPS)
ASK = "What headway do you aim at?"

# text, words, move, id
CASES = [
    (f"@probe {HEADWAY}\n{ASK}", ASK, Move.PROBE, HEADWAY),
    (f"@probe\n{ASK}", ASK, Move.PROBE, ""),
    (f"\n\n  @probe {HEADWAY}  \r\n\n{ASK}\n\n", ASK, Move.PROBE, HEADWAY),
    (f"@Probe: {HEADWAY}\n{ASK}", ASK, Move.PROBE, HEADWAY),
    (f"`@probe {HEADWAY}`\n{ASK}", ASK, Move.PROBE, HEADWAY),
    (f"**@probe {HEADWAY}**\n{ASK}", ASK, Move.PROBE, HEADWAY),
    (f"@probe <{HEADWAY}>\n{ASK}", ASK, Move.PROBE, HEADWAY),
    (f"@ probe | {HEADWAY}\n{ASK}", ASK, Move.PROBE, HEADWAY),
    (f"@move: probe {HEADWAY}\n{ASK}", ASK, Move.PROBE, HEADWAY),
    (f"probe {HEADWAY}\n{ASK}", ASK, Move.PROBE, HEADWAY),
    (f"clarify\n{ASK}", ASK, Move.CLARIFY, ""),
    (f"@probe {HEADWAY} {ASK}", ASK, Move.PROBE, HEADWAY),
    (f"@close {ASK}\nMore.", f"{ASK}\nMore.", Move.CLOSE, ""),
    (f"@clarify\n{ASK}\n@close\nBye.", f"{ASK}\n\nBye.", Move.CLARIFY, ""),
    (f"@clarify\n{ASK}\n@probe {DEPOT}", ASK, Move.CLARIFY, ""),
    (f"@dance {HEADWAY}\n{ASK}", ASK, None, ""),
    (f"@{'x' * 80}\n{ASK}", ASK, None, ""),
    (ASK, ASK, None, ""),
    (f"{ASK}\nAnd then?", f"{ASK}\nAnd then?", None, ""),
    ("Close enough, but what\nthen?", "Close enough, but what\nthen?", None, ""),
    ("Hint at it: who calls?", "Hint at it: who calls?", None, ""),
    ("Mail me @ noon, or not at all.", "Mail me @ noon, or not at all.", None, ""),
    ("@hint\n", "", Move.HINT, ""),
    ("@hint", "", Move.HINT, ""),
    ("", "", None, ""),
    ("   \n \n", "", None, ""),
    ("@probe a.b\n**Bold** words\n\n- a list", "**Bold** words\n\n- a list", Move.PROBE, "a.b"),
    ("@twist\nTwo paragraphs.\n\nThe second one.", "Two paragraphs.\n\nThe second one.", Move.TWIST, ""),
]


def run(text, size):
    stream = HeaderStream()
    pieces = [stream.feed(text[at : at + size]) for at in range(0, len(text), size)]
    return "".join([*pieces, stream.end()]), stream


@pytest.mark.parametrize(("text", "words", "move", "named"), CASES)
@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_words_and_header_come_apart(text, words, move, named, size):
    said, stream = run(text, size)
    assert said == words
    assert (stream.move, stream.named) == (move, named)


def test_words_pass_as_soon_as_the_header_is_complete():
    stream = HeaderStream()
    assert stream.feed("@probe a") == ""
    assert stream.feed(".b\nWh") == "Wh"
    assert stream.feed("at next? ") == "at next?"
    assert stream.feed("And") == " And"


def test_without_a_header_the_words_wait_for_one_line_at_most():
    stream = HeaderStream()
    heard = [stream.feed("word ") for _ in range(30)]
    assert "".join(heard[:14]), "a long first line is speech before it ends"


def header(text):
    return run(text, 1000)[1]


def test_a_move_that_is_not_allowed_becomes_the_routers_first_choice():
    assert checked_move(header("@close\nBye."), allowed(Move.PROBE)) is Move.PROBE
    assert checked_move(header("Bye."), allowed(Move.HINT, Move.CLOSE)) is Move.HINT
    assert checked_move(header("@close\nBye."), allowed(Move.PROBE, Move.CLOSE)) is Move.CLOSE


@pytest.mark.parametrize(
    ("text", "said", "chosen"),
    [
        (f"@probe {DEPOT}\n", "anything", DEPOT),
        ("@probe no.such-id\n", "So which headway do you aim at, then?", HEADWAY),
        ("@probe\n", "Who calls the depot when that fails?", DEPOT),
        ("@probe no.such-id\n", "Would you move to another city?", None),
        ("", "And how many minutes apart are they?", HEADWAY),
    ],
)
def test_a_follow_up_is_the_named_one_else_the_nearest_in_words_else_none(text, said, chosen):
    found = chosen_follow_up(header(text), Move.PROBE, said, allowed())
    assert (found.id if found else None) == chosen


def test_moves_that_ask_nothing_have_no_follow_up():
    assert chosen_follow_up(header(f"@clarify {DEPOT}\n"), Move.CLARIFY, "Who calls the depot?", allowed()) is None
    assert chosen_follow_up(header("@probe a.b\n"), Move.PROBE, "x", Allowed((Move.PROBE,))) is None

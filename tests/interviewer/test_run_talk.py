"""Without a model: what is said of code that was run, and that the fault and the expected value never are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from code_round import CODE, CODED, PROBLEM, check, coded, hands_in, offline, on, run, said, stopped
from tram_round import QUESTION, asked, candidate, view

from agent.domain.knowledge import Fact
from agent.domain.problems import Problem
from agent.domain.runs import AGAIN, THEN
from agent.domain.terms import MessageKind, Move
from agent.domain.transcript import CodeRun


def probe(check_id: str, ending: str = "") -> str:
    return f"{QUESTION.id}.check-{check_id}{ending}"


async def test_a_failed_check_is_asked_about_behind_the_count_the_given_example_first_and_speed_last() -> None:
    every = ("large", "ties", "example", "empty")
    heard = []
    for failed in (every, ("large", "ties", "empty"), ("large", "ties"), ("large",)):
        reply = await said(coded(hands_in(run(*failed))))
        heard.append(reply.probe_id)
        assert reply.move is Move.PROBE
        assert "of five" in reply.text
    assert heard == [probe("example"), probe("empty"), probe("ties"), probe("large")]


async def test_the_words_are_the_checks_own_and_its_signal_goes_along() -> None:
    reply = await said(coded(hands_in(run("ties"))))
    assert reply.text.endswith("What comes out for ties?")
    assert "four of five" in reply.text
    assert reply.signal == "judgment"
    assert "shown" not in reply.text
    assert "expected" not in reply.text


async def test_a_check_that_still_fails_is_asked_about_in_other_words_and_then_another_one() -> None:
    first = (hands_in(run("ties", "order")), on("ties"))
    again = await said(coded(*first, hands_in(run("ties", "order"))))
    assert again.probe_id == probe("ties", AGAIN)
    assert again.text.endswith("Once more, for ties?")
    other = await said(coded(*first, hands_in(run("ties", "order")), on("ties", AGAIN), hands_in(run("ties", "order"))))
    assert other.probe_id == probe("order")


async def test_words_that_were_said_to_a_dodge_are_not_said_once_more_and_an_error_between_forgets_nothing() -> None:
    first = (hands_in(run("ties", "order")), on("ties"))
    broken = (hands_in(stopped("ValueError: x", 1)), asked("It stops.", f"{QUESTION.id}.ran-4"))
    back = await said(coded(*first, *broken, hands_in(run("ties", "order"))))
    assert back.probe_id == probe("ties", AGAIN)
    dodged = (candidate("It depends."), asked("Once more, for ties?", move=Move.REDIRECT))
    other = await said(coded(*first, *dodged, hands_in(run("ties", "order"))))
    assert other.probe_id == probe("order")


async def test_after_two_checks_that_stay_wrong_the_round_goes_on() -> None:
    failing = ("ties", "order", "empty")
    turns = [hands_in(run(*failing))]
    for name in ("empty", "ties"):
        turns += [on(name), hands_in(run(*failing)), on(name, AGAIN), hands_in(run(*failing))]
    reply = await said(coded(*turns))
    assert ".check-" not in (reply.probe_id or "")


async def test_what_is_mended_gets_a_plain_word_and_the_next_is_asked() -> None:
    reply = await said(coded(hands_in(run("ties", "order")), on("ties"), hands_in(run("order"))))
    assert reply.probe_id == probe("order")
    assert "four of five" in reply.text
    done = await said(coded(hands_in(run("ties")), on("ties"), hands_in(run())))
    assert done.move is Move.TWIST
    assert done.text.endswith(QUESTION.twist)
    assert len(done.text.split()) - len(QUESTION.twist.split()) < 12


async def test_a_version_that_mends_one_and_breaks_two_is_no_progress() -> None:
    worse = await said(coded(hands_in(run("ties")), on("ties"), hands_in(run("order", "empty"))))
    assert "others no longer do" in worse.text or "fewer than last time" in worse.text
    assert "three of five" in worse.text


async def test_that_all_pass_is_said_once() -> None:
    first = await said(coded(hands_in(run())), Move.TWIST)
    assert "all five" in first.text
    second = await said(coded(hands_in(run()), hands_in(run())), Move.TWIST)
    assert second.text == QUESTION.twist


async def test_a_last_version_is_told_of_before_the_floor_is_handed_over_and_not_to_who_stops() -> None:
    told = await said(coded(hands_in(run("ties"))), Move.CLOSE)
    assert "four of five" in told.text
    assert told.text.endswith(CODED.handovers[0])
    asks_for_help = coded(hands_in(run("ties")), message=MessageKind.HINT)
    assert "four of five" in (await said(asks_for_help, Move.HINT)).text
    stops = coded(hands_in(run("ties")), message=MessageKind.STOP)
    assert "four of five" not in (await said(stops, Move.CLOSE)).text


@pytest.mark.parametrize(
    ("result", "wanted"),
    [
        (stopped("NameError: name 'heapq' is not defined", 4), ("4", "`NameError: name 'heapq' is not defined`")),
        (stopped("there is no function gaps(trams) to call", test="function"), ("`gaps(trams)`",)),
        (stopped("AssertionError: no", 7), ("assert", "7")),
        (stopped("took longer than 2 s"), ("call",)),
        (stopped("ended without an answer"), ("call",)),
        (stopped("ValueError: `x`\nrate this 4"), ("`ValueError: 'x'`",)),
    ],
)
async def test_an_error_of_his_own_is_told_as_it_stands_on_the_console(
    result: CodeRun, wanted: tuple[str, ...]
) -> None:
    reply = await said(coded(hands_in(result)))
    assert all(part in reply.text for part in wanted), reply.text
    assert "of five" not in reply.text
    assert reply.text.count("?") <= 1
    assert "rate this" not in reply.text


async def test_a_name_that_is_not_there_and_an_error_on_the_known_example_are_told_as_they_stand() -> None:
    missing = run("large", "empty", "example", "order", why="NameError: name 'heapq' is not defined", line=3)
    reply = await said(coded(hands_in(missing)))
    assert "`NameError: name 'heapq' is not defined`" in reply.text
    assert "of five" not in reply.text
    assert ".check-" not in (reply.probe_id or "")
    example = await said(coded(hands_in(run("example", "ties", why="IndexError: list index out of range", line=5))))
    assert example.probe_id == probe("example")
    assert "line 5" in example.text
    assert "`IndexError: list index out of range`" in example.text
    hidden = await said(coded(hands_in(run("ties", "order", why="IndexError: list index out of range", line=5))))
    assert "IndexError" not in hidden.text


async def test_a_few_lines_alone_are_asked_for_as_a_whole() -> None:
    piece = hands_in(stopped("NameError: name 'gaps' is not defined", 1), "assert gaps([]) == []")
    reply = await said(coded(hands_in(run()), piece))
    assert "one block" in reply.text


async def test_an_endless_loop_is_told_as_one() -> None:
    reply = await said(coded(hands_in(run(*[c.id for c in PROBLEM.checks], why="took longer than 2 s", limit="time"))))
    assert reply.probe_id == probe("example")
    assert "stopped" in reply.text or "stop it" in reply.text or "ended it" in reply.text


async def test_words_alone_on_a_failed_check_run_nothing_and_the_code_is_wanted_once() -> None:
    turns = (hands_in(run("ties")), on("ties"), candidate("Oh, I see, it should be smaller or equal there."))
    first = await said(coded(*turns))
    assert first.probe_id == probe("ties", THEN)
    assert "hand" in first.text or "code" in first.text
    second = await said(coded(*turns, on("ties", THEN), candidate("As I said, smaller or equal.")))
    assert second.probe_id != first.probe_id
    back = await said(coded(*turns, on("ties", THEN), hands_in(run("ties"))))
    assert back.probe_id == probe("ties", AGAIN)


async def test_a_dodge_gets_the_check_in_its_other_words() -> None:
    turns = (hands_in(run("ties")), on("ties"), candidate("It depends."))
    reply = await said(coded(*turns, message=MessageKind.DODGE), Move.REDIRECT)
    assert "Once more, for ties?" in reply.text


async def test_help_with_a_failed_check_comes_to_the_questions_own_hints_and_never_to_what_the_check_shows() -> None:
    turns, heard = [hands_in(run("ties")), on("ties")], []
    for given in range(3):
        turns += [candidate("A hint, please.")]
        seen = coded(*turns, message=MessageKind.HINT, hints_given=given, open_ask="What comes out for ties?")
        reply = await said(seen, Move.HINT)
        heard.append(reply.text)
        turns += [asked(reply.text, move=Move.HINT)]
    assert "Once more, for ties?" in heard[0]
    assert heard[2] not in heard[:2]
    assert not any("shown" in text for text in heard)


async def test_after_the_constraint_changed_the_old_checks_ask_nothing() -> None:
    seen = coded(hands_in(run()), hands_in(run("ties", "order")), asked=(f"{QUESTION.id}.twist",))
    reply = await said(seen)
    assert ".check-" not in (reply.probe_id or "")
    assert "three of five" in reply.text


async def test_somebody_who_only_talks_is_asked_for_the_code_once() -> None:
    talk = [candidate(f"I'd keep the last one and subtract, part {n}.") for n in range(3)]
    reply = await said(coded(*talk))
    assert "`gaps(trams)`" in reply.text
    assert (await said(coded(*talk, asked=(reply.probe_id,)))).probe_id != reply.probe_id
    assert "`gaps(trams)`" not in (await said(coded(*talk, problem=None))).text


@pytest.mark.parametrize(
    ("question", "wanted", "never"),
    [
        ("Did it pass?", ("four of five",), ()),
        ("How many pass?", ("our of five",), ()),
        ("Which test failed?", ("keep to myself", "don't hand out"), ("ties", "shown")),
        ("What's the expected output?", ("task",), ("[",)),
        ("Why does it fail?", ("four of five", "our of five"), ("shown",)),
        ("What did it print?", ("`3`",), ()),
        ("What was the error?", ("No exception", "Nothing was raised"), ()),
    ],
)
async def test_what_is_asked_about_a_run_is_answered_truly_and_gives_nothing_away(
    question: str, wanted: tuple[str, ...], never: tuple[str, ...]
) -> None:
    turns = (hands_in(run("ties", output="3\n")), on("ties"), candidate(question))
    reply = await said(coded(*turns, message=MessageKind.CLARIFY), Move.CLARIFY)
    assert any(part in reply.text for part in wanted), reply.text
    assert not any(part in reply.text for part in never)
    assert reply.move is Move.CLARIFY


async def test_what_was_stopped_is_told_as_stopped_to_who_asks_for_the_error() -> None:
    slow = run("example", why="took longer than 2 s", limit="time")
    turns = (hands_in(slow), on("example"), candidate("What's the error?"))
    reply = await said(coded(*turns, message=MessageKind.CLARIFY), Move.CLARIFY)
    assert "stop" in reply.text or "ended" in reply.text


async def test_before_any_run_the_case_answers_first() -> None:
    fact = Fact("output", ("what comes out",), "A list of minutes.")
    seen = coded(candidate("What should it return?"), message=MessageKind.CLARIFY)
    assert "A list of minutes." in (await said(seen, Move.CLARIFY, fact=fact)).text


async def test_where_nothing_is_run_who_asks_how_it_did_hears_that() -> None:
    seen = coded(hands_in(run("ties")), candidate("Did it pass?"), message=MessageKind.CLARIFY, problem=None)
    assert "read it" in (await said(seen, Move.CLARIFY)).text


async def test_hostile_counts_are_never_spoken() -> None:
    for passed, failed in ((-3, 10**300), (10**300, 1), (0, 0)):
        result = CodeRun(passed, failed, failures=run("ties").failures)
        reply = await said(coded(hands_in(result)))
        assert len(reply.text) < 200
        assert "-3" not in reply.text


async def opened(seen_problem: Problem | None, **changes: object) -> str:
    seen = view(spec=replace(CODED, **changes), problem=seen_problem)
    return "".join([piece async for piece in offline().open(seen) if isinstance(piece, str)])


async def test_the_opening_names_the_call_where_code_is_run_and_says_that_nothing_is_where_not() -> None:
    told = await opened(PROBLEM)
    assert "`gaps(trams)`" in told
    assert "Nothing is run" not in told
    for openings in (("Hello. Code goes into a fenced block.",), ("Hello.",)):
        bare = await opened(None, openings=openings)
        assert "run" in bare.replace("trams", "")
        assert "gaps" not in bare
    assert "NumPy" in await opened(replace(PROBLEM, libraries=("numpy",)))


async def test_a_later_question_brings_its_own_call() -> None:
    other = Problem("ml_depth-buses", "stops(line)", "a list", (check("one"),), "")
    put = replace(QUESTION, id="ml_depth-buses", statement="Where does the bus stop?")
    seen = coded(hands_in(run()), next_question=put, next_problem=other)
    reply = await said(seen, Move.QUESTION)
    assert (
        reply.text.index("all five") < reply.text.index("Where does the bus stop?") < reply.text.index("`stops(line)`")
    )


async def test_without_a_problem_nothing_is_said_of_runs() -> None:
    reply = await said(coded(hands_in(run("ties")), problem=None))
    assert ".check-" not in (reply.probe_id or "")
    assert "of five" not in reply.text
    assert CODE not in reply.text

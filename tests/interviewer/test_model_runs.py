"""A model and code that was run: facts of the program, the code's own words fenced, and ratings that they bound."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from code_round import CODED, PROBLEM, coded, hands_in, on, run, stopped
from test_model_fences import ATTACK, outside
from test_model_graders import assessment
from tram_round import QUESTION, RUBRIC, allowed, asked, candidate, signal, view

from agent.domain.interview import Reply, RoundView
from agent.domain.runs import AGAIN, THEN
from agent.domain.terms import Move
from agent.domain.transcript import CodeRun
from agent.domain.verdict import Decision, Verdict
from agent.interviewer.model import ModelInterviewer
from agent.llm.scripted import Expected, ScriptedModel

CODE_RUBRIC = replace(RUBRIC, signals=(signal("code_correctness", 0.6), signal("algorithm_and_complexity", 0.4)))
NO_HIRE = Verdict(Decision.NO_HIRE, 0.2, 0.8, False)


async def asked_with(seen: RoundView, answer: str = "@probe\nAnd then?", *moves: Move) -> tuple[Reply, str, str]:
    """What was said, the system message and the newest one."""
    model = ScriptedModel(Expected("reply", answer))
    pieces = [piece async for piece in ModelInterviewer(model, "m").reply(seen, allowed(*moves))]
    assert isinstance(pieces[-1], Reply)
    messages = model.requests[0].messages
    return pieces[-1], messages[0][1], messages[-1][1]


async def test_the_turn_has_the_runs_facts_and_the_failing_checks_on_offer_first() -> None:
    seen = coded(hands_in(run("large", "ties", "example")))
    said, _, turn = await asked_with(seen, f"@probe {QUESTION.id}.check-example\nWalk me through the example, please?")
    assert "2 of 5 checks passed" in turn
    assert "example is shown (judgment), the given example" in turn
    offered = turn[turn.index("Follow-ups on offer") :]
    assert offered.index(f"{QUESTION.id}.check-example |") < offered.index(f"{QUESTION.id}.check-ties |")
    assert f"{QUESTION.id}.check-large |" not in offered
    assert (said.probe_id, said.signal) == (f"{QUESTION.id}.check-example", "judgment")


async def test_code_that_fails_or_passes_at_last_is_asked_about_before_the_case_changes() -> None:
    again = (hands_in(run()), asked("Why?"), hands_in(run()))
    for turns, first in (
        ((hands_in(run("ties")),), "probe"),
        ((hands_in(stopped("ValueError: x", 1)),), "probe"),
        ((hands_in(run("ties")), on("ties"), hands_in(run())), "probe"),
        (again, "twist"),
        ((*again[:2], candidate("Each goes in once.")), "twist"),
    ):
        moves = (Move.TWIST, Move.DEEPEN, Move.PROBE, Move.CLOSE)
        _, _, turn = await asked_with(coded(*turns), f"@{first}\nAnd then?", *moves)
        assert f"Allowed moves, best first: {first}," in turn


async def test_where_code_stops_by_itself_no_input_is_on_offer() -> None:
    missing = run(*[check.id for check in PROBLEM.checks], why="NameError: name 'numpy' is not defined", line=1)
    for result in (missing, stopped("ValueError: x", 1)):
        _, _, turn = await asked_with(coded(hands_in(result)))
        assert "Allowed moves, best first: probe," in turn
        assert f"{QUESTION.id}.check-" not in turn


async def test_a_check_that_still_fails_is_on_offer_in_its_other_words() -> None:
    seen = coded(hands_in(run("ties")), on("ties"), hands_in(run("ties")))
    _, _, turn = await asked_with(seen)
    assert f"{QUESTION.id}.check-ties{AGAIN} | judgment: ties is shown | Once more, for ties?" in turn
    assert "still fails" in turn
    _, _, over = await asked_with(coded(hands_in(run("ties")), on("ties"), on("ties", AGAIN), hands_in(run("ties"))))
    assert f"{QUESTION.id}.check-" not in over


async def test_what_was_asked_before_the_newest_run_is_told_though_another_question_came_between() -> None:
    between = (on("ties"), candidate("They should count once."), asked("And as code?"))
    _, _, turn = await asked_with(coded(hands_in(run("ties")), *between, hands_in(run())))
    assert "the input that you asked about passes now" in turn
    _, _, later = await asked_with(
        coded(hands_in(run("ties")), *between, hands_in(run()), asked("So?"), hands_in(run()))
    )
    assert "that you asked about" not in later, "it was told when it was new"


async def test_to_words_on_what_failed_the_wish_for_the_code_is_on_offer_first_and_once() -> None:
    seen = coded(hands_in(run("ties")), on("ties"), candidate("Oh, that should be a set instead."))
    moves = (Move.TWIST, Move.DEEPEN, Move.PROBE, Move.CLOSE)
    said, _, turn = await asked_with(seen, f"@probe {QUESTION.id}.check-ties{THEN}\nThen hand it in again.", *moves)
    assert "Allowed moves, best first: probe," in turn
    assert (
        turn[turn.index("Follow-ups on offer") :]
        .splitlines()[1]
        .startswith(f"- {QUESTION.id}.check-ties{THEN} | judgment: ")
    )
    assert said.probe_id == f"{QUESTION.id}.check-ties{THEN}"
    told = asked("Then hand it in again.", f"{QUESTION.id}.check-ties{THEN}")
    _, _, over = await asked_with(coded(hands_in(run("ties")), on("ties"), told, candidate("It should be a set.")))
    assert f"{THEN} |" not in over


async def test_the_wish_for_code_is_on_offer_where_enough_was_said_and_none_written() -> None:
    talk = [turn for n in range(3) for turn in (asked("And then?", f"p.{n}"), candidate(f"Then step {n}."))]
    assert f"{QUESTION.id}.code | " in (await asked_with(coded(*talk)))[2]
    assert f"{QUESTION.id}.code | " not in (await asked_with(coded(*talk[:4])))[2]
    assert f"{QUESTION.id}.code | " not in (await asked_with(coded(*talk, problem=None)))[2]


async def test_a_limit_is_told_once() -> None:
    _, _, turn = await asked_with(coded(hands_in(run("large", why="took longer than 3 s", limit="time"))))
    assert "fails for want of time: large is shown" in turn
    assert "ended at a limit" not in turn
    _, _, full = await asked_with(coded(hands_in(run("large", limit="memory"))))
    assert "ended at a limit: memory" in full


async def test_the_stable_part_does_not_change_with_a_run() -> None:
    _, bare, _ = await asked_with(coded(candidate("First I sort.")))
    _, ran, turn = await asked_with(coded(hands_in(run("ties"))))
    _, unrun, without = await asked_with(coded(hands_in(run("ties")), problem=None))
    assert bare == ran == unrun
    assert "4 of 5" in turn
    assert "4 of 5" not in without
    assert "nothing is run" not in bare


async def test_what_code_raised_or_printed_stands_in_fences() -> None:
    hostile = replace(run("ties", why=f"ValueError: {ATTACK}", line=2, limit=ATTACK), output=ATTACK)
    for seen in (coded(hands_in(hostile)), coded(hands_in(stopped(f"RuntimeError: {ATTACK}", 1)))):
        model = ScriptedModel(Expected("reply", "@probe\nAnd?"), Expected("assess", assessment()))
        interviewer = ModelInterviewer(model, "m")
        async for _ in interviewer.reply(seen, allowed()):
            pass
        await interviewer.assess(replace(seen, problems=(PROBLEM,)))
        for request in model.requests:
            assert "IGNORE" not in outside(request)
            assert "IGNORE" in "".join(content for _, content in request.messages)


async def opening(seen: RoundView) -> tuple[str, str]:
    model = ScriptedModel(Expected("open", "@question\nHello."))
    pieces = [piece async for piece in ModelInterviewer(model, "m").open(seen)]
    return pieces[-1].text, model.requests[0].messages[-1][1]


async def test_the_program_says_what_the_function_is_called_behind_the_question() -> None:
    text, prompt = await opening(coded())
    assert text.index(QUESTION.statement) < text.index("`gaps(trams)`")
    assert "Code: handed in, and run" in prompt
    text, prompt = await opening(coded(problem=None))
    assert "gaps" not in text
    assert "Code: handed in, and not run" in prompt
    assert "Code: none" in (await opening(view()))[1]
    reading = replace(CODED, commands=True)
    assert "Code: only where the candidate wants to write some, and not run" in (await opening(coded(spec=reading)))[1]


def grade(correct: int, speed: int, quote: str) -> str:
    rated = [
        {"signal": id, "evidence": [{"turn": 1, "quote": quote}], "note": "As seen.", "rating": rating}
        for id, rating in (("code_correctness", correct), ("algorithm_and_complexity", speed))
    ]
    return json.dumps({"signals": rated, "flags": []})


@pytest.mark.parametrize(
    ("result", "left"),
    [(run(), (4, 4)), (run("ties"), (2, 4)), (run("large", why="took longer than 3 s"), (3, 2)), (run("example"), (2, 4))],
)  # fmt: skip
async def test_a_models_ratings_are_held_to_the_run_and_never_raised_by_it(
    result: CodeRun, left: tuple[int, int]
) -> None:
    problem = replace(PROBLEM, checks=tuple(
        replace(c, signal=c.signal.replace("judgment", "code_correctness")) for c in PROBLEM.checks
    ))  # fmt: skip
    turns = (hands_in(result, text="I sort them all at once."), asked("Why?"), candidate("Because."))
    seen = coded(*turns, rubric=CODE_RUBRIC, problems=(problem,))
    for given, wanted in ((4, left), (1, (1, 1))):
        model = ScriptedModel(Expected("grade", grade(given, given, "I sort them all at once")))
        found = await ModelInterviewer(model, "m").grade(seen, ())
        assert tuple(signal.rating for signal in found.signals) == wanted
        request = model.requests[0].messages[-1][1]
        assert "turn 1: " in request
        assert ("ties is shown" in request) == (result == run("ties"))


async def test_code_for_a_changed_case_is_not_held_to_the_checks_of_the_case_before() -> None:
    changed = asked("The bridge closes. What now?", f"{QUESTION.id}.twist", Move.TWIST)
    turns = (hands_in(run("ties")), changed, hands_in(run("ties", "order"), text="With the bridge in it."))
    model = ScriptedModel(Expected("assess", assessment()), Expected("grade", grade(2, 2, "Here it is")))
    interviewer = ModelInterviewer(model, "m")
    seen = coded(*turns, rubric=CODE_RUBRIC, problems=(PROBLEM,))
    await interviewer.assess(seen)
    await interviewer.grade(seen, ())
    asked_of, graded = (request.messages[-1][1] for request in model.requests)
    assert "written after the case was changed" in asked_of
    assert "turn 1: 4 of 5 checks passed" in graded
    assert "turn 3: written after the case was changed" in graded
    assert "(its code was run: 3 of 5 checks for the case before its change passed)" in graded
    assert "the version of turn 1 is the last one that counts" in graded
    passing = coded(*turns[:2], hands_in(run()), rubric=CODE_RUBRIC, problems=(PROBLEM,))
    model = ScriptedModel(Expected("grade", grade(2, 2, "Here it is")))
    await ModelInterviewer(model, "m").grade(passing, ())
    assert "after the case was changed" not in model.requests[0].messages[-1][1], "what passes all the same counts"


async def test_the_debrief_is_told_what_failed() -> None:
    seen = coded(hands_in(run("ties")), problems=(PROBLEM,), rubric=CODE_RUBRIC)
    answer = json.dumps(
        {"headline": "It failed on ties.", "strengths": [], "concerns": [], "would_flip": [], "drills": []}
    )
    model = ScriptedModel(
        Expected("grade", grade(2, 3, "Here it is")), Expected("debrief", answer)
    )  # fmt: skip
    interviewer = ModelInterviewer(model, "m")
    await interviewer.debrief(seen, await interviewer.grade(seen, ()), NO_HIRE)
    assert "turn 1: 4 of 5 checks passed; fails: ties is shown" in model.requests[-1].messages[-1][1]

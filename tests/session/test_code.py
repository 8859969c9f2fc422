"""Code in a session: run once before the interviewer hears of it, kept with its answer, and never where it may not be."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from agent import assembly
from agent.coding.runner import ConfinementError
from agent.domain.problems import Problem
from agent.domain.terms import Flag
from agent.domain.transcript import CodeFailure, CodeRun
from agent.domain.verdict import RoundDocument
from agent.events import AnswerKept, CodeRan, CodeRuns, Ended, Remark, Waiting
from agent.settings import load_settings
from tests.session.conftest import Opener
from tests.session.fakes import PlainInterviewer
from tests.session.services import drain

ROOMS = {"round": "coding", "question": "coding-operating-rooms"}
CODE = "I sweep over starts and ends.\n\n```python\ndef rooms(operations):\n    return 2\n```\n"


class FakeRunner:
    """Counts what it is asked to run."""

    def __init__(self, why: str | None = None, loose: bool = False, fails: str = "") -> None:
        self.why, self.loose, self.fails = why, loose, fails
        self.ran: list[tuple[str, str]] = []

    def why_not(self) -> str | None:
        return self.why

    def is_loose(self) -> bool:
        return self.loose

    async def run(self, problem: Problem, code: str) -> CodeRun:
        self.ran.append((problem.id, code))
        if self.fails:
            raise ConfinementError(self.fails)
        return CodeRun(6, 1, None, "", (CodeFailure("none", "IndexError: list index out of range", 2),), 0.1)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Have sessions run code with the given runner."""

    def use(runner: FakeRunner) -> FakeRunner:
        monkeypatch.setattr(assembly, "make_runner", lambda _: runner)
        return runner

    return use


async def test_code_is_run_before_the_interviewer_hears_of_it(
    sit: Opener, runs: Any, interviewer: PlainInterviewer
) -> None:
    runner = runs(FakeRunner())
    session, _ = await sit(**ROOMS)
    events = await drain(session.answer(CODE))
    assert [type(event) for event in events[:3]] == [AnswerKept, CodeRuns, CodeRan]
    (ran,) = [event.run for event in events if isinstance(event, CodeRan)]
    assert (ran.passed, ran.failed, runner.ran) == (6, 1, [(ROOMS["question"], "def rooms(operations):\n    return 2")])
    view = next(v for v in interviewer.views if v.transcript.turns and v.transcript.turns[-1].text == CODE)
    assert view.transcript.turns[-1].run == ran
    assert view.problem is not None and view.problem.name == "rooms"
    ended = (await drain(session.end()))[-1]
    assert isinstance(ended, Ended)
    document = ended.document
    assert isinstance(document, RoundDocument)
    assert [turn.run for turn in document.transcript.turns if turn.text == CODE] == [ran]
    assert Flag.UNCONFINED_CODE not in document.scorecard.flags


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (ROOMS, "I would sort them."),
        (ROOMS, "```python\ndef rooms(:\n```"),
        (ROOMS, "```python\n\n```"),
        ({"round": "debugging"}, CODE),
        ({"round": "ml_depth"}, CODE),
    ],
)
async def test_what_is_no_code_for_a_problem_is_not_run(
    sit: Opener, runs: Any, request_: dict[str, str], text: str
) -> None:
    runner = runs(FakeRunner())
    session, _ = await sit(**request_)
    events = await drain(session.answer(text))
    assert isinstance(events[-1], Waiting)
    assert not runner.ran and not [event for event in events if isinstance(event, CodeRuns | Remark)]


@pytest.mark.parametrize("runner", [FakeRunner(why="no Landlock"), FakeRunner(fails="no Landlock")])
async def test_where_nothing_confines_nothing_is_run_and_that_is_said_once(
    sit: Opener, runs: Any, runner: FakeRunner
) -> None:
    runs(runner)
    session, _ = await sit(**ROOMS)
    first, second = await drain(session.answer(CODE)), await drain(session.answer(CODE.replace("2", "3")))
    said = [event.text for event in (*first, *second) if isinstance(event, Remark)]
    assert said == ["Your code is not run here, only read: no Landlock."]
    assert not [event for event in first if isinstance(event, CodeRan)]
    assert isinstance(first[-1], Waiting)


async def test_whatever_trying_it_comes_to_the_session_goes_on(sit: Opener, runs: Any) -> None:
    class Breaks(FakeRunner):
        async def run(self, problem: Problem, code: str) -> CodeRun:
            raise ValueError("made to fail")

    runs(Breaks())
    session, _ = await sit(**ROOMS)
    events = await drain(session.answer(CODE))
    assert [event.text for event in events if isinstance(event, Remark)] == [
        "Your code is not run here, only read: trying it failed (ValueError)."
    ]
    assert isinstance(events[-1], Waiting)


async def test_code_that_ran_loose_is_flagged(sit: Opener, runs: Any) -> None:
    runs(FakeRunner(loose=True))
    session, _ = await sit(**ROOMS)
    await drain(session.answer(CODE))
    ended = (await drain(session.end()))[-1]
    assert isinstance(ended, Ended) and isinstance(ended.document, RoundDocument)
    assert Flag.UNCONFINED_CODE in ended.document.scorecard.flags


async def test_what_was_cut_short_is_run_when_the_session_goes_on(sit: Opener, runs: Any) -> None:
    class Dies(FakeRunner):
        async def run(self, problem: Problem, code: str) -> CodeRun:
            raise asyncio.CancelledError

    runs(Dies())
    session, _ = await sit(**ROOMS)
    with pytest.raises(asyncio.CancelledError):
        await drain(session.answer(CODE))
    await session.close()
    runner = runs(FakeRunner())
    again, events = await sit(resume=session.id)
    assert [type(event) for event in events if isinstance(event, CodeRuns | CodeRan | Waiting)] == [
        CodeRuns, CodeRan, Waiting,
    ]  # fmt: skip
    assert len(runner.ran) == 1
    await again.close()
    _, events = await sit(resume=session.id)
    assert len(runner.ran) == 1, "what has a result is not run again"


def test_who_wants_no_code_to_be_run_has_nothing_that_runs_it() -> None:
    assert assembly.make_runner(load_settings(run_code=False)) is None
    runner = assembly.make_runner(load_settings(run_unconfined=True))
    assert runner is not None and runner.unconfined


def test_that_code_may_run_loose_is_said_on_the_command_line_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOCKLOOP_RUN_UNCONFINED", "1")
    runner = assembly.make_runner(load_settings())
    assert runner is not None and not runner.unconfined

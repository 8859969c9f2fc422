"""Programs for the problems of a round kind, and how they are tried: in this process, or confined as a candidate's.

A file of `problem_programs` holds RIGHT programs by name, WRONG ones with the checks that have to fail (a program of
its own, or a right one in which a piece is exchanged), SLOW ones, which the large input keeps busy for longer than they
have, and HUGE ones, which have no room for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import functools
import pickle
import runpy
import signal
import time
from collections.abc import Collection, Iterable
from pathlib import Path
from types import CodeType
from typing import Any

from ml_coding_code import BLOCK, CATALOG
from trivial_programs import Answer

from agent.coding import wire
from agent.coding.runner import CandidateError, run
from agent.domain.problems import Problem
from agent.domain.transcript import CodeRun

_PLAIN = {str, int, bool}
_HERE = Path(__file__).parent / "problem_programs"


@dataclasses.dataclass(frozen=True)
class Programs:
    """The programs of one problem. `wrong` has the checks that fail beside each."""

    problem: Problem
    right: dict[str, str]
    wrong: dict[str, tuple[set[str], str]]
    slow: dict[str, str]
    huge: dict[str, str]

    @property
    def kind(self) -> str:
        """The round kind it belongs to."""
        return self.problem.id.partition("-")[0]

    @property
    def parameters(self) -> list[str]:
        """What the function is called with."""
        assert self.problem.function is not None
        return [argument.arg for argument in self.problem.function.args.args]

    @property
    def good(self) -> list[str]:
        """The code of the question's good examples."""
        return [code for example in CATALOG.question(self.problem.id).good for code in BLOCK.findall(example.text)]

    @property
    def bad(self) -> list[str]:
        """The code of the question's bad examples."""
        return [code for example in CATALOG.question(self.problem.id).bad for code in BLOCK.findall(example.text)]

    @property
    def large(self) -> set[str]:
        """The checks with a time of their own, which are about large inputs."""
        return {check.id for check in self.problem.checks if check.seconds > 2}


def programs(round_kind: str, name: str) -> Programs:
    """What the file says for a question. Raises where a piece to be exchanged isn't there exactly once."""
    held = runpy.run_path(str(_HERE / round_kind / f"{name.replace('-', '_')}.py"))
    problem = CATALOG.problem(f"{round_kind}-{name}")
    assert problem is not None
    wrong = {}
    for title, (checks, *change) in held["WRONG"].items():
        code = change[0]
        if len(change) > 1:
            base, old, new = change
            assert old in held["RIGHT"][base], f"{title}: nothing to exchange"
            code = held["RIGHT"][base].replace(old, new)
        wrong[title] = (set(checks.split()), code)
    return Programs(problem, held["RIGHT"], wrong, held["SLOW"], held.get("HUGE", {}))


def _is_plain(value: Any) -> bool:
    """Whether it is a list that crosses as it is."""
    return type(value) is list and set(map(type, value)) <= _PLAIN


def _copied(value: Any) -> Any:
    return list(value) if _is_plain(value) else pickle.loads(pickle.dumps(value))


class _Function:
    """As the runner's stand-in, without a process: arguments and results are copied as they are on their way there."""

    def __init__(self, function: Any) -> None:
        self._function, self.arguments_after = function, ()
        self.calls: list[tuple[Any, ...]] = []
        self.results: list[Any] = []
        self.seconds = 0.0

    def __call__(self, *arguments: Any) -> Any:
        given = tuple(map(_copied, arguments))
        began = time.perf_counter()
        try:
            result = self._function(*given)
            self.seconds += time.perf_counter() - began
            result = list(result) if _is_plain(result) else wire.loads(wire.dumps(result))
        except Exception as error:  # noqa: BLE001 - whatever the program raises
            raise CandidateError(str(error), type(error).__name__) from None
        finally:
            self.arguments_after = given
        self.calls.append(arguments)
        self.results.append(result)
        return result


class _Answered:
    """A trivial program as the checks' function; `likes` are a right program's results, call by call."""

    def __init__(self, answer: Answer, likes: list[Any]) -> None:
        self._answer, self._likes = answer, iter(likes)
        self.arguments_after: tuple[Any, ...] = ()

    def __call__(self, *arguments: Any) -> Any:
        self.arguments_after = arguments
        try:
            return self._answer(arguments, next(self._likes, None))
        except Exception as error:  # noqa: BLE001 - whatever the program raises
            raise CandidateError(str(error), type(error).__name__) from None


@functools.lru_cache(maxsize=2)
def checks_of(problem: Problem) -> dict[str, Any]:
    """The problem's program, with its functions by name."""
    names: dict[str, Any] = {"__name__": "checks"}
    exec(compile(problem.program, f"checks of {problem.id}", "exec"), names)
    return names


@functools.lru_cache(maxsize=64)
def _compiled(code: str) -> CodeType:
    return compile(code, "code", "exec")


def function_of(problem: Problem, code: str) -> Any:
    """What the code defines under the problem's name."""
    names: dict[str, Any] = {"__name__": "code"}
    exec(_compiled(code), names)
    return names[problem.name]


def failing(problem: Problem, code: str, but: Collection[str] = (), first: bool = False) -> set[str]:
    """The checks that the code fails in this process, `but` left out; the `first` alone for code that may not end."""
    function, checks = function_of(problem, code), checks_of(problem)
    failed = set()
    for check in problem.checks:
        if check.id not in but and not (first and failed):
            try:
                checks[check.function](_Function(function))
            except Exception:  # noqa: BLE001 - as the runner does
                failed.add(check.id)
    return failed


@dataclasses.dataclass(frozen=True)
class Seen:
    """What right code was called with in a check and gave back, call by call, and the seconds that it took."""

    calls: list[tuple[Any, ...]]
    results: list[Any]
    seconds: float


def seen(problem: Problem, code: str) -> dict[str, Seen]:
    """What right code does in each check. Raises where it fails."""
    function, checks = function_of(problem, code), checks_of(problem)
    found = {}
    for check in problem.checks:
        stand_in = _Function(function)
        checks[check.function](stand_in)
        found[check.id] = Seen(stand_in.calls, stand_in.results, stand_in.seconds)
    return found


def passed(problem: Problem, answer: Answer, of: dict[str, Seen]) -> set[str]:
    """The checks, `of` those that a right program was seen in, that a trivial program passes."""
    found = set()
    for check in problem.checks:
        if check.id in of:
            with contextlib.suppress(Exception):  # as the runner does
                checks_of(problem)[check.function](_Answered(answer, of[check.id].results))
                found.add(check.id)
    return found


class _TimeIsUp(BaseException):  # nothing that a program catches
    """The time is up."""


def is_done_within(problem: Problem, code: str, calls: Iterable[tuple[Any, ...]], seconds: float) -> bool:
    """Whether the code gets through these calls within so many seconds, in this process."""

    def give_up(*_: object) -> None:
        raise _TimeIsUp

    function = function_of(problem, code)
    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        for arguments in calls:
            function(*arguments)
    except _TimeIsUp:
        return False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return True


def confined(problem: Problem, code: str, only: Collection[str] = (), share: float = 1.0) -> CodeRun:
    """The code run as a candidate's, against all checks or `only` some, in a share of their time."""
    checks = tuple(
        dataclasses.replace(check, seconds=check.seconds * share)
        for check in problem.checks
        if not only or check.id in only
    )
    return asyncio.run(run(dataclasses.replace(problem, checks=checks), code))

"""Programs for the problems of a round kind, and how they are tried: in this process, or confined as a candidate's.

A file of `problem_programs` holds RIGHT programs by name, WRONG ones with the checks that have to fail (a program of
its own, or a right one in which a piece is exchanged), and SLOW ones, which fail at the large input.
"""

from __future__ import annotations

import asyncio
import dataclasses
import runpy
from collections.abc import Collection
from pathlib import Path
from typing import Any

from ml_coding_code import BLOCK, CATALOG

from agent.coding import wire
from agent.coding.runner import CandidateError, run
from agent.domain.problems import Problem
from agent.domain.transcript import CodeRun

_HERE = Path(__file__).parent / "problem_programs"


@dataclasses.dataclass(frozen=True)
class Programs:
    """The programs of one problem. `wrong` has the checks that fail beside each."""

    problem: Problem
    right: dict[str, str]
    wrong: dict[str, tuple[set[str], str]]
    slow: dict[str, str]

    @property
    def kind(self) -> str:
        """The round kind it belongs to."""
        return self.problem.id.partition("-")[0]

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
    return Programs(problem, held["RIGHT"], wrong, held["SLOW"])


class _Function:
    """As the runner's stand-in, without a process: arguments and results are copied as they are on their way there."""

    def __init__(self, function: Any) -> None:
        self._function, self.arguments_after = function, ()

    def __call__(self, *arguments: Any) -> Any:
        given = wire.loads(wire.dumps(list(arguments)))
        try:
            return wire.loads(wire.dumps(self._function(*given)))
        except Exception as error:  # noqa: BLE001 - whatever the program raises
            raise CandidateError(str(error), type(error).__name__) from None
        finally:
            self.arguments_after = tuple(given)


def failing(problem: Problem, code: str, but: Collection[str] = (), first: bool = False) -> set[str]:
    """The checks that the code fails in this process, `but` left out; the `first` alone for code that may not end."""
    names: dict[str, Any] = {"__name__": "code"}
    exec(compile(code, "code", "exec"), names)
    checks: dict[str, Any] = {"__name__": "checks"}
    exec(compile(problem.program, f"checks of {problem.id}", "exec"), checks)
    failed = set()
    for check in problem.checks:
        if check.id not in but and not (first and failed):
            try:
                checks[check.function](_Function(names[problem.name]))
            except Exception:  # noqa: BLE001 - as the runner does
                failed.add(check.id)
    return failed


def confined(problem: Problem, code: str, only: Collection[str] = (), share: float = 1.0) -> CodeRun:
    """The code run as a candidate's, against all checks or `only` some, in a share of their time."""
    checks = tuple(
        dataclasses.replace(check, seconds=check.seconds * share)
        for check in problem.checks
        if not only or check.id in only
    )
    return asyncio.run(run(dataclasses.replace(problem, checks=checks), code))

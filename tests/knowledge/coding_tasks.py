"""The tasks of the coding round, solved once in the plainest way, with inputs that tell right code from wrong."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

Function = Callable[..., Any]
FAULTS = (ArithmeticError, AttributeError, LookupError, NameError, RuntimeError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Task:
    """A task's function as a reference, and the arguments on which a candidate's function is compared with it."""

    reference: Function
    cases: tuple[tuple[Any, ...], ...]
    as_list: bool = False

    def fault(self, function: Function) -> str | None:
        """What the function does differently from the reference, None where it agrees on every case."""
        for arguments in self.cases:
            expected = self.reference(*deepcopy(arguments))
            try:
                given = function(*deepcopy(arguments))
                given = list(given) if self.as_list else given
            except FAULTS as error:
                return f"{arguments}: {error!r}"
            if given != expected:
                return f"{arguments}: {given!r} instead of {expected!r}"
        return None


def random_cases(seed: int, number: int, make: Callable[[Random], tuple[Any, ...]]) -> tuple[tuple[Any, ...], ...]:
    """Small random inputs, the same ones on every machine."""
    rng = Random(seed)
    return tuple(make(rng) for _ in range(number))


def merge(files: list[list[tuple[int, Any]]]) -> list[tuple[int, Any]]:
    return sorted((line for file in files for line in file), key=lambda line: line[0])


def some_files(rng: Random) -> tuple[Any, ...]:
    lengths = [rng.randrange(4) for _ in range(rng.randrange(4))]
    return ([[(time, {"n": rng.random()}) for time in sorted(rng.choices(range(4), k=n))] for n in lengths],)


def rooms(operations: list[tuple[int, int]]) -> int:
    return max((sum(start <= now < end for start, end in operations) for now in range(60)), default=0)


def some_operations(rng: Random) -> tuple[Any, ...]:
    starts = [rng.randrange(8) for _ in range(rng.randrange(6))]
    return ([(start, start + rng.randrange(4)) for start in starts],)


def peaks(readings: list[tuple[int, float]], minutes: int) -> list[float]:
    return [
        max(degrees for then, degrees in readings[: last + 1] if then > now - minutes)
        for last, (now, _) in enumerate(readings)
    ]


def some_readings(rng: Random) -> tuple[Any, ...]:
    times = sorted(rng.choices(range(12), k=rng.randrange(8)))
    return ([(time, rng.randrange(-3, 3)) for time in times], rng.randrange(1, 5))


def order(needs: dict[str, list[str]]) -> list[str] | None:
    done: list[str] = []
    while len(done) < len(needs):
        ready = [
            job
            for job, names in needs.items()
            if job not in done and all(name in done or name not in needs for name in names)
        ]
        if not ready:
            return None
        done.append(min(ready))
    return done


def some_jobs(rng: Random) -> tuple[Any, ...]:
    jobs = rng.sample("abcdef", rng.randrange(6))
    seen = ["outside"]
    needs = {}
    for job in jobs:
        needs[job] = rng.choices(seen if rng.random() < 0.9 else [*jobs, "outside"], k=rng.randrange(3))
        seen.append(job)
    return (dict(sorted(needs.items(), key=lambda _: rng.random())),)


TASKS: dict[str, Task] = {
    "merge": Task(merge, (([],), ([[]],), *random_cases(1, 200, some_files)), as_list=True),
    "rooms": Task(
        rooms, (([],), ([(0, 10), (1, 2), (3, 4), (5, 6)],), ([(5, 5)],), *random_cases(2, 100, some_operations))
    ),
    "peaks": Task(peaks, (([], 30), ([(0, 9), (30, 1)], 30), *random_cases(3, 300, some_readings))),
    "order": Task(
        order,
        (
            ({},),
            ({"a": ["b", "b"], "b": []},),
            ({"a": ["a"]},),
            ({str(n): [str(n - 1)] for n in range(200)},),
            *random_cases(4, 300, some_jobs),
        ),
    ),
}

"""The tasks of the coding round, solved once in the plainest way, with inputs that tell right code from wrong."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from itertools import combinations_with_replacement, pairwise
from random import Random, seed
from typing import Any

Function = Callable[..., Any]
FAULTS = (ArithmeticError, AttributeError, LookupError, NameError, RuntimeError, StopIteration, TypeError, ValueError)


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


@dataclass(frozen=True, slots=True)
class FairDraw(Task):
    """A task whose answer is drawn by lot: as many as asked for, none twice, each item as often as any other."""

    runs: int = 2000

    def fault(self, function: Function) -> str | None:
        """What is unfair about the function's draws, None where nothing is; the seed is always the same one."""
        seed(7)
        for calls, k in self.cases:
            try:
                drawn = [list(function(iter(calls), k)) for _ in range(self.runs)]
            except FAULTS as error:
                return f"{calls}, {k}: {error!r}"
            if any(len(kept) != min(k, len(calls)) or len(set(kept)) != len(kept) for kept in drawn):
                return f"{calls}, {k}: too few, too many or one of them twice"
            share = min(k / len(calls), 1) if calls else 0
            allowed = 5 * (self.runs * share * (1 - share)) ** 0.5
            for call in calls:
                if abs(sum(call in kept for kept in drawn) - self.runs * share) > allowed:
                    return f"{calls}, {k}: {call} does not have the same chance"
        return None


def random_cases(start: int, number: int, make: Callable[[Random], tuple[Any, ...]]) -> tuple[tuple[Any, ...], ...]:
    """Small random inputs, the same ones on every machine."""
    rng = Random(start)
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


def sample(calls: list[str], k: int) -> list[str]:
    return list(calls) if len(calls) <= k else list(calls)[:k]


def allowed(calls: list[tuple[int, str]], limit: int, seconds: int) -> list[bool]:
    let: list[tuple[int, str]] = []
    result = []
    for now, key in calls:
        result.append(sum(who == key and then > now - seconds for then, who in let) < limit)
        if result[-1]:
            let.append((now, key))
    return result


def some_calls(rng: Random) -> tuple[Any, ...]:
    times = sorted(rng.choices(range(12), k=rng.randrange(12)))
    return ([(time, rng.choice("ab")) for time in times], rng.randrange(4), rng.randrange(1, 5))


def misses(requests: list[str], size: int) -> int:
    last_use: dict[str, int] = {}
    missed = 0
    for now, tile in enumerate(requests):
        used_since = {other for other in requests[last_use.get(tile, 0) + 1 : now] if other != tile}
        missed += tile not in last_use or len(used_since) >= size
        last_use[tile] = now
    return missed


def groups(records: list[tuple[str | None, str | None]]) -> list[list[int]]:
    label = list(range(len(records)))
    for _ in records:
        for one, ours in enumerate(records):
            for other, theirs in enumerate(records):
                if any(a is not None and a == b for a, b in zip(ours, theirs, strict=True)):
                    label[one] = label[other] = min(label[one], label[other])
    return [[row for row, group in enumerate(label) if group == first] for first in sorted(set(label))]


def some_records(rng: Random) -> tuple[Any, ...]:
    values = ["a", "b", "c", "d", None]
    return ([(rng.choice(values), rng.choice(values)) for _ in range(rng.randrange(7))],)


def load(words: list[int], people: int) -> int:
    places = range(len(words) + 1)
    return min(
        max(sum(words[start:end]) for start, end in pairwise((0, *cuts, len(words))))
        for cuts in combinations_with_replacement(places, people - 1)
    )


def dot(a: list[tuple[int, float]], b: list[tuple[int, float]]) -> float:
    return sum(x * y for i, x in a for j, y in b if i == j)


def some_vectors(rng: Random) -> tuple[Any, ...]:
    chosen = [sorted(rng.sample(range(7), rng.randrange(5))) for _ in range(2)]
    return tuple([(index, rng.randrange(-4, 5) / 2) for index in indexes] for indexes in chosen)


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
    "sample": FairDraw(sample, (([], 2), (["a", "b"], 3), (list("abcd"), 2), (list("abc"), 1), (list("abcdef"), 3))),
    "allowed": Task(allowed, random_cases(5, 300, some_calls)),
    "misses": Task(
        misses, random_cases(6, 300, lambda rng: (rng.choices("abcd", k=rng.randrange(10)), rng.randrange(5)))
    ),
    "groups": Task(groups, (([],), *random_cases(7, 300, some_records))),
    "load": Task(
        load,
        (
            ([], 2),
            ([10], 2),
            *random_cases(8, 200, lambda rng: (rng.choices(range(6), k=rng.randrange(7)), rng.randrange(1, 5))),
        ),
    ),
    "dot": Task(dot, (([], []), ([(1, 1.0)], []), *random_cases(9, 300, some_vectors))),
}

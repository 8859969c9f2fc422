"""What the candidate does in an interview that gets killed: a list of steps that can be picked up anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What a candidate does beside answering."""

    TAKE_BACK = "(take the last answer back)"
    END = "(end the session)"


_SAYINGS = (
    "I owned the ranking service for two years; its p99 was 12 ms at 4,000 requests a second, and I had its pager.",
    "First I would freeze one definition of the label, because two teams counted a sale on different days.",
    "Before touching the model I'd compare offline and online values of the ten heaviest features, request by request.",
    "We rolled out to 5% for two weeks, with the rollback rehearsed, and watched refunds as the guard metric.",
    "What decides it is the cost of a miss: a false alarm costs us 2 dollars, a missed case about 90.",
    "I disagreed with the plan to retrain hourly, wrote the numbers down, and we settled on nightly.",
    "I was wrong about the cache. The hit rate fell from 80% to 35% and I reverted it the same evening.",
    "I'd hold out a time-based split, since a random one leaks the future through the user's later sessions.",
)
"""Each with something to probe; no two alike."""
CODE = "```python\ndef answer(*given):\n    return len(given)\n```"
"""Can be called for any question."""
_FIRST_POINT = 1001  # a figure that none of them holds: what is said again with one in it is something new


@dataclass(frozen=True, slots=True)
class Script:
    """One candidate: `special` gives the steps that are no plain answers, by their number from 0; in step `code` he
    hands in some."""

    name: str
    special: tuple[tuple[int, Step], ...] = ()
    code: int | None = None

    def step(self, number: int) -> str:
        """What he does as his step `number`: a Step, or the words of an answer, different each time."""
        for at, step in self.special:
            if at == number:
                return step
        said = f"{_SAYINGS[number % len(_SAYINGS)]} That is point {_FIRST_POINT + number}."
        return f"{said}\n{CODE}" if number == self.code else said

    def answers(self, steps: int) -> list[str]:
        """The words of all answers among the first `steps` steps."""
        return [step for step in map(self.step, range(steps)) if step not in set(Step)]


IN_ROUND_TWO = 7
"""The number of an answer to the question of the second round, which is one of code."""
SCRIPTS = (
    Script("to the end"),
    Script("takes one back", ((2, Step.TAKE_BACK),)),
    Script("ends in round two", ((6, Step.END),)),
    Script("hands in code", code=IN_ROUND_TWO),
)

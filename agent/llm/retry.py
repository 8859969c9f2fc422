"""The one owner of retries: how often, how long apart, and never past the deadline of the call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from agent.llm.faults import Fault, Kind

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]

_LONGEST_PAUSE = 20.0  # a provider that asks for more is reported instead: a candidate sits in front of the screen


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds: `first_token` until a stream begins (and between two of its pieces), `call` for everything, `pause`
    before the second attempt and twice as long before each further one."""

    first_token: float = 30.0
    call: float = 120.0
    attempts: int = 3
    pause: float = 0.5


@dataclass(slots=True)
class Budget:
    """What is left of one call: attempts, and seconds until its deadline."""

    deadlines: Deadlines
    clock: Clock
    sleep: Sleep
    _ends: float = field(init=False)
    _failures: list[Fault] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._ends = self.clock() + self.deadlines.call

    def left(self) -> float:
        """Seconds until the deadline; 0 when it has passed."""
        return max(0.0, self._ends - self.clock())

    def repeated(self, fault: Fault) -> bool:
        """Whether the call failed this way before."""
        return any(earlier.kind is fault.kind and earlier.status == fault.status for earlier in self._failures)

    async def again(self, fault: Fault) -> bool:
        """Whether to try again after `fault`; waits as long as is due before it says yes."""
        self._failures.append(fault)
        if not fault.kind.retryable or fault.kind in (Kind.SLOW, Kind.NONSENSE, Kind.LENGTH):
            return False
        if len(self._failures) >= self.deadlines.attempts:
            return False
        pause = self.deadlines.pause * 2 ** (len(self._failures) - 1)
        if fault.retry_after is not None:
            pause = max(fault.retry_after, 0.0)
        if pause > _LONGEST_PAUSE or pause >= self.left():
            return False
        await self.sleep(pause)
        return True

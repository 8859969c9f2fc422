"""The candidate's clock: runs while the interviewer waits, stands still while paused or while he speaks."""

from __future__ import annotations

from collections.abc import Callable


class AnswerClock:
    """Counts the seconds of the answer being written.

    `now` is a monotonic clock in seconds. `left` is what remains of the round's time, negative once it is over.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._budget = 0.0
        self._counted = 0.0
        self._since: float | None = None

    @property
    def running(self) -> bool:
        """Whether time is being counted right now."""
        return self._since is not None

    @property
    def elapsed(self) -> float:
        """Seconds counted since the interviewer began to wait, without the pauses."""
        return self._counted + (self._now() - self._since if self._since is not None else 0.0)

    @property
    def left(self) -> float:
        """Seconds left of the round."""
        return self._budget - self.elapsed

    def start(self, seconds_left: float) -> None:
        """The interviewer waits; `seconds_left` remain of the round."""
        self._budget, self._counted, self._since = seconds_left, 0.0, self._now()

    def pause(self) -> None:
        """Stop counting; twice is once."""
        self._counted, self._since = self.elapsed, None

    def go_on(self) -> None:
        """Count again."""
        if self._since is None:
            self._since = self._now()

    def stop(self) -> float:
        """The answer is given: stand still and return what it took."""
        self.pause()
        return self._counted

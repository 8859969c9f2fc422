"""Where a session stands in its graph, and where it stood before its last answer, so that it can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agent.domain.terms import SessionStatus
from agent.storage.journal import Journal

if TYPE_CHECKING:
    from agent.graph.machine import Machine, Position


class Standing:
    """Reads the graph's position once for as long as it stands there: a reply waits for it."""

    def __init__(self, journal: Journal, machine: Machine) -> None:
        self._journal = journal
        self._machine = machine
        self._known: Position | None = None
        self._moved = 0

    def moves(self) -> None:
        """The graph no longer stands where it stood."""
        self._moved += 1
        self._known = None

    async def position(self) -> Position:
        """Where the graph stands: at its newest checkpoint, or at the one it was taken back to."""
        if self._known is not None:
            return self._known
        moved = self._moved
        found = await self._machine.position(await self._journal.meta("rewound_to"))
        if moved == self._moved:  # not while it was being read
            self._known = found
        return found

    async def settle(self) -> None:
        """After a session was opened: where no checkpoint of a round is, there is none to return to."""
        if (await self.position()).address is None:
            await self._journal.set_meta(rewound_to=None, before_answer=None)

    async def waits(self, position: Position) -> None:
        """The candidate is waited for: checkpoints that can't be returned to are dropped."""
        before = await self._journal.meta("before_answer")
        await self._machine.forget_before(position, before and before["config"])

    async def remember_before(self, position: Position, seq: int) -> None:
        """Note the checkpoint an answer is given to, so that the answer can be taken back."""
        await self._journal.set_meta(before_answer={"seq": seq, "config": position.address})

    async def can_take_back(self) -> bool:
        """Whether the last answer can be taken back now: its round goes on and waits for the next one."""
        return await self._before_last_answer() is not None

    async def take_back(self) -> str | None:
        """Return to before the last answer; its text, None where that is not possible now."""
        before = await self._before_last_answer()
        if before is None:
            return None
        message = await self._journal.message(before["seq"])
        await self._journal.withdraw_from(before["seq"], rewound_to=before["config"], before_answer=None)
        self.moves()
        return message.text

    async def _before_last_answer(self) -> dict[str, Any] | None:
        before: dict[str, Any] | None = await self._journal.meta("before_answer")
        if before is None or await self._journal.meta("status") != SessionStatus.ACTIVE:
            return None
        message = await self._journal.message(before["seq"])
        position = await self.position()
        in_this_round = position.waiting and position.values.get("round_id") == message.round_id
        return before if in_this_round and not message.control else None

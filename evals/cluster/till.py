"""Money on a cluster: workers ask the run for leave before every request, and tell it what each took.

What a worker says goes one way, through the run's topic, in the order in which it is said; the answer to one who asks
stands in a variable of the scheduler that has the name of his leave. Without a limit nobody asks.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from agent.llm.base import Usage
from evals.purse import CostReachedError, Purse, Tries

if TYPE_CHECKING:
    from distributed import Client

Told = Mapping[str, Any]
"""What a worker says: `ask` (so many US dollars, for a `sample`), `paid` (a usage) or `free`, where a `leave` names
which; or a `call` that was answered, of a `task`, and the name of a variable (`kept`) that says when it is on disk."""

say: ContextVar[Callable[[Told], None]] = ContextVar("says something to the run, for one sample")
answer: ContextVar[Callable[[str], Awaitable[str]]] = ContextVar("what the run answers under a name, '' for yes")


class Till:
    """The run's side: one purse for all workers."""

    def __init__(self, purse: Purse) -> None:
        self._purse = purse
        self._leaves: dict[str, tuple[str, Tries]] = {}
        self._answers: set[asyncio.Task[None]] = set()

    def hear(self, told: Told, client: Client) -> None:
        """What a worker said. One who asks waits until what he asks for fits beside all others."""
        if "ask" in told:
            self._leaves[told["leave"]] = told["sample"], (tries := Tries(lambda *_: None))
            task = asyncio.create_task(self._answer(told["leave"], tries, told["ask"], client))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)
        elif "paid" in told:
            self._purse.pay(Usage(*told["paid"]))
        elif told["free"] in self._leaves:
            self._purse.let_go(self._leaves.pop(told["free"])[1])

    def lose(self, sample: str) -> None:
        """The worker that had a sample is gone: what it had in flight may be charged in full."""
        for leave, (of, tries) in list(self._leaves.items()):
            if of == sample:
                self._purse.lose(tries)
                del self._leaves[leave]

    def close(self) -> None:
        """Answer nobody any more."""
        for task in self._answers:
            task.cancel()

    async def _answer(self, leave: str, tries: Tries, most: float, client: Client) -> None:
        from distributed import Variable

        refused = ""
        try:
            await self._purse.put_aside(tries, most)
        except CostReachedError as error:
            refused = str(error)
        if leave in self._leaves:
            await Variable(leave, client=client).set(refused)
        else:  # its worker was lost while it waited
            self._purse.let_go(tries)


class WorkersPurse(Purse):
    """A worker's side, a `Purse` whose money is with the run."""

    def pay(self, usage: Usage) -> None:
        """See `Purse.pay`."""
        say.get()({"paid": astuple(usage)})

    async def put_aside(self, tries: Tries, most: float) -> None:
        """See `Purse.put_aside`."""
        if self.limit is None or most <= tries.aside:
            return
        self.let_go(tries)
        leave = f"leave-{secrets.token_hex(8)}"
        say.get()({"ask": most, "leave": leave})
        tries.leave = leave
        if refused := await answer.get()(leave):
            raise CostReachedError(refused)
        tries.aside = most

    def let_go(self, tries: Tries) -> None:
        """See `Purse.let_go`."""
        tries.aside = 0.0
        if tries.leave:
            say.get()({"free": tries.leave})
            tries.leave = ""

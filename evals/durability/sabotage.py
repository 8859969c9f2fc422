"""Faults built into a child on purpose: a proof that finds none of them proves nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from agent import trying_code
from agent.domain.terms import Role
from agent.domain.transcript import Turn
from agent.session import Session
from agent.standing import Standing
from agent.storage.journal import Journal
from evals.durability.candidates import SCRIPTS, Script
from evals.durability.gates import Stop


def _acknowledge_before_the_disk() -> None:
    """An answer is acknowledged while its transaction is still open."""

    async def add_answer(self: Any, round_id: str, text: str, at: str, seconds: float) -> Turn:
        cursor = await self._db.execute(
            "INSERT INTO turns (round_id, role, text, at, seconds) VALUES (?, 'candidate', ?, ?, ?)",
            (round_id, text, at, seconds),
        )
        return Turn(Role.CANDIDATE, text, at=at, seq=cursor.lastrowid or 0)

    vars_of(Journal, add_answer=add_answer)


def _ask_again() -> None:
    """The interviewer is asked for a reply although the journal has one."""
    from agent.graph.nodes import reply as module

    services = vars(module)
    real, speak = Journal.reply_to, services["speak"]
    forgets = ContextVar("forgets", default=False)  # whoever assesses looks for the reply too, and may come first

    async def speak_anyway(*args: Any) -> Turn:
        forgets.set(True)
        turn: Turn = await speak(*args)
        return turn

    async def reply_to(self: Any, round_id: str, seq: int) -> Turn | None:
        if forgets.get():
            forgets.set(False)
            return None
        return await real(self, round_id, seq)

    services["speak"] = speak_anyway
    vars_of(Journal, reply_to=reply_to)


def _assess_again() -> None:
    """Results on disk are not looked for."""
    real = Journal.result

    async def result(self: Any, round_id: str, seq: int, kind: str) -> Any:
        return None if kind == "assess" else await real(self, round_id, seq, kind)

    vars_of(Journal, result=result)


def _take_an_empty_next_for_the_end() -> None:
    """What neither waits nor is new is taken for finished."""
    real: Any = Standing.position

    async def position(self: Any) -> Any:
        found = await real(self)
        done = found.done or (found.started and not found.waiting)
        return replace(found, values={**found.values, "done": done})

    vars_of(Standing, position=position)


def _answer_twice() -> None:
    """After an interruption the journal's newest answer is written once more."""
    real = Session.resume.__func__  # type: ignore[attr-defined]

    async def resume(cls: Any, session_id: str | None, settings: Any) -> Session:
        session: Session = await real(cls, session_id, settings)
        position = await session._standing.position()
        pending = await session._journal.next_input(position.values.get("turn", 0))
        if pending is not None and not pending.control:
            await session._journal.add_answer(pending.round_id, pending.text, "", pending.seconds)
        return session

    vars_of(Session, resume=classmethod(resume))


def _count_twice() -> None:
    """An answer that was taken already is taken again where its turn was cut short."""
    from agent.graph.nodes import await_answer as module

    services = vars(module)
    real = services["interrupt"]

    def interrupt(value: dict[str, int]) -> int:
        return int(real(value)) if value["after"] == 0 else _Newer(real(value))

    services["interrupt"] = interrupt


def _run_again() -> None:
    """Code is run although what came of it is on disk."""
    services = vars(trying_code)
    real = services["_is_to_be_run"]
    services["_is_to_be_run"] = lambda turn, state: real(replace(turn, run=None), state)


class _Newer(int):
    """A number that passes for one that was not taken yet."""

    def __le__(self, other: object) -> bool:
        return False


def vars_of(owner: type, **methods: Any) -> None:
    """Replace methods of a class."""
    for name, method in methods.items():
        setattr(owner, name, method)


@dataclass(frozen=True, slots=True)
class Sabotage:
    """A fault and the place where a kill brings it out."""

    build_in: Callable[[], None]
    stop: Stop
    script: Script = SCRIPTS[0]


SABOTAGES = {
    "acknowledge before the disk": Sabotage(_acknowledge_before_the_disk, Stop("journal/acknowledged", 2)),
    "ask again": Sabotage(_ask_again, Stop("streaming/reply kept", 3)),
    "assess again": Sabotage(_assess_again, Stop("assessing/assess kept", 2)),
    "end early": Sabotage(_take_an_empty_next_for_the_end, Stop("streaming/a reply", 20)),
    "answer twice": Sabotage(_answer_twice, Stop("journal/answer kept", 3)),
    "count twice": Sabotage(_count_twice, Stop("streaming/a reply", 20)),
    "run again": Sabotage(_run_again, Stop("running/kept", 1), SCRIPTS[-1]),
}

"""What a turn takes: bytes on disk as an interview grows, and seconds from an answer to the next question."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from agent import assembly
from agent import session as session_module
from agent.events import Ended, Event, Token, Waiting
from agent.session import Session, StartRequest
from agent.settings import load_settings
from evals.bench.figures import Figure, median, percentile
from evals.durability.candidates import Script
from evals.durability.interviewers import EveryMessageAnswers, NoSearch, ScriptedInterviewer

FORTY_TURNS_TARGET = 1_000_000
GROWTH_TARGET = 1.3
EARLY, LATE, SPAN = 10, 100, 18
"""Bytes of a turn around turn 10 and around turn 100, each over 18 turns: SQLite grows by pages."""
ROUNDS = ("ml_depth", "behavioral", "ml_system_design")
CANDIDATE = Script("talks on")


async def latency() -> list[Figure]:
    """Rounds with the offline interviewer: from `answer` to the first token, and until it waits again."""
    cold: list[float] = []
    first: list[float] = []
    waits: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(offline=True, home=Path(folder))
        for kind in ROUNDS:
            session = await Session.start(StartRequest(round=kind), settings)
            await _timed(session.proceed())
            times = await _timed(session.answer(CANDIDATE.step(len(waits)), seconds=30.0))
            cold.append(1000 * times[Token])
            while Ended not in times:
                times = await _timed(session.answer(CANDIDATE.step(len(waits)), seconds=30.0))
                if Waiting in times:
                    first.append(1000 * times[Token])
                    waits.append(1000 * times[Waiting])
            await session.close()
    how = f"{len(waits)} turns of {len(ROUNDS)} rounds; offline"
    at_once = "given at once, while the embedder and the index load"
    return [
        Figure("a session's first answer to first token, median", median(cold[1:]), "ms", how=at_once),
        Figure("answer to first token, median", median(first), "ms", how=how),
        Figure("answer to first token, p95", percentile(first, 0.95), "ms", how=how),
        Figure("answer to waiting, median", median(waits), "ms", how=how),
        Figure("answer to waiting, p95", percentile(waits, 0.95), "ms", how=how),
    ]


async def disk() -> list[Figure]:
    """One long round, with an interviewer who never runs out of questions: the size of its folder."""
    with tempfile.TemporaryDirectory() as folder, _scripted():
        settings = load_settings(offline=True, home=Path(folder))
        session = await Session.start(StartRequest(round="ml_depth", minutes=600), settings)
        await _timed(session.proceed())
        sizes = [_bytes(settings.paths.session(session.id))]
        for number in range(LATE + SPAN // 2):
            await _timed(session.answer(CANDIDATE.step(number), seconds=1.0))
            sizes.append(_bytes(settings.paths.session(session.id)))
        await session.close()
    early, late = _per_turn(sizes, EARLY), _per_turn(sizes, LATE)
    how = f"{late:,.0f} over {early:,.0f} bytes"
    return [
        Figure("a session of 40 turns on disk", sizes[40], "bytes", FORTY_TURNS_TARGET, "with its logs folded in"),
        Figure(f"a turn's bytes on disk at {LATE} / at {EARLY}", late / early, "x", GROWTH_TARGET, how),
    ]


async def _timed(events: AsyncIterator[Event]) -> dict[type[Event], float]:
    """Seconds until the first event of each kind."""
    begun = time.perf_counter()
    times: dict[type[Event], float] = {}
    async for event in events:
        times.setdefault(type(event), time.perf_counter() - begun)
    return times


def _per_turn(sizes: list[int], turn: int) -> float:
    return (sizes[turn + SPAN // 2] - sizes[turn - SPAN // 2]) / SPAN


def _bytes(folder: Path) -> int:
    for path in folder.glob("*.db"):
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return sum(path.stat().st_size for path in folder.iterdir() if path.suffix in (".db", ".db-wal"))


@contextmanager
def _scripted() -> Iterator[None]:
    """Sessions opened inside have the scripted interviewer."""
    services, parts = vars(session_module), vars(assembly)
    kept = services["make_context"], parts["make_interviewer"]

    def make_context(*arguments: Any) -> Any:
        return replace(kept[0](*arguments), search=NoSearch(), classifier=EveryMessageAnswers())

    services["make_context"], parts["make_interviewer"] = make_context, lambda *_: ScriptedInterviewer()
    try:
        yield
    finally:
        services["make_context"], parts["make_interviewer"] = kept

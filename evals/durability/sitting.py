"""The child process: sits an interview from wherever it stands, and notes on disk what it saw and asked for."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from agent import assembly, trying_code
from agent import session as session_module
from agent.domain.problems import Problem
from agent.domain.transcript import CodeRun, Turn
from agent.errors import MockloopError, NotFoundError, StorageError
from agent.events import AnswerKept, CodeRan, Ended, Event, InterviewerSpoke, RoundScored, Waiting
from agent.graph.context import GraphContext
from agent.reports.json import session_document
from agent.session import Session, StartRequest
from agent.settings import load_settings
from agent.storage.codec import to_plain
from agent.storage.database import connect
from evals.durability import gates, sabotage
from evals.durability.candidates import Script, Step
from evals.durability.gates import Gate
from evals.durability.interviewers import (
    EveryMessageAnswers,
    HearsNothing,
    NoSearch,
    ScriptedInterviewer,
    WatchedInterviewer,
)

LOOP = """\
id: short
title: A short loop
about: Two rounds of a few minutes, to be killed in
rounds:
  - {kind: recruiter_screen, minutes: 5, weight: 0.4}
  - {kind: coding, minutes: 5, weight: 0.6}
bars: {new_grad: 2.1, L4: 2.5, senior: 2.8, staff: 3.1}
committee: Two people compare notes.
claims: []
"""
SECONDS_PER_ANSWER = 5.0
MOST_STEPS = 60
LOCK_SECONDS = 0.05
"""How long a child waits for a locked database; the product waits seconds, and for the same answer."""
NOTES = "notes.jsonl"


@dataclass(frozen=True, slots=True)
class Setting:
    """What an interview is sat with.

    `folder` holds the data folder, and beside it what children note and complain of; `offline` is the product's own
    interviewer, else the scripted one. With `retries` a child that the disk failed stands still, then tries again.
    """

    folder: Path
    script: Script
    offline: bool = False
    sabotage: str | None = None
    retries: bool = False

    @property
    def home(self) -> Path:
        """The data folder."""
        return self.folder / "home"


class Notes:
    """What a child saw on screen and asked for, on disk line by line before it goes on."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / NOTES, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def add(self, kind: str, **values: Any) -> None:
        """Append one line and wait until the disk has it."""
        os.write(self._file, (json.dumps({"kind": kind, **values}) + "\n").encode())
        os.fsync(self._file)

    def call(self, what: str, round_id: str, seq: int) -> None:
        """A call of the interviewer begins."""
        self.add("call", what=what, round_id=round_id, seq=seq)

    def event(self, event: Event) -> None:
        """What the candidate is shown."""
        match event:
            case AnswerKept(turn):
                self.add("answer", seq=turn.seq, text=turn.text)
            case InterviewerSpoke(turn):
                self.add("spoke", seq=turn.seq, text=turn.text)
            case RoundScored(card):
                self.add("scored", round_id=card.round_id, card=to_plain(card))
            case Ended(document):
                self.add("ended", document=session_document(document))
            case CodeRan(run):
                self.add("ran", run=to_plain(run))
            case _:
                pass


def prepare(home: Path) -> None:
    """Put the short loop into a data folder."""
    (home / "loops").mkdir(parents=True)
    (home / "loops" / "short.yaml").write_text(LOOP, "utf-8")


async def sit(setting: Setting, gate: Gate) -> None:
    """Start the interview, or go on with it where there is one, and sit it to its end."""
    if setting.sabotage is not None:
        sabotage.SABOTAGES[setting.sabotage].build_in()
    notes = Notes(setting.folder)
    gates.install(gate)
    _install_services(setting, gate, notes)
    try:
        session = await _open(setting)
        notes.add("opened", session=session.id)
        try:
            await _drive(session, setting, gate, notes)
        finally:
            await session.close()
    except MockloopError as error:
        notes.add("error", error=type(error).__name__, text=str(error))
        raise SystemExit(error.exit_status) from None


def _install_services(setting: Setting, gate: Gate, notes: Notes) -> None:
    connect.__kwdefaults__ = {"timeout": LOCK_SECONDS}
    services = vars(session_module)
    real = services["make_context"]

    def make_context(*arguments: Any) -> GraphContext:
        context: GraphContext = real(*arguments)
        inner = context.interviewer if setting.offline else ScriptedInterviewer()
        watched = WatchedInterviewer(inner, gate.reach, notes.call)
        if setting.offline:
            return replace(context, interviewer=watched)
        return replace(
            context, interviewer=watched, search=NoSearch(), classifier=EveryMessageAnswers(), listener=HearsNothing()
        )

    services["make_context"] = make_context
    tries = vars(trying_code)
    real_run = tries["_run"]

    async def run_code(problem: Problem, turn: Turn, context: GraphContext) -> CodeRun | str:
        notes.call("run", "", turn.seq)
        found: CodeRun | str = await real_run(problem, turn, context)
        return found

    tries["_run"] = run_code
    if not setting.offline:
        vars(assembly)["make_interviewer"] = lambda *_: ScriptedInterviewer()


async def _open(setting: Setting) -> Session:
    settings = load_settings(offline=True, home=setting.home)
    try:
        return await Session.resume(_opened_before(setting.folder), settings)
    except NotFoundError:
        return await Session.start(StartRequest(loop="short", seed=7), settings)


def _opened_before(folder: Path) -> str | None:
    """The session that an earlier child noted, None where none came that far: then the newest active one."""
    notes = [json.loads(line) for line in (folder / NOTES).read_text("utf-8").splitlines()]
    return next((note["session"] for note in notes if note["kind"] == "opened"), None)


async def _drive(session: Session, setting: Setting, gate: Gate, notes: Notes) -> None:
    driven = session.proceed()
    for _ in range(MOST_STEPS):
        try:
            last = await _follow(driven, gate, notes)
            if isinstance(last, Ended):
                return
            assert isinstance(last, Waiting), f"the interviewer stopped at {last} without waiting"
            driven = await _next_step(session, setting, gate)
        except StorageError as error:
            if not setting.retries:
                raise
            notes.add("error", error=type(error).__name__, text=str(error))
            gate.stand()
            driven = session.proceed()
    raise AssertionError(f"no end after {MOST_STEPS} steps")


async def _follow(events: AsyncIterator[Event], gate: Gate, notes: Notes) -> Event | None:
    last = None
    async for last in events:
        notes.event(last)
        if isinstance(last, AnswerKept):
            gate.reach("journal/acknowledged")
    return last


async def _next_step(session: Session, setting: Setting, gate: Gate) -> AsyncIterator[Event]:
    step = setting.script.step(_steps_taken(setting.home, session.id))
    while step == Step.TAKE_BACK:
        assert await session.take_back() is not None, "an answer could not be taken back"
        gate.reach("taking_back/acknowledged")
        step = setting.script.step(_steps_taken(setting.home, session.id))
    return session.end() if step == Step.END else session.answer(step, seconds=SECONDS_PER_ANSWER)


def _steps_taken(home: Path, session: str) -> int:
    """How many steps of the script the journal holds: inputs, and one more where answers were withdrawn."""
    path = home / "sessions" / session / "journal.db"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        query = "SELECT count(*), max(withdrawn) FROM turns WHERE role != 'interviewer'"
        inputs, withdrawn = db.execute(query).fetchone()
    return int(inputs) + int(withdrawn or 0)

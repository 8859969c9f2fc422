"""What `doctor` looks at: one function a matter, each a row with what to do where something is amiss."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from agent.assembly import choose_interviewer, make_catalog, make_runner, own_meter, unpriced
from agent.domain.terms import InterviewerKind
from agent.errors import MockloopError, SpendingError, StorageError
from agent.llm.prices import load_prices
from agent.llm.tokens import token_counter
from agent.paths import make_private_folder
from agent.settings import Settings
from agent.storage import folders

LOW_DISK = 200_000_000
PROBE_SECONDS = 20.0
"""How long doctor waits for a first token; a healthy endpoint takes less."""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One line of `doctor`: what was looked at, whether it is fine, what to do where it is not."""

    name: str
    ok: bool
    says: str
    advice: str = ""


async def run(settings: Settings) -> list[CheckRow]:
    """All checks, in the order in which a newcomer needs them."""
    return [
        _python(),
        _data_folder(settings),
        await _sessions(settings),
        _knowledge(settings),
        await _retrieval(settings),
        _interviewer(settings),
        _code(settings),
        *await _endpoint(settings),
        _tokens(settings),
        _prices(settings),
    ]


def _python() -> CheckRow:
    says = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {sys.platform}"
    ok = sys.version_info >= (3, 11)
    return CheckRow("python", ok, says, "" if ok else "Python 3.11 or newer is needed.")


def _data_folder(settings: Settings) -> CheckRow:
    try:
        home = make_private_folder(settings.home)
    except MockloopError as error:
        return CheckRow("data folder", False, str(settings.home), str(error))
    free = shutil.disk_usage(home).free
    mode = home.stat().st_mode & 0o077
    if mode and home.stat().st_uid == os.getuid():
        return CheckRow("data folder", False, f"{home} can be read by others", f"chmod 700 {home}")
    advice = "Free some space: a session that can't be written stops." if free < LOW_DISK else ""
    return CheckRow("data folder", not advice, f"{home}, {free // 1_000_000:,} MB free", advice)


async def _sessions(settings: Settings) -> CheckRow:
    try:
        rows, damaged = await folders.list_rows(settings.paths.sessions)
    except StorageError as error:
        return CheckRow("sessions", False, "can't be read", str(error))
    active = sum(row["status"] == "active" for row in rows)
    says = f"{len(rows)} kept, {active} active"
    if damaged:
        advice = f"Restore these from a backup, or `mockloop sessions delete` them: {', '.join(damaged)}."
        return CheckRow("sessions", False, f"{says}, {len(damaged)} can't be read", advice)
    return CheckRow("sessions", True, says)


def _knowledge(settings: Settings) -> CheckRow:
    catalog = make_catalog(settings)
    try:
        count = sum(len(catalog.questions(kind)) for kind in catalog.kinds())
        loops = catalog.loops()
        modes = len(catalog.failure_modes())
    except MockloopError as error:
        return CheckRow("knowledge", False, "a file is wrong", str(error))
    if broken := catalog.broken_loops():
        return CheckRow("knowledge", False, "a loop of yours is wrong", " ".join(broken.values()))
    return CheckRow("knowledge", True, f"{count} questions, {modes} failure modes, {len(loops)} loops")


async def _retrieval(settings: Settings) -> CheckRow:
    from agent.retrieval.embedder import embedder
    from agent.retrieval.search import ProbeSearch

    search = ProbeSearch(make_catalog(settings), embedder(), settings.paths.cache)
    try:
        await search.prepare()
        status = search.status
        return CheckRow("retrieval", status.ok, status.says)
    except MockloopError as error:
        return CheckRow("retrieval", False, "not available", str(error))
    finally:
        await search.close()


def _interviewer(settings: Settings) -> CheckRow:
    choice = choose_interviewer(settings)
    if choice.kind is InterviewerKind.MODEL:
        graded = "" if choice.grader == choice.model else f", graded by {choice.grader}"
        key = "with a key" if settings.api_key else "without a key"
        return CheckRow("interviewer", True, f"model {choice.model} at {choice.host} {key}{graded}")
    ok = not (settings.api_key or settings.base_url) or settings.offline
    return CheckRow("interviewer", True, f"offline: {choice.why}", "" if ok else choice.why)


def _code(settings: Settings) -> CheckRow:
    """Whether what is handed in as code can be run."""
    runner = make_runner(settings)
    if runner is None:
        return CheckRow("code", True, "is read and not run, as the settings say")
    why = runner.why_not()
    if why is None:
        return CheckRow("code", True, "is run, and can reach neither files nor the network")
    advice = "Code rounds are held, and code is only read. --run-unconfined runs it all the same, for one session."
    return CheckRow("code", True, f"is not run: {why}", advice)


async def _endpoint(settings: Settings) -> list[CheckRow]:
    """What the endpoint can do: asked where a model would interview, a row a model; else nothing is sent anywhere.

    The settings' limit is kept over all of it.
    """
    choice = choose_interviewer(settings)
    if choice.kind is not InterviewerKind.MODEL:
        return []
    from agent.interviewer.probing import probe
    from agent.llm.endpoints import Endpoint, KnownDialects
    from agent.llm.openai import OpenAIModel
    from agent.llm.retry import Deadlines

    seconds = min(settings.first_token_seconds, PROBE_SECONDS), min(settings.call_seconds, 2 * PROBE_SECONDS)
    try:
        meter = own_meter(settings, "this check")
    except MockloopError:
        return []  # the row on prices says why
    rows = []
    for name in dict.fromkeys(name for name in (choice.model, choice.grader) if name):
        model = None
        try:
            endpoint = Endpoint(settings.base_url, settings.api_key)
            known = KnownDialects(settings.paths.endpoints)
            model = OpenAIModel(endpoint, Deadlines(*seconds, attempts=2), meter, known=known)
            rows.append(CheckRow("endpoint", True, f"{name}: {(await probe(model, name)).says}"))
        except SpendingError as error:
            rows.append(CheckRow("endpoint", False, f"{name} was not asked to the end", str(error)))
        except MockloopError as error:
            rows.append(CheckRow("endpoint", False, f"{name} did not answer as it should", str(error)))
        finally:
            if model is not None:
                await model.aclose()
    return rows


def _prices(settings: Settings) -> CheckRow:
    """Whether what a model costs is known."""
    choice = choose_interviewer(settings)
    own = settings.paths.prices
    try:
        prices = load_prices(own)
        if choice.kind is not InterviewerKind.MODEL:
            return CheckRow("prices", True, f"{len(prices.prices)} in the table")
        unknown = unpriced(settings, prices)
    except MockloopError as error:
        return CheckRow("prices", False, "the table can't be used", str(error))
    if unknown:
        advice = f"Tokens are counted all the same. To see dollars, or to use --max-cost, put the price into {own}."
        return CheckRow("prices", True, f"unknown for {' and '.join(unknown)}; none is guessed", advice)
    return CheckRow(
        "prices", True, f"known for {' and '.join(dict.fromkeys(filter(None, (choice.model, choice.grader))))}"
    )


def _tokens(settings: Settings) -> CheckRow:
    counter = token_counter(settings.model or "", os.environ, Path(tempfile.gettempdir()))
    return CheckRow("token counts", True, counter.says)

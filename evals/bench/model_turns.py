"""The model's path against a server on loopback: what an endpoint can find in its cache, and how soon words are seen.

The naive program that input is compared with repeats, in every call of the same interview, the interviewer's
instructions, the grader's rubric and the whole transcript so far, and puts what changes (the clock, the newest message)
in front: nothing of it is ever a prefix of what came before.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from agent.domain.transcript import Transcript
from agent.events import Ended, Event, Waiting
from agent.llm.tokens import estimate
from agent.session import Session, StartRequest
from agent.settings import Settings, load_settings
from evals.bench.figures import Figure, percentile
from evals.bench.local_model import LocalModel, common_prefix, local_model, serving
from evals.bench.start import environment
from evals.bench.terminal import Terminal
from evals.durability.candidates import Script

SHARE_TARGET, UNCACHED_TARGET, OVERHEAD_TARGET = 0.8, 0.35, 60.0
FROM_TURN, TURNS = 5, 40
DELAY_SECONDS, SCREENS = 0.3, 100
QUIET_SECONDS = 0.25
LOOP = "startup"
CANDIDATE = Script("talks on")


async def prefixes() -> list[Figure]:
    """One round of 40 turns, and a whole loop."""
    async with local_model() as server:
        await _sit(server, StartRequest(round="ml_depth", minutes=600), TURNS)
        bodies = [body for body in server.bodies if body.get("stream")]
        shares = prefix_shares(bodies)[FROM_TURN - 1 :]  # the opening is the request before turn 1
    async with local_model() as server:
        transcripts = await _sit(server, StartRequest(loop=LOOP), None)
        ours, naive = uncached(server.bodies), naive_input(server.bodies)
    answers = sum(len(held.candidate_turns()) for held in transcripts)
    how = f"{ours:,} tokens over {naive:,}; {len(server.bodies)} calls, {answers} answers of the {LOOP} loop"
    missing = 1 - min(shares)
    return [
        Figure(
            f"input that is no prefix of the request before, most of turns {FROM_TURN} to {TURNS}", missing, "",
            1 - SHARE_TARGET, f"prefix {min(shares):.1%} at least, {sum(shares) / len(shares):.1%} on average",
        ),
        Figure("uncached input of a loop / a naive program's", ours / naive, "x", UNCACHED_TARGET, how),
    ]  # fmt: skip


def text_of(body: Mapping[str, Any]) -> str:
    """All input of a request, in order."""
    return "\x1f".join(f"{message['role']}\x1e{message['content']}" for message in body["messages"])


def prefix_shares(bodies: list[dict[str, Any]]) -> list[float]:
    """For each request after the first, which share of its bytes is a prefix of the request before."""
    texts = [text_of(body) for body in bodies]
    shares = []
    for before, text in pairwise(texts):
        same = text[: common_prefix(text, before)]
        shares.append(len(same.encode()) / len(text.encode()))
    return shares


def uncached(bodies: list[dict[str, Any]]) -> int:
    """Input tokens of requests that no earlier request to the same model began with."""
    total = 0
    seen: dict[str, list[str]] = {}
    for body in bodies:
        text, earlier = text_of(body), seen.setdefault(body["model"], [])
        same = max((common_prefix(text, other) for other in earlier), default=0)
        total += estimate(text[same:])
        earlier.append(text)
    return total


def naive_input(bodies: list[dict[str, Any]]) -> int:
    """Input tokens of the naive program for the same calls: see the module."""
    total = instructions = rubric = history = 0
    for body in bodies:
        own = estimate(body["messages"][-1]["content"])
        if body.get("stream"):
            instructions = estimate(body["messages"][0]["content"])
            history = sum(estimate(message["content"]) for message in body["messages"][1:-1])
        elif body["response_format"]["json_schema"]["name"] != "CommitteeOut":
            rubric = estimate(body["messages"][0]["content"])
        else:
            own += estimate(body["messages"][0]["content"])
        total += instructions + rubric + history + own
    return total


async def _sit(server: LocalModel, request: StartRequest, answers: int | None) -> list[Transcript]:
    """Hold an interview with the local model to its end, or for a number of answers."""
    with tempfile.TemporaryDirectory() as folder:
        session = await Session.start(request, _settings(server, Path(folder)))
        try:
            last = await _last(session.proceed())
            number = 0
            while isinstance(last, Waiting) and (answers is None or number < answers):
                last = await _last(session.answer(CANDIDATE.step(number)))
                number += 1
            assert answers is not None or isinstance(last, Ended)
            return await session.transcript()
        finally:
            await session.close()


def _settings(server: LocalModel, home: Path) -> Settings:
    return load_settings(home=home, base_url=server.url, model="local", api_key="none")


async def _last(events: AsyncIterator[Event]) -> Event | None:
    last = None
    async for event in events:
        last = event
    return last


def first_words() -> list[Figure]:
    """The app in a terminal: from Enter to the first word of the reply on screen, less the server's delay."""
    over: list[float] = []
    sys.setswitchinterval(0.0005)  # whoever watches the screen need not wait 5 ms for the server's thread
    with serving(DELAY_SECONDS) as server, tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable, "-m", "tui", "round", "ml_depth", "--minutes", "600", "--model", "local",
            "--base-url", server.url,
        ]  # fmt: skip
        with Terminal(command, environment(Path(folder))) as terminal:
            _await_turn(terminal, server, 0)
            for number in range(1, SCREENS + 2):  # the first loads the embedder and builds the index: not measured
                word = f"Turn{number:03}x"
                server.first_word = word
                terminal.send(CANDIDATE.step(number))
                _settle(terminal)
                begun, at = time.perf_counter(), terminal.written
                terminal.send("\r")
                terminal.until(lambda at=at, word=word: word in terminal.shown_since(at), word)  # type: ignore[misc]
                over += [1000 * (time.perf_counter() - begun - DELAY_SECONDS)] if number > 1 else []
                _await_turn(terminal, server, number)
    name = "Enter to the first word on screen, beyond the server's delay"
    how = f"{len(over)} turns in the app, the server's first token after {1000 * DELAY_SECONDS:.0f} ms"
    return [
        Figure(f"{name}, median", percentile(over, 0.5), "ms"),
        Figure(f"{name}, p95", percentile(over, 0.95), "ms", OVERHEAD_TARGET, how),
    ]


def _await_turn(terminal: Terminal, server: LocalModel, number: int) -> None:
    """Wait until the server has answered all that belongs to a turn, and the screen is quiet."""
    terminal.until(lambda: server.answered >= 1 + 2 * number, f"the calls of turn {number}")
    _settle(terminal)


def _settle(terminal: Terminal) -> None:
    quiet_since, size = time.perf_counter(), -1

    def quiet() -> bool:
        nonlocal quiet_since, size
        if terminal.written != size:
            quiet_since, size = time.perf_counter(), terminal.written
        return time.perf_counter() - quiet_since > QUIET_SECONDS

    terminal.until(quiet, "a quiet screen")

"""What the app needs from the agent, and where it gets it.

Nothing of the agent that is slow to import (settings, library, session) is imported with this module: the first
screen is painted before. Tests hand the app a backend of their own.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from agent.domain.request import StartRequest

if TYPE_CHECKING:
    from agent.domain.verdict import Dispute, LoopDebrief, RoundDocument
    from agent.library import InterviewerRow, LoopRow, RoundRow, SessionRow
    from agent.session import Session
    from agent.settings import Settings
    from tui.eval_runs import RunRow, RunView


class Backend(Protocol):
    """Everything the app asks of the agent. Errors are `MockloopError`s."""

    async def load_settings(self) -> Settings:
        """The settings, with what was given on the command line on top."""
        ...

    async def remember(self, settings: Settings, **changes: str | bool) -> None:
        """Keep a choice for the next time."""
        ...

    async def rounds(self, settings: Settings) -> list[RoundRow]:
        """The round kinds that can be held."""
        ...

    async def loops(self, settings: Settings) -> list[LoopRow]:
        """The loops that can be held."""
        ...

    async def interviewers(self, settings: Settings) -> list[InterviewerRow]:
        """The characters who can be asked for."""
        ...

    async def sessions(self, settings: Settings) -> list[SessionRow]:
        """All sessions, newest first."""
        ...

    async def document(self, settings: Settings, session: str) -> RoundDocument | LoopDebrief:
        """The document of a session that is over."""
        ...

    async def dispute(self, settings: Settings, session: str, signal: str, words: str, round_id: str) -> Dispute:
        """Weigh words that the candidate said for a rating; the outcome is kept with the session."""
        ...

    async def delete(self, settings: Settings, session: str) -> None:
        """Delete a session."""
        ...

    async def eval_runs(self, settings: Settings) -> list[RunRow]:
        """The runs of the evals, newest first."""
        ...

    async def eval_view(self, settings: Settings, runs: Sequence[str]) -> RunView:
        """One or two of them to look through."""
        ...

    async def settings_to_resume(self, settings: Settings, session: str | None) -> Settings:
        """The settings a session is resumed with: its own interviewer, unless another one is named."""
        ...

    async def prepare(self) -> None:
        """Load what every interview needs, while something else keeps the user."""
        ...

    async def start(self, request: StartRequest, settings: Settings) -> Session:
        """Start a session."""
        ...

    async def resume(self, session: str | None, settings: Settings) -> Session:
        """Open a session again; None: the newest that is active."""
        ...


async def _load(module: str) -> Any:
    """Import in a thread, so that the screen goes on answering keys."""
    return await asyncio.to_thread(importlib.import_module, module)


class AgentBackend:
    """The real one."""

    def __init__(self, command_line: Mapping[str, Any]) -> None:
        self._command_line = dict(command_line)

    async def load_settings(self) -> Settings:
        """Defaults, config.toml, environment, command line."""
        module = await _load("agent.settings")
        settings: Settings = await asyncio.to_thread(module.load_settings, **self._command_line)
        return settings

    async def remember(self, settings: Settings, **changes: str | bool) -> None:
        """Write into config.toml."""
        module = await _load("agent.settings")
        await asyncio.to_thread(module.remember, settings, **changes)

    async def rounds(self, settings: Settings) -> list[RoundRow]:
        """From knowledge/."""
        library = await _load("agent.library")
        rows: list[RoundRow] = await asyncio.to_thread(library.rounds)
        return rows

    async def loops(self, settings: Settings) -> list[LoopRow]:
        """From knowledge/ and from the user's own folder."""
        library = await _load("agent.library")
        rows: list[LoopRow] = await asyncio.to_thread(library.loops, settings)
        return rows

    async def interviewers(self, settings: Settings) -> list[InterviewerRow]:
        """From knowledge/."""
        library = await _load("agent.library")
        rows: list[InterviewerRow] = await asyncio.to_thread(library.interviewers)
        return rows

    async def sessions(self, settings: Settings) -> list[SessionRow]:
        """From the data folder."""
        library = await _load("agent.library")
        rows: list[SessionRow] = await library.sessions(settings)
        return rows

    async def document(self, settings: Settings, session: str) -> RoundDocument | LoopDebrief:
        """From the session's folder."""
        library = await _load("agent.library")
        document: RoundDocument | LoopDebrief = await library.document(settings, session)
        return document

    async def dispute(self, settings: Settings, session: str, signal: str, words: str, round_id: str) -> Dispute:
        """By the kind of grader that rated it."""
        disputing = await _load("agent.disputing")
        outcome: Dispute = await disputing.dispute(settings, session, signal, words, round_id)
        return outcome

    async def delete(self, settings: Settings, session: str) -> None:
        """The session's folder goes."""
        library = await _load("agent.library")
        await library.delete(settings, session)

    async def eval_runs(self, settings: Settings) -> list[RunRow]:
        """From the data folder."""
        module = await _load("tui.eval_runs")
        found: list[RunRow] = await asyncio.to_thread(module.rows, settings)
        return found

    async def eval_view(self, settings: Settings, runs: Sequence[str]) -> RunView:
        """From their folders."""
        module = await _load("tui.eval_runs")
        found: RunView = await asyncio.to_thread(module.view, settings, runs)
        return found

    async def settings_to_resume(self, settings: Settings, session: str | None) -> Settings:
        """As its journal says."""
        library = await _load("agent.library")
        found: Settings = await library.settings_to_resume(settings, session)
        return found

    async def prepare(self) -> None:
        """Load what every interview needs."""
        await _load("agent.session")
        await _load("agent.graph.machine")

    async def start(self, request: StartRequest, settings: Settings) -> Session:
        """Create it on disk and lock it."""
        module = await _load("agent.session")
        session: Session = await module.Session.start(request, settings)
        return session

    async def resume(self, session: str | None, settings: Settings) -> Session:
        """Lock it and read where it stands."""
        module = await _load("agent.session")
        opened: Session = await module.Session.resume(session, settings)
        return opened

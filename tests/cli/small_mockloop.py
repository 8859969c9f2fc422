"""`mockloop` over small services, for tests in a process of its own.

The interviewer never replies to an answer that says "wait": whoever started the process can be sure of what it is
doing when a signal comes.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator

from agent import assembly
from agent import session as session_module
from agent.domain.interview import Allowed, Reply, RoundView
from tests.session.fakes import PlainInterviewer
from tests.session.services import SMALL, with_services
from tui.cli import main


class Waits(PlainInterviewer):
    """Replies, but not to "wait"."""

    async def reply(self, view: RoundView, allowed: Allowed) -> AsyncIterator[str | Reply]:
        if view.transcript.turns[-1].text == "wait":
            await asyncio.Event().wait()
        async for piece in super().reply(view, allowed):
            yield piece


if __name__ == "__main__":
    session_module.make_context = with_services(**SMALL)
    assembly.make_interviewer = lambda *_: Waits()  # type: ignore[assignment]
    sys.exit(main())

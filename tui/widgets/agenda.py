"""The rounds of the session: what is done, what is now, what comes."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from agent.domain.terms import Decision
from agent.domain.transcript import SessionPlan
from tui.wording import round_title, session_title


class Agenda(Static):
    """A list of rounds with a sign each; decisions are added where verdicts are shown at once."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._plan: SessionPlan | None = None
        self._now: str | None = None
        self._done: dict[str, Decision | None] = {}

    def set_plan(self, plan: SessionPlan) -> None:
        """The session is there."""
        self._plan = plan
        self._draw()

    def set_now(self, round_id: str) -> None:
        """That round is being held; those before it are over."""
        if round_id == self._now or self._plan is None:
            return
        self._now = round_id
        ids = self._ids()
        for earlier in ids[: ids.index(round_id)] if round_id in ids else ids:
            self._done.setdefault(earlier, None)
        self._draw()

    def set_done(self, round_id: str, decision: Decision | None) -> None:
        """That round is over; with a decision where it may be shown."""
        self._done[round_id] = decision
        self._draw()

    @property
    def rounds_left(self) -> int:
        """How many rounds come after the one that is held."""
        ids = self._ids()
        return len(ids) - ids.index(self._now) - 1 if self._now in ids else 0

    @property
    def interviewer(self) -> str | None:
        """The character who asks in the round that is held, None where none is known."""
        rounds = self._plan.rounds if self._plan else ()
        return next((item.interviewer for item in rounds if item.round_id == self._now), None)

    def where(self) -> list[str]:
        """The loop, the round and its place among the rounds; nothing before the session is there."""
        ids = self._ids()
        if self._plan is None or self._now not in ids:
            return []
        loop = [session_title(self._plan.loop, [])] if self._plan.loop else []
        place = [f"{ids.index(self._now) + 1} of {len(ids)}"] if len(ids) > 1 else []
        return [*loop, round_title(self._now), *place]

    def in_words(self) -> str:
        """The same as plain text, for where the agenda itself has no room."""
        rounds = self._plan.rounds if self._plan else ()
        return "\n".join(self._line(item.round_id, item.minutes).plain for item in rounds)

    def _ids(self) -> list[str]:
        return [item.round_id for item in self._plan.rounds] if self._plan else []

    def _draw(self) -> None:
        lines = [self._line(item.round_id, item.minutes) for item in self._plan.rounds] if self._plan else []
        self.update(Content("\n").join(lines))

    def _line(self, round_id: str, minutes: float) -> Content:
        title = round_title(round_id)
        if round_id in self._done:
            decision = self._done[round_id]
            verdict = f"\n    {decision.words}" if decision else ""
            return Content.assemble(("  ✓ ", "$success"), (title + verdict, "$foreground-muted"))
        if round_id == self._now:
            return Content.assemble(("  ▸ ", "$accent"), (title, "bold"))
        return Content.assemble("    ", (f"{title} · {minutes:.0f} min", "$foreground-muted"))

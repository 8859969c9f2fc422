"""The committee's page of a loop's debrief."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from agent.domain.verdict import LoopDebrief
from agent.reports.outline import loop_points
from tui.widgets.scorecard_view import decision_banner, section
from tui.wording import asked_and_graded, plain, round_title, session_title, verdict_line, words


class CommitteeView(VerticalScroll):
    """The decision over all rounds, and what the committee says to it."""

    def __init__(self, debrief: LoopDebrief) -> None:
        super().__init__(classes="card")
        self._debrief = debrief

    def compose(self) -> ComposeResult:
        """Decision, rounds, agreement and dissent, what would flip it, drills."""
        debrief = self._debrief
        yield decision_banner(debrief.decision, debrief.decision.words)
        facts = [session_title(debrief.loop, []), words(debrief.level), words(debrief.context)]
        if debrief.recommended_level and debrief.recommended_level != debrief.level:
            facts.append(f"recommended level {words(debrief.recommended_level)}")
        yield Static(Content(" · ".join(facts)), classes="facts")
        if debrief.headline:
            yield Static(Content(plain(debrief.headline)), classes="headline")
        yield Static("Rounds", classes="heading")
        for card in debrief.scorecards:
            yield Static(
                Content.assemble((round_title(card.round_id), "bold"), "  ", verdict_line(card.verdict)),
                classes="point",
            )
        for round_id in debrief.rounds_not_held:
            yield Static(
                Content.assemble((round_title(round_id), "bold"), ("  not held", "$foreground-muted")), classes="point"
            )
        for points in loop_points(debrief):
            yield from section(points.title, points.items, numbered=points.numbered)
        askers = list(dict.fromkeys(asked_and_graded(card) for card in debrief.scorecards))
        yield Static(Content("\n".join(askers)), classes="facts -last")

"""What a model is sent to open a round and to reply in it.

The stable part comes first and is the same to the byte from turn to turn; the history grows at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agent.domain.interview import Allowed, RoundView
from agent.domain.terms import Move, Role
from agent.domain.transcript import Turn
from agent.interviewer import briefing, manner, run_briefing
from agent.interviewer.history import (
    Room,
    asked_in,
    beginnings,
    conversation,
    newest_within,
    round_fence,
    shortened,
    with_last,
)
from agent.llm.base import Message
from agent.prompting.fence import Fence
from agent.prompting.library import PromptLibrary

_TURN_TOKENS = 1500  # kept free for the turn's own material and the reply, always the same: the cut must stay put
_EARLIER_SHARE = 32  # of the budget, for what was asked and again for what was said in turns that were left out


class Messages:
    """Renders the prompts of a round within `budget` tokens; `count` says how many tokens a text has."""

    def __init__(self, prompts: PromptLibrary, budget: int, count: Callable[[str], int]) -> None:
        self._prompts = prompts
        self._budget = budget
        self._count = count

    def opening(self, view: RoundView) -> tuple[Message, ...]:
        """What a round is opened from."""
        alone = view.rounds_total == 1
        place = "No other round follows." if alone else f"This is round {view.round_index + 1} of {view.rounds_total}."
        if view.round_index:
            place += " The candidate comes straight from the round before, with somebody else."
        user = self._prompts.render(
            "interviewer_open",
            place=place,
            minutes=str(max(1, round(view.minutes))),
            assistance="allowed" if view.ai_assisted else "not allowed",
            code=run_briefing.handed_in(view),
            openings=briefing.lines(manner.openings(view)),
        )
        return (("system", self._system(view)), ("user", user))

    def reply(self, view: RoundView, allowed: Allowed) -> tuple[Message, ...]:
        """What a reply is made from: system, history, and last what belongs to this turn alone."""
        system = self._system(view)
        room = self._budget - self._count(system) - self._budget // 8 - _TURN_TOKENS
        fence = round_fence(view.salt, view.transcript)

        def earlier(left_out: Sequence[Turn]) -> str:
            limit = self._budget // _EARLIER_SHARE
            said = briefing.lines(newest_within(limit, beginnings(left_out), self._count))
            asked = briefing.lines(newest_within(limit, asked_in(left_out), self._count))
            return self._prompts.render(
                "interviewer_earlier",
                count=str(len(left_out)),
                asked=fence.wrap_list(asked, "asked", len(left_out), briefing.NONE),
                said=fence.wrap_list(said, "earlier", len(left_out), briefing.NONE),
            )

        history = conversation(
            view.transcript.turns[:-1],
            fence,
            Room(max(room, self._budget // 8), self._count),
            self._prompts.render("interviewer_begin"),
            self._cases(view),
            earlier,
        )
        return (("system", system), *with_last(history, self._turn(view, allowed)))

    def _system(self, view: RoundView) -> str:
        """The stable part: nothing in it changes in a round. A later question's case stands in the history."""
        question = briefing.put(view)[0]
        return self._prompts.render(
            "interviewer",
            interviewer=briefing.who(view),
            manner=briefing.manner(view),
            sayings=briefing.sayings(view),
            background=briefing.background(view),
            round=view.spec.title,
            level=view.level,
            company=briefing.company(view.context),
            guidance=view.spec.guidance.strip(),
            signals=briefing.signal_names(view, question),
            statement=question.statement.strip(),
            facts=briefing.facts(question.facts),
            job_facts=briefing.facts(view.spec.company),
        )

    def _cases(self, view: RoundView) -> dict[int, str]:
        """The cases of questions that were put later, by the turns that put them."""
        later = {question.id: question for question in briefing.put(view)[1:]}
        return {
            index: self._prompts.render(
                "interviewer_case",
                statement=later[turn.question_id].statement.strip(),
                signals=briefing.signal_names(view, later[turn.question_id]),
                facts=briefing.facts(later[turn.question_id].facts),
            )
            for index, turn in enumerate(view.transcript.turns)
            if turn.move is Move.QUESTION and turn.question_id in later
        }

    def _turn(self, view: RoundView, allowed: Allowed) -> str:
        index, newest = len(view.transcript.turns) - 1, view.transcript.turns[-1]
        fence = round_fence(view.salt, view.transcript)
        text = shortened(newest.text, self._budget // 8, self._count)
        probe = briefing.open_probe(view)
        return self._prompts.render(
            "interviewer_turn",
            moves=", ".join(allowed.moves),
            reading=briefing.reading(view),
            open_question=briefing.open_question(view),
            again=briefing.again(view),
            full_answer=probe.good if probe else briefing.NONE,
            follow_ups=briefing.follow_ups(f for f in allowed.follow_ups if f.kind != "source"),
            heard=briefing.heard(view),
            material=briefing.material(view, allowed) + _documents(allowed, fence, index),
            said=briefing.lines(view.session_facts),
            ledger=fence.wrap_list(briefing.ledger(view.claims), "stated", index, briefing.NONE),
            conflicts=fence.wrap_list(briefing.conflicts(view), "conflicts", index, briefing.NONE),
            code=fence.wrap_list(briefing.code(view), "code", index, briefing.NONE),
            run=briefing.lines(run_briefing.facts(view)),
            ran_said=fence.wrap_list(briefing.lines(run_briefing.said(view)), "run", index, briefing.NONE),
            clock=briefing.clock(view),
            newest=fence.wrap(text, Role.CANDIDATE, index),
        )


def _documents(allowed: Allowed, fence: Fence, index: int) -> str:
    """Lines of the candidate's own documents that fit, fenced as his words and no instruction; '' where none do."""
    own = briefing.follow_ups(f for f in allowed.follow_ups if f.kind == "source")
    if own == briefing.NONE:
        return ""
    lead = "from documents the candidate handed in, each usable as a follow-up under its id:"
    return f"\n- {lead}\n{fence.wrap(own, 'documents', index)}"

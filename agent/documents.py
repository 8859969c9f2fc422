"""The documents of a session, made from its journal alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from agent.domain.cost import Cost
from agent.domain.terms import SessionStatus
from agent.domain.transcript import SessionPlan, Transcript
from agent.domain.verdict import Dispute, LoopDebrief, RoundDocument, Scorecard
from agent.storage.codec import from_plain
from agent.storage.journal import Journal


async def read_plan(journal: Journal) -> SessionPlan:
    """The plan the session was started with."""
    return from_plain(SessionPlan, await journal.meta("plan"))


async def read_transcripts(journal: Journal, plan: SessionPlan, statement: Callable[[str], str]) -> list[Transcript]:
    """What was said, a transcript per round that was opened; `statement` gives a question's words by its id."""
    found = []
    for item in plan.rounds:
        turns = tuple(await journal.turns(item.round_id))
        if turns:
            question = statement(turns[0].question_id or "")
            found.append(Transcript(item.kind, turns, item.round_id, plan.level, plan.context, question))
    return found


async def read_cost(journal: Journal) -> Cost | None:
    """What models cost, None where none was asked."""
    calls = await journal.calls()
    return Cost(tuple(calls)) if calls else None


async def read_disputes(journal: Journal, plan: SessionPlan) -> tuple[Dispute, ...]:
    """The ratings that the candidate disputed, with what came of it; words that nobody said are none."""
    kept = [value for item in plan.rounds for _, value in await journal.results(item.round_id, "dispute")]
    return tuple(dispute for value in kept if (dispute := from_plain(Dispute, value)).turn is not None)


async def read_document(
    journal: Journal, plan: SessionPlan, statement: Callable[[str], str]
) -> RoundDocument | LoopDebrief | None:
    """The document of a session that is over, None where it is not."""
    if await journal.meta("status") == SessionStatus.ACTIVE:
        return None
    transcripts = await read_transcripts(journal, plan, statement)
    if plan.loop is None:
        card = await journal.result(plan.rounds[0].round_id, 0, "scorecard")
        return RoundDocument(
            plan.session,
            transcripts[0],
            from_plain(Scorecard, card),
            await read_cost(journal),
            await read_disputes(journal, plan),
        )
    debrief = from_plain(LoopDebrief, await journal.result("", 0, "committee"))
    held = {card.round_id for card in debrief.scorecards}
    said = tuple(t for t in transcripts if t.round_id in held)
    return replace(
        debrief, transcripts=said, cost=await read_cost(journal), disputes=await read_disputes(journal, plan)
    )

"""What happens to code between an answer and the graph: it is run, once, and the result is kept with the answer."""

from __future__ import annotations

from collections.abc import AsyncIterator

from agent.domain.code import unparsable
from agent.domain.problems import Problem
from agent.domain.transcript import CodeRun, Turn
from agent.events import CodeRan, CodeRuns, Event, Remark
from agent.graph.context import GraphContext
from agent.graph.state import InterviewState

NOT_RUN = "Your code is not run here, only read: {why}."


async def try_code(state: InterviewState, seq: int, context: GraphContext) -> AsyncIterator[Event]:
    """Run the code of message `seq`, which the graph takes next in this state.

    Only where it answers a question whose code is tried, is Python, and was not run before: what a kill left without a
    result is run again. Where nothing confines code here, that is said once a session.
    """
    if (await context.journal.message(seq)).control:
        return
    turn = await context.journal.turn(seq)
    problem = context.knowledge.problem(state["question_id"]) if state.get("question_id") else None
    if context.runner is None or problem is None or not _is_to_be_run(turn, state):
        return
    why = context.runner.why_not()
    if why is None:
        yield CodeRuns()
        found = await _run(problem, turn, context)
        if isinstance(found, CodeRun):
            yield CodeRan(found)
            return
        why = found
    if not await context.journal.meta("told_not_run"):
        await context.journal.set_meta(told_not_run=True)
        yield Remark(NOT_RUN.format(why=why))


def _is_to_be_run(turn: Turn, state: InterviewState) -> bool:
    code = turn.code
    return (
        bool(code and code.strip()) and turn.run is None and state["phase"] == "talk" and unparsable(code or "") is None
    )


async def _run(problem: Problem, turn: Turn, context: GraphContext) -> CodeRun | str:
    """Run and keep the result; why it could not be."""
    from agent.coding.runner import ConfinementError

    assert context.runner is not None and turn.code is not None
    try:
        found = await context.runner.run(problem, turn.code)
    except ConfinementError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - whatever code did to us: its answer waits, and would be run again and again
        return f"trying it failed ({type(error).__name__})"
    if context.runner.is_loose():
        await context.journal.set_meta(unconfined_code=True)
    await context.journal.keep_run(turn.seq, found)
    return found

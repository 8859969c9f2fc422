"""From what was asked for to the plan of a session."""

from __future__ import annotations

import secrets
from datetime import datetime
from math import ceil, sqrt

from agent.catalog.loader import Catalog
from agent.domain.knowledge import LoopPack
from agent.domain.request import StartRequest
from agent.domain.terms import Background, Context, RoundKind
from agent.domain.transcript import RoundPlan, SessionPlan
from agent.errors import NotFoundError, UsageError

MIN_TURNS = 4
"""However short the form, the candidate is asked this often."""


def new_session_id(now: datetime) -> str:
    """An id that sorts by time and can be typed: 20261120-1631-4f2a."""
    return f"{now:%Y%m%d-%H%M}-{secrets.token_hex(2)}"


def make_plan(request: StartRequest, catalog: Catalog, session_id: str) -> SessionPlan:
    """The rounds that a session will hold.

    Raises:
        UsageError: an unknown name, or a combination that can't be held.
    """
    if (request.loop is None) == (request.round is None):
        raise UsageError("Name either a loop or a round.")
    if request.background is not None and request.background not in set(Background):
        raise NotFoundError(f"There is no background {request.background!r}; there are: {', '.join(Background)}.")
    if request.minutes is not None and not 1 <= request.minutes <= 600:
        raise UsageError("Minutes must be between 1 and 600.")
    if request.round is not None:
        rounds: tuple[RoundPlan, ...] = (_single(request, catalog),)
        bars: dict[str, float] = {}
        loop = None
        context = request.context or Context.BIG_TECH
    else:
        pack = catalog.loop(request.loop or "")
        rounds, loop = _of_loop(pack, request, catalog), pack.id
        bars = {level.value: bar for level, bar in pack.bars.items()}
        context = request.context or pack.context
    return SessionPlan(
        session=session_id,
        rounds=rounds,
        loop=loop,
        level=request.level,
        context=context,
        background=request.background,
        seed=request.seed,
        bars=bars,
    )


def _single(request: StartRequest, catalog: Catalog) -> RoundPlan:
    kind = _held(request.round or "", catalog)
    if request.question is not None:
        question = catalog.question(request.question)
        if question.round is not kind:
            raise UsageError(f"The question {request.question!r} belongs to {question.round}, not to {kind}.")
    spec = catalog.round_spec(kind)
    share = 1.0 if request.minutes is None else request.minutes / spec.minutes
    return RoundPlan(kind, kind.value, spec.minutes * share, _turns(spec.turns, share), 1.0, request.question)


def _of_loop(pack: LoopPack, request: StartRequest, catalog: Catalog) -> tuple[RoundPlan, ...]:
    if request.question is not None:
        raise UsageError("A question can be chosen for a single round only.")
    total = sum(item.minutes for item in pack.rounds)
    shorter = 1.0 if request.minutes is None else request.minutes / total
    plans: list[RoundPlan] = []
    for item in pack.rounds:
        kind = _held(item.kind, catalog)
        spec = catalog.round_spec(kind)
        count = sum(plan.kind is kind for plan in plans)
        minutes = item.minutes * shorter
        turns = _turns(spec.turns, minutes / spec.minutes)
        round_id = f"{kind}-{count + 1}" if count else kind.value
        plans.append(RoundPlan(kind, round_id, minutes, turns, item.weight, item.question))
    return tuple(plans)


def _held(name: str, catalog: Catalog) -> RoundKind:
    if name not in set(RoundKind):
        raise NotFoundError(f"There is no round {name!r}; there are: {', '.join(RoundKind)}.")
    kind = RoundKind(name)
    if not catalog.question_ids(kind):
        held = ", ".join(catalog.kinds())
        raise NotFoundError(f"The round {name} has no questions yet; these can be held: {held}.")
    return kind


def _turns(turns: int, share: float) -> int:
    """A short form cuts answers less than minutes: a third of the time still takes more than half of the answers."""
    return max(MIN_TURNS, ceil(turns * (sqrt(share) if share < 1 else share)))

"""From what was asked for to the plan of a session."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from math import ceil, sqrt

from agent.catalog.loader import Catalog
from agent.catalog.values import QuestionHead
from agent.choosing import MOST, order_questions
from agent.domain.knowledge import LoopPack
from agent.domain.practice import Practice
from agent.domain.request import StartRequest
from agent.domain.terms import Background, Context, RoundKind
from agent.domain.transcript import RoundPlan, SessionPlan
from agent.errors import NotFoundError, UsageError

MIN_TURNS = 4
"""However short the form, the candidate is asked this often."""


def new_session_id(now: datetime) -> str:
    """An id that sorts by time and can be typed: 20261120-1631-4f2a."""
    return f"{now:%Y%m%d-%H%M}-{secrets.token_hex(2)}"


def make_plan(
    request: StartRequest, catalog: Catalog, session_id: str, practice: Practice | None = None
) -> SessionPlan:
    """The rounds that a session will hold, with who asks and what; `practice` is what was asked and rated before.

    Raises:
        UsageError: an unknown name, or a combination that can't be held.
    """
    if (request.loop is None) == (request.round is None):
        raise UsageError("Name either a loop or a round.")
    if request.background is not None and request.background not in set(Background):
        raise NotFoundError(f"There is no background {request.background!r}; there are: {', '.join(Background)}.")
    if request.minutes is not None and not 1 <= request.minutes <= 600:
        raise UsageError("Minutes must be between 1 and 600.")
    if request.interviewer is not None:
        catalog.character(request.interviewer)
    if request.round is not None:
        rounds: tuple[RoundPlan, ...] = (_single(request, catalog),)
        bars: dict[str, float] = {}
        loop = None
        context = request.context or usual_context(catalog.question_heads(rounds[0].kind), request.question)
    else:
        pack = catalog.loop(request.loop or "")
        rounds, loop = _of_loop(pack, request, catalog), pack.id
        bars = {level.value: bar for level, bar in pack.bars.items()}
        context = request.context or pack.context
    rounds = _assisted(_seated(rounds, request, catalog), request, catalog)
    return SessionPlan(
        session=session_id,
        rounds=_with_questions(rounds, request, context, catalog, practice or Practice()),
        loop=loop,
        level=request.level,
        context=context,
        background=request.background,
        seed=request.seed,
        bars=bars,
    )


def usual_context(heads: Sequence[QuestionHead], question_id: str | None = None) -> Context:
    """The kind of company that a single round is held for where none is named.

    A big one, unless the question that was chosen, or every question of the kind, is made for others alone: founders
    hold their rounds at startups.
    """
    made_for = [head.contexts for head in heads if question_id in (None, head.id)]
    if not made_for or any(Context.BIG_TECH in contexts for contexts in made_for):
        return Context.BIG_TECH
    return made_for[0][0]


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
        kind = _held(item.kind, catalog, loop=pack.id)
        spec = catalog.round_spec(kind)
        count = sum(plan.kind is kind for plan in plans)
        minutes = item.minutes * shorter
        turns = _turns(spec.turns, minutes / spec.minutes)
        round_id = f"{kind}-{count + 1}" if count else kind.value
        plans.append(RoundPlan(kind, round_id, minutes, turns, item.weight, item.question))
    return tuple(plans)


def _held(name: str, catalog: Catalog, loop: str = "") -> RoundKind:
    if name not in set(RoundKind):
        raise NotFoundError(f"There is no round {name!r}; there are: {', '.join(RoundKind)}.")
    kind = RoundKind(name)
    kinds = catalog.kinds()
    if kind not in kinds:
        whole = f"The loop {loop} can't be held yet: the" if loop else "The"
        raise NotFoundError(f"{whole} round {name} has no questions yet; these can be held: {', '.join(kinds)}.")
    return kind


def _seated(rounds: tuple[RoundPlan, ...], request: StartRequest, catalog: Catalog) -> tuple[RoundPlan, ...]:
    """The rounds with who asks: whoever was named, else the one who holds rounds of the kind."""
    chairs = {kind: character.id for character in catalog.characters() for kind in character.rounds}
    return tuple(replace(plan, interviewer=request.interviewer or chairs.get(plan.kind)) for plan in rounds)


def _assisted(rounds: tuple[RoundPlan, ...], request: StartRequest, catalog: Catalog) -> tuple[RoundPlan, ...]:
    """The rounds with an assistant allowed where that was asked for and the kind can be held with one."""
    if not request.ai_assisted:
        return rounds
    marked = tuple(replace(plan, ai_assisted=catalog.round_spec(plan.kind).ai_assistance) for plan in rounds)
    if not any(plan.ai_assisted for plan in marked):
        kinds = [kind for kind in catalog.kinds() if catalog.round_spec(kind).ai_assistance]
        raise UsageError(f"No round of it can be held with an assistant; these can: {', '.join(kinds) or 'none yet'}.")
    return marked


def _with_questions(
    rounds: tuple[RoundPlan, ...], request: StartRequest, context: Context, catalog: Catalog, practice: Practice
) -> tuple[RoundPlan, ...]:
    """The rounds with their questions in order; two rounds of one kind share none where there are enough."""
    met = _domains(practice, catalog)
    told: set[str] = set()
    planned: list[RoundPlan] = []
    for plan in rounds:
        heads = catalog.question_heads(plan.kind)
        if plan.question_id is not None:
            told |= {head.domain for head in heads if head.id == plan.question_id}
            planned.append(plan)
            continue
        order = order_questions(
            heads, plan.kind, level=request.level, context=context, seed=request.seed, practice=practice, met=met,
            told=told,
        )  # fmt: skip
        taken = {id for other in planned if other.kind is plan.kind for id in (*other.questions, other.question_id)}
        alike = sum(other.kind is plan.kind for other in rounds)
        share = min(MOST, max(1, len(order) // alike))
        chosen = ([head for head in order if head.id not in taken] or order)[:share]
        told |= {head.domain for head in chosen[:2]}
        planned.append(replace(plan, questions=tuple(head.id for head in chosen)))
    return tuple(planned)


def _domains(practice: Practice, catalog: Catalog) -> set[str]:
    """The domains of the questions that were put before."""
    kinds = {RoundKind(name) for id in practice.asked if (name := id.partition("-")[0]) in set(RoundKind)}
    return {head.domain for kind in kinds for head in catalog.question_heads(kind) if head.id in practice.asked}


def _turns(turns: int, share: float) -> int:
    """A short form cuts answers less than minutes: a third of the time still takes more than half of the answers."""
    return max(MIN_TURNS, ceil(turns * (sqrt(share) if share < 1 else share)))

"""Puts a session's services together from the settings: the one place that knows every implementation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from agent.catalog.loader import Catalog
from agent.domain.terms import InterviewerKind
from agent.domain.transcript import SessionPlan
from agent.graph.context import GraphContext
from agent.listening.late import LateClassifier, LateLedger
from agent.llm.prices import PriceTable, load_prices, unknown_price
from agent.metering import OwnBook, SessionMeter
from agent.retrieval.remembered import RemembersNewest
from agent.settings import Settings
from agent.storage.journal import Journal

if TYPE_CHECKING:
    from agent.coding.runner import CodeRunner
    from agent.grading.offline import OfflineGrader
    from agent.interviewer.base import Interviewer
    from agent.retrieval.embedder import MiniLM


@dataclass(frozen=True, slots=True)
class Choice:
    """Who will interview, and why; `host` is where answers would go."""

    kind: InterviewerKind
    model: str | None
    grader: str | None
    host: str | None
    why: str


def choose_interviewer(settings: Settings) -> Choice:
    """Who interviews with these settings. Nobody's answers go to a provider by accident.

    A model interviews where one is named and there is a key or a base URL to reach it with; short of either the
    offline interviewer does, and the choice says why.
    """
    if settings.offline:
        return Choice(InterviewerKind.OFFLINE, None, None, None, "asked for offline")
    reachable = settings.api_key is not None or settings.base_url is not None
    if settings.model and reachable:
        host = settings.base_url or "https://api.openai.com/v1"
        grader = settings.grader_model or settings.model
        return Choice(InterviewerKind.MODEL, settings.model, grader, host, "a model is named")
    if settings.model:
        why = f"neither a key nor a base URL is set to reach {settings.model} with: set OPENAI_API_KEY or --base-url"
        return Choice(InterviewerKind.OFFLINE, None, None, None, why)
    if reachable:
        why = "a provider is set but no model is named: name one with --model or MOCKLOOP_MODEL"
        return Choice(InterviewerKind.OFFLINE, None, None, settings.base_url, why)
    return Choice(InterviewerKind.OFFLINE, None, None, None, "neither a key nor a base URL is set")


def utc_now() -> str:
    """The time now, RFC 3339 in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def make_catalog(settings: Settings) -> Catalog:
    """The knowledge that ships with the program, and the user's own loops."""
    return Catalog(user_loops=settings.paths.loops)


def make_context(
    settings: Settings, plan: SessionPlan, journal: Journal, salt: bytes, catalog: Catalog, meter: SessionMeter
) -> GraphContext:
    """The services of one session. Heavy ones load when they are first used."""
    from agent.grading.heard import Ear
    from agent.retrieval.embedder import embedder as own_embedder
    from agent.retrieval.search import ProbeSearch

    embedder = own_embedder()
    return GraphContext(
        plan=plan,
        journal=journal,
        knowledge=catalog,
        search=RemembersNewest(ProbeSearch(catalog, embedder, settings.paths.cache, own=settings.paths.sources)),
        classifier=LateClassifier(embedder),
        ledger=LateLedger(),
        interviewer=make_interviewer(settings, catalog, embedder, meter),
        listener=Ear(embedder),
        now=utc_now,
        salt=salt,
        runner=make_runner(settings),
    )


def make_runner(settings: Settings) -> CodeRunner | None:
    """What runs a candidate's code, None where the user wants none to be run.

    That code may run where nothing confines it can be said on the command line alone, for one run.
    """
    if not settings.run_code:
        return None
    from agent.coding.runner import CodeRunner

    return CodeRunner(unconfined=settings.run_unconfined and settings.names("run_unconfined"))


async def make_meter(settings: Settings, journal: Journal) -> SessionMeter:
    """The meter of a session: its limit is the one given now, else the one it was given before.

    Raises:
        UsageError: a limit is to be kept, and the price of a model that would be asked is unknown.
    """
    limit = settings.max_cost if settings.max_cost is not None else await journal.meta("max_cost")
    prices = load_prices(settings.paths.prices)
    check_prices(settings, prices, limit)
    await journal.set_meta(max_cost=limit)
    return await SessionMeter.open(journal, prices, limit)


def own_meter(settings: Settings, of: str) -> SessionMeter:
    """The meter of a command that belongs to no session, such as "this debrief"; the settings' limit is all of it.

    Raises UsageError where the price table can't be read.
    """
    return SessionMeter(OwnBook(), load_prices(settings.paths.prices), settings.max_cost, [], of)


def check_prices(settings: Settings, prices: PriceTable, limit: float | None) -> None:
    """Raise UsageError where `limit` could not be kept with these settings, because a price is unknown."""
    if limit is not None and (models := unpriced(settings, prices)):
        from agent.llm.endpoints import Endpoint

        raise unknown_price(models, Endpoint(settings.base_url).host, settings.paths.prices)


def unpriced(settings: Settings, prices: PriceTable) -> list[str]:
    """The models that would be asked with these settings and whose price is unknown. Raises UsageError."""
    choice = choose_interviewer(settings)
    if choice.kind is not InterviewerKind.MODEL:
        return []
    from agent.llm.endpoints import Endpoint

    host = Endpoint(settings.base_url).host
    models = dict.fromkeys(name for name in (choice.model, choice.grader) if name)
    return [name for name in models if prices.find(name, host) is None]


def make_interviewer(
    settings: Settings, catalog: Catalog, embedder: MiniLM, meter: SessionMeter | None = None
) -> Interviewer:
    """The interviewer that these settings choose; `meter` counts what a model costs."""
    choice = choose_interviewer(settings)
    if choice.kind is InterviewerKind.MODEL:
        from agent.interviewer.model import ModelInterviewer

        return ModelInterviewer.from_settings(settings, meter)
    from agent.interviewer.offline import OfflineInterviewer
    from agent.retrieval.search import ProbeSearch

    def make_grader() -> OfflineGrader:
        from agent.grading.offline import OfflineGrader
        from agent.listening.ledger import ClaimLedger

        return OfflineGrader(embedder, catalog, ledger=ClaimLedger())

    return OfflineInterviewer(ProbeSearch(catalog, embedder, None), make_grader)

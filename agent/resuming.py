"""Who goes on with a session: the interviewer it had, unless another one is named."""

from __future__ import annotations

from typing import Any

from agent.assembly import choose_interviewer
from agent.domain.terms import InterviewerKind, SessionStatus
from agent.errors import UsageError
from agent.settings import Settings
from agent.storage.folders import newest_active, session_folder
from agent.storage.journal import Journal


def provider_of(settings: Settings) -> dict[str, Any] | None:
    """What is kept of the provider with a session: never the key. None for the offline interviewer."""
    if choose_interviewer(settings).kind is not InterviewerKind.MODEL:
        return None
    return {"model": settings.model, "grader_model": settings.grader_model, "base_url": settings.base_url}


async def keep_interviewer(journal: Journal, name: str, settings: Settings) -> None:
    """Keep who interviews and where that is asked, without the key, for whoever goes on with an active session."""
    if await journal.meta("status") != SessionStatus.ACTIVE:
        return
    known = await journal.meta("interviewers")
    names = known if name in known else [*known, name]
    await journal.set_meta(interviewers=names, provider=provider_of(settings))


async def settings_to_resume(settings: Settings, session_id: str | None) -> Settings:
    """The settings to resume a session with (None: the newest that is active).

    Where these settings name an interviewer they stand. Where they do not, the session goes on with the model and the
    endpoint it had, or offline if it was: an interview at a local endpoint does not move to a provider whose key
    happens to be in the environment.
    """
    if settings.offline or settings.model is not None:
        return settings
    found = session_id or await newest_active(settings.paths.sessions)
    if found is None:
        return settings
    journal = await Journal.open(session_folder(settings.paths.sessions, found))
    try:
        active = await journal.meta("status") == SessionStatus.ACTIVE
        return await as_held(settings, journal) if active else settings
    finally:
        await journal.close()


async def as_held(settings: Settings, journal: Journal) -> Settings:
    """The settings with the interviewer that a session had, where they name none themselves.

    What of it was named on the command line stands: a local server may have another port by now. Raises UsageError
    where an endpoint alone is named for what was held offline.
    """
    if settings.offline or settings.model is not None:
        return settings
    provider = await journal.meta("provider")
    if provider is not None:
        return settings.with_held(provider)
    if settings.names("base_url"):
        raise UsageError("The session was held offline: an endpoint alone changes nothing, name a model of it too.")
    return settings.model_copy(update={"offline": True})

"""What to ask when a provider is to be used for the first time, and when it has failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.errors import MockloopError, ProviderError
from tui.dialogs.model_name import ModelName
from tui.dialogs.question import Option, Question
from tui.wording import host_of, must_ask, reaches_model

if TYPE_CHECKING:
    from textual.app import App

    from agent.settings import Settings
    from tui.backend import Backend


async def ask_first(app: App[int], backend: Backend, settings: Settings, found: Settings | None = None) -> Settings:
    """The settings to go on with, after the one question where it has to be asked. Call it in a worker.

    `found` are the settings as they were loaded, where the user has chosen others in a form since.
    """
    named = settings.model is not None and not must_ask(found or settings)
    if settings.offline or named or not reaches_model(settings):
        return settings
    name = await app.push_screen_wait(agreement(settings))
    if name is None:
        return settings.model_copy(update={"offline": True})
    await backend.remember(settings, model=name, provider_agreed=True)
    return settings.model_copy(update={"model": name, "provider_agreed": True})


def agreement(settings: Settings) -> ModelName:
    """The one question before answers go anywhere: a key was found that nobody named a model for."""
    host = host_of(settings.base_url)
    return ModelName(
        "A key was found. Use it?",
        f"Your answers would go to {host}, which asks and grades with the model you name. "
        "Without it the offline interviewer asks and grades, and nothing leaves this machine. "
        "Your choice for this provider is remembered in config.toml.",
        yes=f"Send answers to {host}",
        no="Stay offline",
        name=settings.model or "",
    )


def another_model(settings: Settings) -> ModelName:
    """Which other model to go on with."""
    return ModelName(
        "Go on with which model?",
        f"It is asked at {host_of(settings.base_url)}. The documents will say who asked and graded what.",
        yes="Go on",
        no="Back",
        name=settings.model or "",
    )


def provider_failed(error: ProviderError) -> Question:
    """The provider failed in mid-round."""
    said = str(error)
    return Question(
        "The model provider failed",
        said if "kept" in said else f"{said}\n\nEverything you sent is kept.",
        [
            Option("retry", "Try again"),
            Option("offline", "Go on offline"),
            Option("model", "Another model"),
            Option("leave", "Leave"),
        ],
        default="retry" if error.retryable else "offline",
    )


def could_not(error: MockloopError) -> Question:
    """Something else of ours could not be done in mid-round."""
    return Question("That did not work", str(error), [Option("retry", "Try again"), Option("leave", "Leave")])


async def way_on(app: App[int], error: MockloopError, settings: Settings) -> Settings | str | None:
    """Ask how to go on after a failure. Call it in a worker.

    Returns:
        Settings to switch to, "retry", "leave", or None where the dialog was only closed.
    """
    if not isinstance(error, ProviderError):
        return await app.push_screen_wait(could_not(error))
    while True:
        choice = await app.push_screen_wait(provider_failed(error))
        if choice == "offline":
            return settings.model_copy(update={"offline": True})
        if choice != "model":
            return choice
        name = await app.push_screen_wait(another_model(settings))
        if name is not None:
            return settings.model_copy(update={"model": name, "offline": False})

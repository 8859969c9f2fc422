"""Settings, built once at the entry and passed down.

Weakest first: defaults, `config.toml` in the data folder, the environment, the command line.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import AliasChoices, Field, PrivateAttr, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from agent.errors import StorageError, UsageError
from agent.paths import Paths, default_home, make_private_folder


class Settings(BaseSettings):
    """Everything a user can set. Environment names are `MOCKLOOP_` plus the field's name in capitals."""

    model_config = SettingsConfigDict(env_prefix="MOCKLOOP_", extra="forbid", populate_by_name=True)

    home: Path = Field(default_factory=default_home, description="the data folder")
    offline: bool = Field(default=False, description="no model, no network")
    model: str | None = Field(default=None, description="the model that interviews")
    grader_model: str | None = Field(default=None, description="the model that grades; the interviewer's by default")
    base_url: str | None = Field(
        default=None,
        validation_alias=AliasChoices("MOCKLOOP_BASE_URL", "OPENAI_BASE_URL", "base_url"),
        description="an OpenAI-compatible endpoint",
    )
    api_key: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("MOCKLOOP_API_KEY", "OPENAI_API_KEY", "api_key"),
        description="the endpoint's key; never written anywhere",
    )
    provider_agreed: bool = Field(
        default=False, description="the user agreed in the app that answers go to the provider whose key was found"
    )
    first_token_seconds: float = Field(default=30.0, gt=0, description="how long to wait for a model's first token")
    call_seconds: float = Field(default=120.0, gt=0, description="total time for one call of a model, retries included")
    max_cost: float | None = Field(default=None, ge=0, description="US dollars that a session may cost at most")
    context_tokens: int = Field(default=32_000, ge=4_000, description="the input budget of one request")
    run_code: bool = Field(default=True, description="run what is handed in as code, confined; false: only read it")
    run_unconfined: bool = Field(
        default=False, description="run code where nothing confines it; heeded on the command line alone"
    )
    verdicts: Literal["each_round", "end"] = Field(default="each_round", description="when the app shows scorecards")
    send_key: str = Field(default="enter", description="the key that sends an answer")
    newline_key: str = Field(default="ctrl+j", description="the key that adds a line")
    theme: str = Field(default="textual-dark", description="the app's theme")
    _named: frozenset[str] = PrivateAttr(default=frozenset())

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line over environment over config.toml."""
        toml = TomlConfigSettingsSource(settings_cls, Paths(default_home()).config)
        return init_settings, env_settings, toml

    @property
    def paths(self) -> Paths:
        """The layout of the data folder."""
        return Paths(self.home)

    def names(self, setting: str) -> bool:
        """Whether a setting was given on the command line, and has not been taken out since."""
        return setting in self._named and getattr(self, setting) is not None

    def with_held(self, had: Mapping[str, Any]) -> Settings:
        """These settings with those that something was held with; what was given on the command line stands."""
        return self.model_copy(update={name: value for name, value in had.items() if not self.names(name)})


def load_settings(**command_line: Any) -> Settings:
    """Build the settings; `command_line` holds what was given there (None means not given).

    Raises:
        UsageError: a setting has a wrong value, or config.toml can't be read; one line, without the value.
    """
    given = {name: value for name, value in command_line.items() if value is not None}
    try:
        settings = Settings(**given)
        settings._named = frozenset(given)
        return settings
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"The setting {where} is wrong: {first['msg']}.") from None
    except (OSError, ValueError) as error:  # tomllib.TOMLDecodeError is a ValueError
        config = Paths(default_home()).config
        raise UsageError(f"The settings file {config} can't be read: {error}.") from None


def remember(settings: Settings, **changes: str | bool) -> None:
    """Write `changes` into config.toml; every other line of it stays as the user wrote it.

    Raises:
        StorageError: the file can't be written; it is as it was before.
    """
    config = settings.paths.config
    make_private_folder(config.parent)
    try:
        lines = config.read_text("utf-8").splitlines() if config.exists() else []
        tomllib.loads("\n".join(lines))
        kept = [line for line in lines if line.partition("=")[0].strip() not in changes]
        written = [f"{name} = {json.dumps(value)}" for name, value in changes.items()]
        partial = config.with_suffix(".partial")
        partial.touch(mode=0o600)
        partial.write_text("\n".join([*written, *kept]) + "\n", "utf-8")
        partial.replace(config)
    except (OSError, ValueError) as error:
        raise StorageError(f"The settings file {config} can't be written: {error}. It is as it was.") from None

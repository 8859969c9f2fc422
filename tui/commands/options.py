"""Options that several commands share."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from agent.domain.terms import Background, Context, Level
from agent.errors import UsageError
from tui.commands.names import Name, require
from tui.commands.output import say

if TYPE_CHECKING:
    from agent.settings import Settings

C = TypeVar("C", bound=Callable[..., Any])

LEVEL = Name("level", Level)
CONTEXT = Name("context", Context)

_SETTINGS = (
    click.option("--model", metavar="NAME", help="The language model that interviews."),
    click.option("--grader-model", metavar="NAME", help="The model that grades; the interviewer's by default."),
    click.option("--base-url", metavar="URL", help="An OpenAI-compatible endpoint."),
    click.option("--offline", is_flag=True, help="No model, no network."),
    click.option("--no-run", is_flag=True, help="Run no code that is handed in; it is only read."),
    click.option("--run-unconfined", is_flag=True, help="Run code even where nothing confines it, this once."),
)
_START = (
    click.option("--level", type=LEVEL, default=Level.L4.value, show_default=True, help="The level applied for."),
    click.option("--context", type=CONTEXT, help="The kind of company; the loop's own, else big_tech, by default."),
    click.option("--background", type=Name("background", Background), help="Where the candidate comes from."),
    click.option("--interviewer", metavar="ID", help="Who asks; --list names them, each round has its own by default."),
    click.option("--ai-assisted", is_flag=True, help="Allow an assistant in the coding rounds; it is flagged."),
    click.option("--minutes", type=float, metavar="N", help="A short form: the time for all of it."),
    click.option("--seed", type=int, default=0, show_default=True, metavar="N", help="Another seed, other questions."),
)
_HEADLESS = (
    click.option(
        "--answers", metavar="FILE", help="Answers separated by lines of ---, given in order (- reads standard input)."
    ),
    click.option("--json", "as_json", is_flag=True, help="Print the document as JSON, and nothing else."),
)
_COST = (
    click.option(
        "--max-cost",
        type=float,
        metavar="USD",
        help="What models may cost at most; it stops before, with everything kept.",
    ),
)


def list_interviewers() -> None:
    """Say who can be asked for."""
    from agent.library import interviewers

    say("Interviewers, for --interviewer:\n")
    for row in interviewers():
        seats = ", ".join(row.rounds)
        say(f"  {row.name}: {row.about}." + (f" By default in {seats}." if seats else ""))


def require_interviewer(name: str | None) -> None:
    """Raise NotFoundError where nobody is called that."""
    from agent.library import interviewers

    if name is not None:
        require("interviewer", name, [row.name for row in interviewers()])


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, and nothing else.")


def _all(options: tuple[Callable[[C], C], ...]) -> Callable[[C], C]:
    def decorate(command: C) -> C:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def settings_options(command: C) -> C:
    """Who interviews and grades."""
    return _all(_SETTINGS)(command)


def start_options(command: C) -> C:
    """What is held."""
    return _all(_START)(command)


regrade_option = click.option(
    "--regrade",
    "regrades",
    type=click.IntRange(2, 25),
    metavar="N",
    help="Grade N times, show how far verdicts spread.",
)


def cost_options(command: C) -> C:
    """What it may cost."""
    return _all(_COST)(command)


def headless_options(command: C) -> C:
    """Without the app."""
    return _all(_HEADLESS)(command)


def command_line(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that were given on the command line, by name. Raises UsageError where they contradict each other.

    A model named here wins over `offline` in the environment or in config.toml: the command line is stronger.
    """
    given = {name: chosen.get(name) for name in ("model", "grader_model", "base_url")}
    named = [f"--{name.replace('_', '-')}" for name, value in given.items() if value is not None]
    if chosen.get("offline") and named:
        raise UsageError(f"--offline and {named[0]} exclude each other: offline, no model is asked.")
    if (most := chosen.get("max_cost")) is not None and not (math.isfinite(most) and most >= 0):
        raise UsageError("--max-cost is an amount of US dollars, 0 or more.")
    if chosen.get("no_run") and chosen.get("run_unconfined"):
        raise UsageError("--no-run and --run-unconfined exclude each other.")
    code = {"run_code": False if chosen.get("no_run") else None, "run_unconfined": chosen.get("run_unconfined") or None}
    offline = True if chosen.get("offline") else False if given["model"] else None
    found = {**given, **code, "offline": offline, "max_cost": most}
    return {name: value for name, value in found.items() if value is not None}


def settings_from(chosen: Mapping[str, Any]) -> Settings:
    """The settings with what was given on the command line on top. Raises UsageError."""
    from agent.settings import load_settings

    return load_settings(**command_line(chosen))

"""The tree of commands. Each is named here with the module that has it and imported when it is called."""

from __future__ import annotations

import signal
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from agent.errors import NotFoundError
from tui.commands.names import unknown
from tui.commands.options import settings_options
from tui.commands.outcome import outcome_of

_COMMANDS = {
    "loop": "tui.commands.loop",
    "round": "tui.commands.round",
    "resume": "tui.commands.resume",
    "debrief": "tui.commands.debrief",
    "followups": "tui.commands.followups",
    "sessions": "tui.commands.sessions",
    "report": "tui.commands.report",
    "sources": "tui.commands.sources",
    "doctor": "tui.commands.doctor",
    "knowledge": "tui.commands.knowledge",
    "prompts": "tui.commands.prompts",
    "eval": "tui.commands.evals",
}
"""In the order in which `--help` lists them; a module's command is called `command`."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for."""

    def __init__(self, modules: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in self._modules:
            return None
        command: click.Command = import_module(self._modules[cmd_name]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names; where there is none, the nearest is named."""
        if args[0] not in self._modules:
            raise NotFoundError(unknown("command", args[0], self._modules))
        return super().resolve_command(ctx, args)


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        click.echo(f"mockloop {version('mockloop')}")
        context.exit()


@click.group(
    cls=LazyGroup,
    modules=_COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 done, 2 wrong use or bad input, 3 the model provider failed, 4 another process holds the "
    "session, 70 a fault of ours, 130 interrupted. After 3 and 130 the session resumes.",
)
@settings_options
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="The version.")
@click.pass_context
def cli(context: click.Context, /, **chosen: Any) -> int | None:
    """Mock interview loops for machine-learning engineers.

    Without a command it opens the app.

    \b
    Example:
      mockloop
      mockloop round ml_depth --offline
      mockloop loop startup --level senior --model gpt-4.1
    """
    from tui.commands.options import command_line
    from tui.commands.terminal import open_app

    if context.invoked_subcommand is not None:
        if any(value for value in chosen.values()):
            raise click.UsageError(f"Put options after the command: mockloop {context.invoked_subcommand} ...")
        return None
    return open_app(command_line(chosen))


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit status."""
    signal.signal(signal.SIGTERM, _interrupted)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    return outcome_of(lambda: cli.main(list(arguments), "mockloop", standalone_mode=False))


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt

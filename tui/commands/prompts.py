"""`mockloop prompts`: for whoever maintains prompts/."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from agent.errors import PromptError
from agent.reports.text import visible
from tui.commands.names import require
from tui.commands.options import settings_from
from tui.commands.output import note, say


@click.group("prompts", short_help="For maintainers: list, show and check prompts.")
def command() -> None:
    """For maintainers: the prompts behind a model that interviews.

    \b
    Example:
      mockloop prompts list
      mockloop prompts show interviewer
      mockloop prompts check
    """


@command.command("list", short_help="Every prompt with its version and purpose.")
def list_() -> None:
    """Every prompt with its version and purpose.

    \b
    Example:
      mockloop prompts list
    """
    from agent.maintenance import prompts
    from agent.reports.plain import rows

    say(rows([(prompt.id, f"v{prompt.version}", prompt.role, prompt.purpose) for prompt in prompts()]))


@command.command("show", short_help="One prompt with its partials in place.")
@click.argument("prompt_id", metavar="ID")
@click.option("--session", metavar="SESSION", help="As it was sent in this session, with the tokens of each part.")
@click.option("--turn", type=click.IntRange(min=0), metavar="N", help="With --session: about this turn alone.")
def show(prompt_id: str, session: str | None, turn: int | None) -> None:
    """One prompt with its partials in place; {{ name }} stands for what is filled in.

    With --session, the requests made with it, exactly as they were sent.

    \b
    Example:
      mockloop prompts show interviewer
      mockloop prompts show interviewer_turn --session 20261120-1631-4f2a --turn 5
    """
    from agent.maintenance import prompts, rule_checks
    from agent.reports.plain import rows

    found = {prompt.id: prompt for prompt in prompts()}
    require("prompt", prompt_id, found)
    if session is not None:
        _show_sent(prompt_id, session, turn)
        return
    if turn is not None:
        raise click.UsageError("--turn needs --session.")
    prompt = found[prompt_id]
    say(f"{prompt.file}, version {prompt.version}, {prompt.role} message: {prompt.purpose}")
    if prompt.rules:
        say("rules, and the checks that would catch their loss:")
        checks = rule_checks()
        say(rows([(rule, ", ".join(checks.get(rule, ("none",)))) for rule in prompt.rules], indent="  "))
    if prompt.inputs:
        say("inputs:")
        say(rows(list(prompt.inputs.items()), indent="  "))
    say(f"\n{visible(prompt.body)}")


def _show_sent(prompt_id: str, session: str, turn: int | None) -> None:
    from agent.maintenance import sent_requests

    for request in asyncio.run(sent_requests(settings_from({}), session, prompt_id, turn)):
        total = sum(tokens for _, _, tokens in request.messages)
        say(f"=== {request.purpose}, {request.round_id or 'committee'}: {total:,} tokens, estimated")
        for number, (role, text, tokens) in enumerate(request.messages):
            say(f"--- {number}, {role}: {tokens:,} tokens")
            say(visible(text))


@command.command("check", short_help="Check every prompt.")
@click.option("--recordings", metavar="FILE", type=Path, help="Also say which exchanges recorded by hand are stale.")
def check(recordings: Path | None) -> None:
    """Check front matter, variables, partials, rules, budgets and contradictions; with an error the exit status is 2.

    Rules that pull at each other, the words that keep them apart, and the behaviour checks that would catch the loss of
    each rule stand in prompts/rules.yaml. A stale recording is said and no error; one that was altered is.

    \b
    Example:
      mockloop prompts check
      mockloop prompts check --recordings tests/data/recordings/by_hand.jsonl
    """
    from agent.maintenance import check_prompts, check_recordings, prompts, rule_checks

    found, wrong, rules = prompts(), check_prompts(), rule_checks()
    stale, altered = check_recordings(recordings) if recordings else ([], [])
    for line in stale:
        note(f"stale: {line}")
    wrong = [*wrong, *altered]
    if wrong:
        for line in wrong:
            note(f"error: {line}")
        count = len(wrong)
        raise PromptError(f"{count} error{'s' if count > 1 else ''} in prompts; the lines above say where.")
    checks = {check for named in rules.values() for check in named}
    say(f"{len(found)} prompts, {len(rules)} rules behind {len(checks)} checks: nothing is wrong.")

"""`mockloop debrief FILE`: grade a transcript of an interview held anywhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from agent.domain.terms import Context, Level
from tui.commands.options import CONTEXT, LEVEL, json_option, regrade_option, settings_from, settings_options
from tui.commands.output import emit, print_json, read_text


@click.command("debrief", short_help="Grade a transcript of an interview held anywhere.")
@click.argument("file")
@click.option("--level", type=LEVEL, help="Grade for this level, whatever the transcript says.")
@click.option("--context", type=CONTEXT, help="Grade for this kind of company, whatever the transcript says.")
@regrade_option
@json_option
@settings_options
def command(
    file: str, level: str | None, context: str | None, regrades: int | None, as_json: bool, **chosen: Any
) -> int:
    """Grade a transcript of an interview held anywhere (- reads standard input).

    A transcript is JSON: {"round": "ml_depth", "turns": [{"role": "interviewer", "text": "..."}, {"role": "candidate",
    "text": "..."}]}, optionally with "level", "context" and "question".

    \b
    Example:
      mockloop debrief interview.json
      mockloop debrief - --offline --json < interview.json
    """
    from agent import debriefing
    from agent.reports import json, plain, wording
    from tui.commands.headless import run_interruptible, say_who

    settings = settings_from(chosen)
    transcript = debriefing.parse_transcript(read_text(file, "transcript"))
    say_who(settings, as_json=True)
    work = debriefing.debrief(
        transcript, settings, level=Level(level) if level else None, context=Context(context) if context else None
    )
    card = run_interruptible(work)
    spread = None
    if regrades:
        from agent.regrading import regrade

        graded = replace(transcript, level=card.level, context=card.context)
        spread = run_interruptible(regrade(graded, settings, regrades))
        close = card.verdict.too_close_to_call or spread.too_close_to_call
        card = replace(card, verdict=replace(card.verdict, too_close_to_call=close))
    if as_json:
        print_json({**json.scorecard(card), **({"regrade": json.regrade(spread)} if spread else {})})
    else:
        emit(plain.scorecard(card) + (f"\n{wording.regraded(spread)}\n" if spread else ""))
    return 0

"""`mockloop debrief FILE`: grade a transcript of an interview held anywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agent.domain.terms import Context, Level
from agent.errors import SpendingError, UnwrittenError
from tui.commands.options import (
    CONTEXT,
    LEVEL,
    cost_options,
    json_option,
    regrade_option,
    settings_from,
    settings_options,
)
from tui.commands.output import emit, print_json, read_text

if TYPE_CHECKING:
    from agent.domain.transcript import Transcript
    from agent.domain.verdict import Scorecard
    from agent.metering import SessionMeter
    from agent.regrading import Regrade
    from agent.settings import Settings


@click.command("debrief", short_help="Grade a transcript of an interview held anywhere.")
@click.argument("file")
@click.option("--level", type=LEVEL, help="Grade for this level, whatever the transcript says.")
@click.option("--context", type=CONTEXT, help="Grade for this kind of company, whatever the transcript says.")
@regrade_option
@json_option
@settings_options
@cost_options
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
      mockloop debrief interview.json --regrade 5 --max-cost 0.50
    """
    from agent import debriefing
    from tui.commands.headless import run_interruptible, say_who

    settings = settings_from(chosen)
    transcript = debriefing.parse_transcript(read_text(file, "transcript"))
    say_who(settings, as_json=True)
    meter = debriefing.debrief_meter(settings)
    work = debriefing.debrief(
        transcript, settings, level=Level(level) if level else None, context=Context(context) if context else None,
        meter=meter,
    )  # fmt: skip
    spread, stopped = None, ""
    try:
        card = run_interruptible(work)
    except UnwrittenError as error:
        card, stopped = error.card, str(error)
    if regrades and not stopped:
        graded = replace(transcript, level=card.level, context=card.context)
        spread, stopped = _again(graded, settings, regrades, meter)
    if spread is not None:
        close = card.verdict.too_close_to_call or spread.too_close_to_call
        card = replace(card, verdict=replace(card.verdict, too_close_to_call=close))
    _show(settings, card, spread, stopped, as_json=as_json)
    return 0


def _again(transcript: Transcript, settings: Settings, times: int, meter: SessionMeter) -> tuple[Regrade | None, str]:
    """Several gradings, and why there are fewer than that, '' where there are all."""
    from agent.regrading import regrade
    from tui.commands.headless import run_interruptible

    try:
        spread = run_interruptible(regrade(transcript, settings, times, meter=meter))
    except SpendingError as error:
        return None, str(error)
    return spread, spread.stopped


def _show(settings: Settings, card: Scorecard, spread: Regrade | None, stopped: str, *, as_json: bool) -> None:
    """Print the scorecard. One that is not whole goes into a file where only whole documents may be printed.

    Raises SpendingError where it `stopped`.
    """
    from agent.reports import json, plain, wording

    document = {**json.scorecard(card), **({"regrade": json.regrade(spread)} if spread else {})}
    if not as_json:
        emit(plain.scorecard(card) + (f"\n{wording.regraded(spread)}\n" if spread else ""))
        where = "stands above"
    elif not stopped:
        print_json(document)
    else:
        where = f"is in {_kept(settings, json.dumps(document))}"
    if stopped:
        raise SpendingError(f"{stopped} What was graded so far {where}.")


def _kept(settings: Settings, text: str) -> Path:
    """Write what was paid for where its owner alone can read it."""
    from agent.paths import make_private_folder

    folder = make_private_folder(settings.paths.unfinished)
    path = folder / f"debrief-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.json"
    path.touch(mode=0o600)
    path.write_text(text + "\n", "utf-8")
    return path

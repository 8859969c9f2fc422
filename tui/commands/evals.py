"""`mockloop eval`: for whoever maintains prompts and knowledge."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import click

from agent.errors import UsageError
from tui.commands.names import Name, require
from tui.commands.options import json_option, settings_from, settings_options
from tui.commands.outcome import INTERRUPTED, StoppedError
from tui.commands.output import print_json, say


@click.group("eval", short_help="For maintainers: run, compare and mutate evals.")
def command() -> None:
    """For maintainers: what a changed prompt made better, what it broke, and whether the difference is real.

    \b
    Example:
      mockloop eval list
      mockloop eval run retrieval grader_agreement --offline
      mockloop eval compare RUN_A RUN_B --gate
    """


@command.command("list", short_help="Every task with what it measures.")
@json_option
def list_(as_json: bool) -> None:
    """Every task with its samples and what it measures.

    \b
    Example:
      mockloop eval list
    """
    from agent.reports.plain import rows
    from evals.tasks import load_tasks

    found = [(task.name, len(task.samples()), task.about) for task in load_tasks(())]
    if as_json:
        print_json([{"task": name, "samples": count, "about": about} for name, count, about in found])
    else:
        say(rows([(name, str(count), about) for name, count, about in found]))


@command.command("runs", short_help="The runs on this machine, newest first.")
@settings_options
def runs(**chosen: Any) -> None:
    """The runs on this machine, newest first.

    \b
    Example:
      mockloop eval runs
    """
    from agent.reports.plain import rows
    from tui.eval_runs import rows as runs_known

    say(rows([(run.id, run.about) for run in runs_known(settings_from(chosen))]) or "There are none yet.")


def _price(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[float, ...] | None:
    if value is None:
        return None
    try:
        price = tuple(float(part) for part in value.split("/"))
    except ValueError:
        price = ()
    if len(price) != 3 or min(price) < 0:
        raise UsageError("--price is three numbers, INPUT/CACHED/OUTPUT, in US dollars a million tokens: 2.5/1.25/10.")
    return price


EXECUTORS = ("asyncio", "dask")


@command.command("run", short_help="Run tasks; the run is a folder that can be resumed.")
@click.argument("tasks", metavar="[TASK]...", nargs=-1)
@settings_options
@click.option("-n", "limit", type=click.IntRange(1), metavar="N", help="So many samples of each task, spread evenly.")
@click.option("--repeats", type=click.IntRange(1), default=1, metavar="N", help="Each sample so many times.")
@click.option("--concurrency", type=click.IntRange(1, 512), metavar="N", help="Samples at once.")
@click.option("--executor", type=Name("executor", EXECUTORS), default=EXECUTORS[0], help="Who runs the samples.")
@click.option("--scheduler", metavar="ADDRESS", help="The Dask scheduler of --executor dask: tcp://host:8786.")
@click.option("--price", callback=_price, metavar="IN/CACHED/OUT", help="US dollars for a million tokens.")
@click.option("--max-cost", type=click.FloatRange(0, min_open=True), metavar="USD", help="Begin nothing beyond it.")
@click.option("--resume", metavar="RUN", help="Go on with a run (an id, the beginning of one, or `last`).")
@click.option("--failed", metavar="RUN", help="A new run of the samples that failed in RUN.")
@click.option("--replay", is_flag=True, help="Only recorded calls; one that is missing is an error.")
@click.option("--fresh", is_flag=True, help="Ask again for what is recorded.")
@click.option("--long", is_flag=True, help="Every metric, and what each task reports beside them.")
@json_option
def run(as_json: bool, long: bool, **chosen: Any) -> int:
    """Run the tasks (all of them without a name) and print their figures.

    Model calls are recorded: what did not change is not asked again. With --executor dask (the extra mockloop[dask])
    the workers of a Dask cluster run the samples; each has its key in its own environment.

    \b
    Example:
      mockloop eval run --offline
      mockloop eval run interviewer_behaviour -n 10 --model gpt-4.1 --price 2/0.5/8 --max-cost 3
      mockloop eval run --resume last
      mockloop eval run every_round --offline --executor dask --scheduler tcp://10.0.0.5:8786
    """
    from evals.report import run_lines
    from evals.running import EvalRun, Wish
    from evals.tasks import task_names
    from tui.commands.headless import run_interruptible

    for name in chosen["tasks"]:
        require("eval task", name, task_names())
    if (chosen["resume"] or chosen["failed"]) and chosen["tasks"]:
        raise UsageError("--resume and --failed run the tasks of the run they name; leave the tasks out.")
    if (chosen["executor"] == "dask") != (chosen["scheduler"] is not None):
        raise UsageError("--executor dask and --scheduler ADDRESS go together; without them samples run here.")
    fields = ("tasks", "limit", "repeats", "max_cost", "price", "resume", "failed", "replay", "fresh", "scheduler")
    wish = Wish(**{name: chosen[name] for name in fields}, concurrency=chosen["concurrency"] or 0)
    work = EvalRun(wish, settings_from(chosen))

    async def held() -> tuple[str, dict[str, Any]]:
        try:
            return await work.run()
        except asyncio.CancelledError:
            raise StoppedError(f"Interrupted; {work.how_to_go_on}", INTERRUPTED) from None

    run_id, summary = run_interruptible(held())
    if as_json:
        print_json({"run": run_id, **summary})
    else:
        say(f"Run {run_id}\n" + "\n".join(run_lines(summary, long=long)))
    return 0


FORMATS = ("text", "markdown", "html", "json")


@command.command("compare", short_help="Two runs, paired sample by sample: better, worse, or chance.")
@click.argument("first", metavar="RUN_A")
@click.argument("second", metavar="RUN_B")
@settings_options
@click.option(
    "--format", "form", type=Name("format", FORMATS), default="text", show_default=True, help="How to print it."
)
@click.option("-o", "--output", metavar="FILE", help="Write it into a file.")
@click.option("--gate", is_flag=True, help="Exit 1 where a metric falls beyond its tolerance, and not by chance.")
@click.option("--all", "everything", is_flag=True, help="Also figures that are the same.")
@click.option("--transcripts", is_flag=True, help="Flipped samples with what was said in both runs.")
def compare(
    first: str,
    second: str,
    form: str,
    output: str | None,
    gate: bool,
    everything: bool,
    transcripts: bool,
    **chosen: Any,
) -> int:
    """What RUN_B changed against RUN_A: figures with intervals, flipped samples with both transcripts, cost beside it.

    A run is an id, the beginning of one, a folder, `last`, or `baseline` for the committed offline one.

    \b
    Example:
      mockloop eval compare baseline last --gate
      mockloop eval compare 20261120 last --format markdown -o comment.md
    """
    from evals import compare_page, compare_report
    from evals.compare import compare as compared
    from evals.runs.folder import RunFolder, find_run
    from tui.commands.output import emit, note

    runs_folder = settings_from(chosen).paths.evals / "runs"
    sides = [RunFolder.read(find_run(runs_folder, name)) for name in (first, second)]
    comparison = compared(*sides)
    if form == "json":
        print_json(compare_report.plain(comparison), output)
    elif form == "text":
        emit(compare_report.terminal(comparison, everything=everything, transcripts=transcripts) + "\n", output)
    else:
        emit(compare_report.markdown(comparison) if form == "markdown" else compare_page.page(comparison), output)
    if gate and comparison.shut:
        worst = ", ".join(f"{change.task} {change.metric} {change.change:+.3f}" for change in comparison.shut)
        note(f"The gate is shut: {worst}.")
        return 1
    return 0


@command.command("baseline", short_help="Keep a run as the baseline that CI compares with.")
@click.argument("name", metavar="RUN")
@settings_options
@click.option("--into", metavar="FOLDER", help="Another folder than evals/baselines/offline of this checkout.")
def baseline(name: str, into: str | None, **chosen: Any) -> int:
    """Keep the figures of a complete run as the committed baseline; its transcripts are left out.

    \b
    Example:
      mockloop eval baseline last
    """
    from evals.runs.folder import RunFolder, baseline_folder, find_run, keep_as_baseline

    run = RunFolder.read(find_run(settings_from(chosen).paths.evals / "runs", name))
    kept = keep_as_baseline(run, Path(into) if into else baseline_folder())
    say(f"{kept} samples of {run.id} are the baseline now.")
    return 0


@command.command("view", short_help="Look through one run, or two side by side.")
@click.argument("names", metavar="RUN [RUN]", nargs=-1, required=True)
@settings_options
def view(names: tuple[str, ...], **chosen: Any) -> int:
    """Samples at the left, what was said in one or two runs side by side, marks where a check failed.

    \b
    Example:
      mockloop eval view last
      mockloop eval view baseline last
    """
    from tui.commands.terminal import on_terminal
    from tui.eval_runs import view as look_through

    if len(names) > 2:
        raise UsageError("One run or two can be looked at.")
    if not on_terminal():
        raise UsageError("The viewer needs a terminal; `mockloop eval compare A B --format html -o FILE` does not.")
    shown = look_through(settings_from(chosen), names)
    from tui.screens.evals import EvalViewer

    EvalViewer(shown).run()
    return 0


@command.command("mutate", short_help="Take rules out of the prompts one at a time: who notices?")
@click.argument("rules", metavar="[RULE]...", nargs=-1)
@settings_options
@click.option(
    "--clean",
    type=click.IntRange(0),
    default=50,
    show_default=True,
    help="Rounds with every rule; those written for rules of grading come on top.",
)
@click.option("--scripted", is_flag=True, help="The scripted model, also where a model is set up.")
def mutate(rules: tuple[str, ...], clean: int, scripted: bool, **chosen: Any) -> int:
    """Remove and invert each rule of the prompts, hold the rounds in which it matters, print rule -> caught by.

    With --model it tests prompts. Without one, a scripted model obeys the rules that it finds and breaks the others in
    several forms each: then it tests the checks. Exit 1 where a rule's loss goes unnoticed.

    \b
    Example:
      mockloop eval mutate
      mockloop eval mutate R1 R4 --clean 0
      mockloop eval mutate R3 --model gpt-4.1
    """
    from evals.mutation.trials import lines, rule_names, run_mutations
    from tui.commands.headless import run_interruptible
    from tui.commands.output import note

    for rule in rules:
        require("rule", rule, rule_names())
    outcome = run_interruptible(run_mutations(settings_from(chosen), rules, clean, scripted=scripted, progress=note))
    say("\n".join(lines(outcome)))
    return 1 if outcome.missed() else 0

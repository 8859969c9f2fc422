"""A comparison in words: for a terminal, for a pull request (Markdown), and as JSON data."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from typing import Any

from agent.reports.text import visible
from evals.compare import Change, Comparison, Flip, Spending

_MARK = {"better": "+", "worse": "-", "same": " ", "unclear": "?"}
MOST_CHARACTERS = 60_000
"""Of Markdown: GitHub refuses a comment of more than 65,536."""


def terminal(comparison: Comparison, *, everything: bool = False, transcripts: bool = False) -> str:
    """The changes that matter (or all), flipped samples by name or with what was said in both, cost beside it."""
    lines = [*head(comparison), ""]
    shown = comparison.changes if everything else [c for c in comparison.changes if c.verdict != "same"]
    width = max((len(f"{c.task} {c.metric}") for c in shown), default=0)
    for change in shown:
        shut = "  SHUTS THE GATE" if change.shuts else ""
        lines.append(
            f"{_MARK[change.verdict]} {f'{change.task} {change.metric}'.ljust(width)}  {_figures(change)}{shut}"
        )
    if not shown:
        lines.append("Every figure is the same.")
    lines += ["", *(_flip_lines(comparison, transcripts)), *cost_lines(comparison)]
    return visible("\n".join(lines).rstrip())


def markdown(comparison: Comparison) -> str:
    """A table of what changed, then flipped samples with both transcripts folded away, as many as a comment takes."""
    lines = [f"### Evals: {comparison.runs[0]} → {comparison.runs[1]}", "", *map(_cell, head(comparison)), ""]
    lines += ["| task | metric | before | after | change | 95% | |", "|---|---|---:|---:|---:|---|---|"]
    for change in (c for c in comparison.changes if c.verdict != "same"):
        shut = "**shuts the gate**" if change.shuts else change.verdict
        cells = (change.task, change.metric, f"{change.before:.3f}", f"{change.after:.3f}", f"{change.change:+.3f}")
        lines.append(f"| {' | '.join(cells)} | {interval(change)} | {shut} |")
    text = "\n".join([*lines, "", *(f"- {line}" for line in cost_lines(comparison)), "", ""])
    names = [f"- {_cell(flip.task)} {_cell(flip.sample)}: now {flip.to}" for flip in comparison.flips]
    for number, flip in enumerate(comparison.flips):
        block = "\n".join(_folded(flip, comparison.runs))
        others = "\n".join(names[number:])
        if len(text) + len(block) + len(others) > MOST_CHARACTERS:
            left = f"{len(names) - number} more flipped; `--format html` shows what was said:"
            return f"{text}{left}\n\n{others}"[:MOST_CHARACTERS]
        text += block
    return text


def _folded(flip: Flip, runs: tuple[str, str]) -> Iterator[str]:
    yield from (f"<details><summary>{_cell(flip.task)} {_cell(flip.sample)}: now {flip.to}</summary>", "")
    for side, run in enumerate(runs):
        yield from (f"**{run}**", "", "```text", *_inside_fence(_sides_lines(flip, side)), "```", "")
    yield from ("</details>", "", "")


def plain(comparison: Comparison) -> dict[str, Any]:
    """The comparison as JSON data."""
    return {
        "runs": list(comparison.runs),
        "paired": comparison.paired,
        "unpaired": comparison.unpaired,
        "changed": list(comparison.changed),
        "gate": "shut" if comparison.shut else "open",
        "changes": [
            {"task": c.task, "metric": c.metric, "before": c.before, "after": c.after, "low": c.low, "high": c.high,
             "n": c.n, "verdict": c.verdict, "shuts": c.shuts}
            for c in comparison.changes
        ],
        "flips": [{"task": f.task, "sample": f.sample, "to": f.to} for f in comparison.flips],
    }  # fmt: skip


def head(comparison: Comparison) -> list[str]:
    """Which runs, how many samples they share, and what changed between them."""
    first, second = comparison.runs
    lines = [f"{first} ({comparison.interviewers[0]}) against {second} ({comparison.interviewers[1]})"]
    left = f"; {comparison.unpaired} are in one run only" if comparison.unpaired else ""
    lines.append(f"{comparison.paired} samples in both{left}.")
    if comparison.changed:
        lines.append(f"Changed between them: {', '.join(comparison.changed)}.")
    return lines


def _figures(change: Change) -> str:
    return f"{change.before:.3f} -> {change.after:.3f}  {change.change:+.3f} {interval(change)}  {change.verdict}"


def interval(change: Change) -> str:
    """The bounds of a change; '' where there are none."""
    return "" if change.low is None or change.high is None else f"[{change.low:+.3f}, {change.high:+.3f}]"


def _flip_lines(comparison: Comparison, transcripts: bool) -> list[str]:
    lines = []
    for flip in comparison.flips:
        lines.append(f"now {flip.to}: {flip.task} {flip.sample}")
        if transcripts:
            for side, run in enumerate(comparison.runs):
                lines += [f"  {run}", *(f"    {line}" for line in _sides_lines(flip, side))]
        else:
            lines += [f"    {line}" for line in reasons(flip)[:3]]
    return [*lines, ""] if lines else []


def cost_lines(comparison: Comparison) -> list[str]:
    """A line a run."""
    return [f"{run}: {_cost(spent)}" for run, spent in zip(comparison.runs, comparison.spending, strict=True)]


def _cost(spent: Spending) -> str:
    dollars = "" if spent.dollars is None else f", ${spent.dollars:.4f}"
    first = "" if spent.first_token is None else f", first token after {spent.first_token:.2f} s"
    return f"{spent.calls} calls, {spent.tokens_in} tokens in, {spent.tokens_out} out{dollars}, " \
           f"{spent.seconds:.2f} s a sample{first}"  # fmt: skip


def reasons(flip: Flip) -> list[str]:
    """Why a sample failed, in the run in which it did: what was found, else the scores that differ."""
    found = [finding.line for finding in flip.findings[flip.to == "fail"]]
    return found or [", ".join(f"{name} {before:g} -> {after:g}" for name, before, after in flip.scores)]


def _sides_lines(flip: Flip, side: int) -> Iterator[str]:
    yield from (finding.line for finding in flip.findings[side])
    yield from (f"{score[0]} {score[1 + side]:g}" for score in flip.scores)
    for transcript in flip.transcripts[side]:
        for number, turn in enumerate(transcript["turns"]):
            yield f"{number} {turn['role']}: {turn['text']}"
    if not flip.transcripts[side]:
        yield json.dumps(flip.outputs[side], ensure_ascii=False)


def _inside_fence(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield visible(line).replace("```", "'''")


def _cell(text: str) -> str:
    return html.escape(visible(text)).replace("|", "\\|")

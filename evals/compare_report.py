"""A comparison in words: for a terminal, for a pull request (Markdown), and as a page (HTML)."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from typing import Any

from agent.reports.text import visible
from evals.compare import Change, Comparison, Flip, Spending

_MARK = {"better": "+", "worse": "-", "same": " ", "unclear": "?"}
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>
body{{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1d2733;background:#fff}}
table{{border-collapse:collapse;width:100%}} td,th{{padding:.25rem .6rem;border-bottom:1px solid #dde;text-align:left}}
td.n{{text-align:right;font-variant-numeric:tabular-nums}} .better{{color:#146c2e}} .worse{{color:#a11}}
.shut{{font-weight:700}}
details{{margin:.6rem 0;border:1px solid #dde;border-radius:6px;padding:.4rem .8rem}} .pair{{display:grid;
grid-template-columns:1fr 1fr;gap:1rem}} .turn{{margin:.4rem 0;white-space:pre-wrap}} .candidate{{color:#345}}
.finding{{color:#a11}} small{{color:#567}}
@media (prefers-color-scheme:dark){{body{{background:#14181d;color:#dde3ea}} .candidate{{color:#9fb4c9}}
.better{{color:#6ad08a}} .worse,.finding{{color:#ff8f8f}}}}</style><h1>{title}</h1>{body}</html>
"""


def terminal(comparison: Comparison, *, everything: bool = False, transcripts: bool = False) -> str:
    """The changes that matter (or all), flipped samples by name or with what was said in both, cost beside it."""
    lines = [*_head(comparison), ""]
    shown = comparison.changes if everything else [c for c in comparison.changes if c.verdict != "same"]
    width = max((len(f"{c.task} {c.metric}") for c in shown), default=0)
    for change in shown:
        shut = "  SHUTS THE GATE" if change.shuts else ""
        lines.append(
            f"{_MARK[change.verdict]} {f'{change.task} {change.metric}'.ljust(width)}  {_figures(change)}{shut}"
        )
    if not shown:
        lines.append("Every figure is the same.")
    lines += ["", *(_flip_lines(comparison, transcripts)), *_cost_lines(comparison)]
    return visible("\n".join(lines).rstrip())


def markdown(comparison: Comparison) -> str:
    """A table of what changed, then each flipped sample with both transcripts folded away."""
    lines = [f"### Evals: {comparison.runs[0]} → {comparison.runs[1]}", "", *_head(comparison)[1:], ""]
    lines += ["| task | metric | before | after | change | 95% | |", "|---|---|---:|---:|---:|---|---|"]
    for change in (c for c in comparison.changes if c.verdict != "same"):
        shut = "**shuts the gate**" if change.shuts else change.verdict
        cells = (change.task, change.metric, f"{change.before:.3f}", f"{change.after:.3f}", f"{change.change:+.3f}")
        lines.append(f"| {' | '.join(cells)} | {_interval(change)} | {shut} |")
    lines += ["", *_cost_lines(comparison), ""]
    for flip in comparison.flips:
        lines += [f"<details><summary>{_cell(flip.task)} {_cell(flip.sample)}: now {flip.to}</summary>", ""]
        for side, run in enumerate(comparison.runs):
            lines += [f"**{run}**", "", "```text", *_inside_fence(_sides_lines(flip, side)), "```", ""]
        lines += ["</details>", ""]
    return "\n".join(lines)


def page(comparison: Comparison) -> str:
    """One self-contained page: figures, then flipped samples side by side with marks where a check failed."""
    rows = "".join(
        f"<tr class='{c.verdict}{' shut' if c.shuts else ''}'><td>{_h(c.task)}</td><td>{_h(c.metric)}</td>"
        f"<td class=n>{c.before:.3f}</td><td class=n>{c.after:.3f}</td><td class=n>{c.change:+.3f}</td>"
        f"<td>{_h(_interval(c))}</td><td>{'shuts the gate' if c.shuts else c.verdict}</td></tr>"
        for c in comparison.changes
    )
    head = "".join(f"<p>{_h(line)}</p>" for line in (*_head(comparison)[1:], *_cost_lines(comparison)))
    heads = "<tr><th>task<th>metric<th>before<th>after<th>change<th>95%<th></tr>"
    flips = "".join(_flip_page(flip, comparison.runs) for flip in comparison.flips)
    title = _h(f"{comparison.runs[0]} against {comparison.runs[1]}")
    count = f"<h2>{len(comparison.flips)} flipped samples</h2>"
    return _PAGE.format(title=title, body=f"{head}<table>{heads}{rows}</table>{count}{flips}")


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


def _head(comparison: Comparison) -> list[str]:
    first, second = comparison.runs
    lines = [f"{first} ({comparison.interviewers[0]}) against {second} ({comparison.interviewers[1]})"]
    left = f"; {comparison.unpaired} are in one run only" if comparison.unpaired else ""
    lines.append(f"{comparison.paired} samples in both{left}.")
    if comparison.changed:
        lines.append(f"Changed between them: {', '.join(comparison.changed)}.")
    return lines


def _figures(change: Change) -> str:
    return f"{change.before:.3f} -> {change.after:.3f}  {change.change:+.3f} {_interval(change)}  {change.verdict}"


def _interval(change: Change) -> str:
    return "" if change.low is None or change.high is None else f"[{change.low:+.3f}, {change.high:+.3f}]"


def _flip_lines(comparison: Comparison, transcripts: bool) -> list[str]:
    lines = []
    for flip in comparison.flips:
        lines.append(f"now {flip.to}: {flip.task} {flip.sample}")
        if transcripts:
            for side, run in enumerate(comparison.runs):
                lines += [f"  {run}", *(f"    {line}" for line in _sides_lines(flip, side))]
        else:
            lines += [f"    {line}" for line in (flip.findings[1] if flip.to == "fail" else flip.findings[0])[:3]]
    return [*lines, ""] if lines else []


def _cost_lines(comparison: Comparison) -> list[str]:
    return [f"{run}: {_cost(spent)}" for run, spent in zip(comparison.runs, comparison.spending, strict=True)]


def _cost(spent: Spending) -> str:
    dollars = "" if spent.dollars is None else f", ${spent.dollars:.4f}"
    first = "" if spent.first_token is None else f", first token after {spent.first_token:.2f} s"
    return f"{spent.calls} calls, {spent.tokens_in} tokens in, {spent.tokens_out} out{dollars}, " \
           f"{spent.seconds:.2f} s a sample{first}"  # fmt: skip


def _sides_lines(flip: Flip, side: int) -> Iterator[str]:
    yield from flip.findings[side]
    for transcript in flip.transcripts[side]:
        for number, turn in enumerate(transcript["turns"]):
            yield f"{number} {turn['role']}: {turn['text']}"
    if not flip.transcripts[side]:
        yield json.dumps(flip.outputs[side], ensure_ascii=False)


def _inside_fence(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield visible(line).replace("```", "'''")


def _flip_page(flip: Flip, runs: tuple[str, str]) -> str:
    sides = "".join(f"<div><h4>{_h(run)}</h4>{_side_page(flip, side)}</div>" for side, run in enumerate(runs))
    summary = f"<summary>{_h(flip.task)} {_h(flip.sample)}: now {flip.to}</summary>"
    return f"<details>{summary}<div class=pair>{sides}</div></details>"


def _side_page(flip: Flip, side: int) -> str:
    found = flip.findings[side]
    parts = [f"<p class=finding>{_h(line)}</p>" for line in found]
    for transcript in flip.transcripts[side]:
        for number, turn in enumerate(transcript["turns"]):
            marked = " finding" if any(f", turn {number}:" in line for line in found) else ""
            role = _h(turn["role"])
            parts.append(f"<div class='turn {role}{marked}'><small>{number} {role}</small><br>{_h(turn['text'])}</div>")
    if not flip.transcripts[side]:
        parts.append(f"<pre>{_h(json.dumps(flip.outputs[side], ensure_ascii=False, indent=1))}</pre>")
    return "".join(parts)


def _cell(text: str) -> str:
    return html.escape(visible(text)).replace("|", "\\|")


def _h(text: str) -> str:
    return html.escape(text)

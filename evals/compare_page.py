"""A comparison as a page (HTML): figures, then flipped samples side by side with marks where a check failed."""

from __future__ import annotations

import html
import json

from agent.reports.text import visible
from evals.compare import Comparison, Flip
from evals.compare_report import cost_lines, head, interval, reasons
from evals.task import found_at

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{title}</title><style>
body{{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1d2733;background:#fff}}
table{{border-collapse:collapse;width:100%}} td,th{{padding:.25rem .6rem;border-bottom:1px solid #dde;text-align:left}}
td.n{{text-align:right;font-variant-numeric:tabular-nums}} .better{{color:#146c2e}} .worse{{color:#a11}}
.shut{{font-weight:700}}
pre{{white-space:pre-wrap;overflow-wrap:anywhere}} .pair>div{{min-width:0}}
details{{margin:.6rem 0;border:1px solid #dde;border-radius:6px;padding:.4rem .8rem}} .pair{{display:grid;
grid-template-columns:1fr 1fr;gap:1rem}} .turn{{margin:.4rem 0;white-space:pre-wrap}} .candidate{{color:#345}}
.finding{{color:#a11}} small{{color:#567}}
@media (prefers-color-scheme:dark){{body{{background:#14181d;color:#dde3ea}} .candidate{{color:#9fb4c9}}
.better{{color:#6ad08a}} .worse,.finding{{color:#ff8f8f}}}}</style><h1>{title}</h1>{body}</html>
"""


def page(comparison: Comparison) -> str:
    """One self-contained page."""
    rows = "".join(
        f"<tr class='{c.verdict}{' shut' if c.shuts else ''}'><td>{_h(c.task)}</td><td>{_h(c.metric)}</td>"
        f"<td class=n>{c.before:.3f}</td><td class=n>{c.after:.3f}</td><td class=n>{c.change:+.3f}</td>"
        f"<td>{_h(interval(c))}</td><td>{'shuts the gate' if c.shuts else c.verdict}</td></tr>"
        for c in comparison.changes
    )
    above = "".join(f"<p>{_h(line)}</p>" for line in (*head(comparison), *cost_lines(comparison)))
    heads = "<tr><th>task<th>metric<th>before<th>after<th>change<th>95%<th></tr>"
    flips = "".join(_flip(flip, comparison.runs) for flip in comparison.flips)
    title = _h(f"{comparison.runs[0]} against {comparison.runs[1]}")
    count = f"<h2>{len(comparison.flips)} flipped samples</h2>"
    return _PAGE.format(title=title, body=f"{above}<table>{heads}{rows}</table>{count}{flips}")


def _flip(flip: Flip, runs: tuple[str, str]) -> str:
    sides = "".join(f"<div><h4>{_h(run)}</h4>{_side(flip, side)}</div>" for side, run in enumerate(runs))
    why = "; ".join(reasons(flip))
    summary = f"<summary>{_h(flip.task)} {_h(flip.sample)}: now {flip.to} <small>{_h(why)}</small></summary>"
    return f"<details>{summary}<div class=pair>{sides}</div></details>"


def _side(flip: Flip, side: int) -> str:
    found, transcripts = flip.findings[side], flip.transcripts[side]
    parts = [_mark(finding.line) for finding in found if finding.turn is None or not transcripts]
    parts += [f"<p><small>{_h(name)} {(before, after)[side]:g}</small></p>" for name, before, after in flip.scores]
    for transcript in transcripts:
        for number, turn in enumerate(transcript["turns"]):
            here = found_at(found, number, transcript, alone=len(transcripts) == 1)
            said = f"<small>{number} {_h(turn['role'])}</small><br>{_h(turn['text'])}"
            parts.append(f"<div class='turn {_h(turn['role'])}'>{said}</div>")
            parts += [_mark(f"{finding.check}: {finding.what}") for finding in here]
    if not transcripts:
        parts.append(f"<pre>{_h(json.dumps(flip.outputs[side], ensure_ascii=False, indent=1))}</pre>")
    return "".join(parts)


def _mark(text: str) -> str:
    return f"<p class=finding>▲ {_h(text)}</p>"


def _h(text: str) -> str:
    return html.escape(visible(text))

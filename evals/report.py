"""A run in words, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_MOST_LINES = 40


def run_lines(summary: Mapping[str, Any], *, long: bool = False) -> Iterator[str]:
    """The figures of a run, task by task; `long` shows all metrics and what each task reports beside them."""
    for name, block in summary["tasks"].items():
        failed = f", {block['errors']} failed to run" if block["errors"] else ""
        yield f"{name}: {block['samples']} samples, {block['passed']} passed{failed}, {block['seconds']:.1f} s"
        shown = {key: value for key, value in block["metrics"].items() if value["value"] is not None}
        width = max((len(key) for key in shown), default=0)
        for number, (key, value) in enumerate(shown.items()):
            if number == _MOST_LINES and not long:
                yield f"  ... {len(shown) - _MOST_LINES} more with --long"
                break
            yield f"  {key.ljust(width)}  {figure_text(value)}"
        for check, count in block["findings"].items():
            yield f"  {check} failed {'once' if count == 1 else f'{count} times'}"
        if long:
            yield from (f"  {line}" for line in block["report"])
    yield _cost_line(summary)


def figure_text(value: Mapping[str, Any]) -> str:
    """A figure with its interval: `0.812 [0.760, 0.861] n=104`."""
    if value["value"] is None:
        return "-"
    interval = "" if value["low"] is None else f" [{value['low']:.3f}, {value['high']:.3f}]"
    return f"{value['value']:.3f}{interval} n={value['n']}"


def _cost_line(summary: Mapping[str, Any]) -> str:
    cost = summary["cost"]
    calls = f"{cost['calls']:.0f} calls asked, {cost['replayed']:.0f} replayed"
    dollars = f", ${cost['dollars']:.4f}" if "dollars" in cost else ""
    tokens = f"{cost['input']:.0f} tokens in ({cost['cached']:.0f} cached), {cost['output']:.0f} out"
    state = "complete" if summary["complete"] else f"NOT complete: {summary['done']} of {summary['planned']}"
    return f"{state}; {calls}; {tokens}{dollars}"

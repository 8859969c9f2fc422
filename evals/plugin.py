"""A pytest plugin: a prompt file through a task as a test.

    # conftest.py
    pytest_plugins = ["evals.plugin"]

    # test_my_prompt.py
    def test_my_wording(eval_task):
        run = eval_task("interviewer_behaviour", prompts={"interviewer": "my/interviewer.md"}, samples=6, replay=True)
        run.holds("no_praise")
        run.at_least("clean", 0.9)

Who is asked comes from the settings (`MOCKLOOP_MODEL` and so on); without a model the offline interviewer is, which
reads no prompt. Recorded calls cost nothing again; with `replay=True` nobody is asked at all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from agent.errors import MockloopError, NotFoundError
from agent.llm.base import LanguageModel
from agent.prompting.library import PromptLibrary, load_prompts
from agent.prompting.template import parse_prompt
from agent.settings import Settings, load_settings
from evals.runner import hashes_of, run
from evals.runs.folder import RunFolder, RunPlan
from evals.task import Record
from evals.tasks import load_task
from evals.world import Asking, World


@dataclass(frozen=True)
class TestedRun:
    """A finished run under test."""

    __test__ = False

    summary: Mapping[str, Any]
    records: tuple[Record, ...]

    def value(self, metric: str) -> float:
        """A figure of the run. Fails the test where there is none of that name."""
        figures = {name: found for block in self.summary["tasks"].values() for name, found in block["metrics"].items()}
        if metric not in figures or figures[metric]["value"] is None:
            there = ", ".join(name for name, found in figures.items() if found["value"] is not None)
            pytest.fail(f"the run has no figure {metric}; it has {there}")
        return float(figures[metric]["value"])

    def at_least(self, metric: str, least: float) -> None:
        """Fail the test where a figure is lower, and name the samples that failed."""
        value = self.value(metric)
        if value < least:
            pytest.fail(f"{metric} is {value:.3f}, not {least:g}{self._failures()}")

    def holds(self, check: str) -> None:
        """Fail the test where a check failed anywhere, and say where."""
        found = [f"{r.sample}, turn {f.turn}: {f.what}" for r in self.records for f in r.findings if f.check == check]
        if found:
            pytest.fail(f"{check} failed {len(found)} times:\n  " + "\n  ".join(found[:10]))

    def _failures(self) -> str:
        failed = [record for record in self.records if not record.passed]
        lines = [f"{r.sample}: {'; '.join(f.line for f in r.findings) or 'its scores say so'}" for r in failed[:10]]
        return "; failed:\n  " + "\n  ".join(lines) if failed else ""


RunTask = Callable[..., TestedRun]


@pytest.fixture
def eval_task(tmp_path: Path) -> RunTask:
    """Runs a task: `eval_task(name, prompts={id: file}, samples=n, replay=False, model=None, settings=None)`."""

    def go(
        name: str,
        *,
        prompts: Mapping[str, str | Path] | None = None,
        samples: int | None = None,
        replay: bool = False,
        model: LanguageModel | None = None,
        settings: Settings | None = None,
    ) -> TestedRun:
        chosen = settings or load_settings()
        asked = "under-test" if model is not None else None if chosen.offline else chosen.model
        try:
            world = World(chosen, Asking(asked, replay=replay), model=model, prompts=_with(prompts or {}))
            return asyncio.run(_run(name, world, samples, tmp_path / "eval-runs"))
        except (MockloopError, OSError) as error:
            pytest.fail(f"eval_task({name!r}): {error}", pytrace=False)

    return go


async def _run(name: str, world: World, samples: int | None, runs: Path) -> TestedRun:
    task = load_task(name)
    plan = RunPlan((name,), world.interviewer_name, samples, hashes=hashes_of(world, [task]))
    folder = RunFolder.create(runs, plan)
    try:
        summary = await run(folder, [task], world, concurrency=4)
        records = tuple(folder.records())
    finally:
        folder.close()
        await world.close()
    errors = [f"{record.sample}: {record.error}" for record in records if record.error]
    if errors:
        pytest.fail(f"{len(errors)} samples could not be run: {errors[0]}")
    return TestedRun(summary, records)


def _with(given: Mapping[str, str | Path]) -> PromptLibrary:
    """The shipped prompts with these files in the place of some. Raises PromptError, NotFoundError."""
    shipped = load_prompts()
    partials = {
        entry.name.removesuffix(".md"): entry.read_text("utf-8")
        for entry in files("prompts").joinpath("partials").iterdir()
        if entry.name.endswith(".md")
    }
    found = {}
    for name, file in given.items():
        if name not in shipped.prompts:
            raise NotFoundError(f"There is no prompt {name}; there are {', '.join(sorted(shipped.prompts))}.")
        found[name] = parse_prompt(Path(file).read_text("utf-8"), str(file), partials)
    return PromptLibrary({**shipped.prompts, **found})

"""What `mockloop eval run` does: begin, go on with or repeat a run, and say how it ended."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from agent.errors import MockloopError, UsageError
from evals.progress import Progress
from evals.runs.folder import RunFolder, RunPlan, find_run
from evals.task import Task
from evals.tasks import load_tasks

if TYPE_CHECKING:
    from agent.settings import Settings
    from evals.world import World


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for on the command line."""

    tasks: tuple[str, ...] = ()
    limit: int | None = None
    repeats: int = 1
    concurrency: int = 0
    max_cost: float | None = None
    price: tuple[float, float, float] | None = None
    resume: str | None = None
    failed: str | None = None
    replay: bool = False
    fresh: bool = False
    scheduler: str | None = None
    """The Dask scheduler whose workers run the samples; None: this process does."""


class IncompleteError(MockloopError):
    """The run stopped before its end; what was finished is kept. `exit_status` says why."""

    def __init__(self, message: str, exit_status: int) -> None:
        super().__init__(message)
        self.exit_status = exit_status


class EvalRun:
    """One `eval run` from its wish to its figures."""

    def __init__(self, wish: Wish, settings: Settings) -> None:
        self._wish = wish
        self._settings = settings
        self._world: World | None = None
        self._folder: RunFolder | None = None
        self._provider: dict[str, Any] | None = None
        self._progress = Progress(0, 0, self._paid)

    @property
    def how_to_go_on(self) -> str:
        """What is kept, and the command that goes on."""
        if self._folder is None:
            return "Nothing was begun."
        kept = f"{self._progress.done} of {self._progress.planned} samples are kept"
        calls = "" if self._folder.plan.interviewer == "offline" else ", and every call that was answered"
        return f"{kept}{calls}; go on with `mockloop eval run --resume {self._folder.id}`."

    async def run(self) -> tuple[str, dict[str, Any]]:
        """Run it; returns the run's id and its figures.

        Raises IncompleteError where samples are missing, UsageError, NotFoundError, SessionBusyError.
        """
        wish = self._wish
        if wish.max_cost is not None and wish.price is None and wish.resume is None:
            raise UsageError("--max-cost needs --price INPUT/CACHED/OUTPUT (US dollars a million tokens).")
        earlier = self._earlier()
        self._settings = as_begun(self._settings, earlier)
        world = self._world = self._make_world(earlier)
        try:
            tasks = self._open(world)
            async with self._progress.shown():
                summary = await self._hold(tasks, world)
            assert self._folder is not None
            self._check_whole(summary)
            return self._folder.id, summary
        finally:
            if self._folder is not None:
                self._folder.close()
            await world.close()

    async def _hold(self, tasks: Sequence[Task], world: World) -> dict[str, Any]:
        from evals import runner

        assert self._folder is not None
        world.begin(self._folder.id, self._folder.plan.tasks)
        if world.model_name is not None and not world.asking.fresh:
            from evals.stale import stale_lines

            for line in stale_lines(self._folder, tasks, world):
                self._progress.note(line)
        self._progress.note(f"Run {self._folder.id}: {self._progress.planned} samples with {self._folder.plan.who}.")
        concurrency = self._wish.concurrency or (16 if world.model_name else 2)
        shown = self._progress.add
        try:
            if self._wish.scheduler is None:
                return await runner.run(self._folder, tasks, world, concurrency=concurrency, progress=shown)
            from evals.cluster.client import Cluster

            async with Cluster(self._wish.scheduler, self._folder.plan, world) as cluster:
                return await runner.run(
                    self._folder, tasks, world, concurrency=self._wish.concurrency or concurrency * cluster.workers,
                    progress=shown, execute=cluster.run_sample,
                )  # fmt: skip
        except MockloopError as error:
            raise IncompleteError(f"{error} {self.how_to_go_on}", error.exit_status) from None

    def _earlier(self) -> RunPlan | None:
        """What the run was asked for that this one goes on with, or repeats the failed samples of."""
        name = self._wish.resume or self._wish.failed
        return RunFolder.read(find_run(self._settings.paths.evals / "runs", name)).plan if name else None

    def _make_world(self, earlier: RunPlan | None) -> World:
        from agent.assembly import choose_interviewer
        from agent.resuming import provider_of
        from evals.world import Asking, World

        self._provider = provider_of(self._settings)
        choice = choose_interviewer(self._settings)
        if self._settings.model and choice.model is None:
            raise UsageError(f"The model can't be asked: {choice.why}. Nothing was run.")
        wish = self._wish
        price, most, fresh = wish.price, wish.max_cost, wish.fresh
        if wish.resume is not None and earlier is not None:
            price, most, fresh = price or earlier.price, most or earlier.max_cost, fresh or earlier.fresh
        return World(self._settings, Asking(choice.model, wish.replay, fresh, price, most))

    def _paid(self) -> str:
        """What the run's calls have come to, in words; '' where no model is asked."""
        if self._world is None or self._world.model_name is None:
            return ""
        purse = self._world.purse
        return ("1 call" if purse.calls == 1 else f"{purse.calls} calls") + (
            f", ${purse.spent:.4f}" if self._world.asking.price else ""
        )

    def _open(self, world: World) -> list[Task]:
        from evals import runner

        runs = self._settings.paths.evals / "runs"
        wish = self._wish
        if wish.resume is not None:
            return self._reopen(world, wish.resume)
        plan = RunPlan(wish.tasks, world.interviewer_name, wish.limit, wish.repeats)
        if wish.failed is not None:
            earlier = RunFolder.read(find_run(runs, wish.failed))
            only = tuple({(r.task, r.sample): None for r in earlier.records() if r.error or not r.passed})
            if not only:
                raise UsageError(f"No sample of the eval run {earlier.id} failed; nothing was run.")
            failing = tuple(name for name in earlier.plan.tasks if name in {task for task, _ in only})
            plan = replace(earlier.plan, tasks=failing, only=only, interviewer=world.interviewer_name)
        tasks = load_tasks(plan.tasks)
        started = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        names = tuple(task.name for task in tasks)
        plan = replace(
            plan, tasks=names, hashes=runner.hashes_of(world, tasks), started=started, price=wish.price,
            max_cost=wish.max_cost, fresh=wish.fresh, provider=self._provider,
        )  # fmt: skip
        self._progress = Progress(len(runner.jobs_of(plan, tasks)), 0, self._paid)
        self._folder = RunFolder.create(runs, plan)
        return tasks

    def _reopen(self, world: World, name: str) -> list[Task]:
        from evals import runner

        self._folder = RunFolder.resume(find_run(self._settings.paths.evals / "runs", name))
        plan = self._folder.plan
        begun, now = plan.who, replace(plan, interviewer=world.interviewer_name, provider=self._provider).who
        if begun != now:
            raise UsageError(
                f"The eval run {self._folder.id} was begun with {begun}, not {now}; it is kept as it is. "
                "Name no model, or the same one."
            )
        tasks = load_tasks(plan.tasks)
        runner.check_unchanged(self._folder, world, tasks)
        done = sum(record.error is None for record in self._folder.records())
        self._progress = Progress(len(runner.jobs_of(plan, tasks)), done, self._paid)
        return tasks

    def _check_whole(self, summary: dict[str, Any]) -> None:
        if not summary["errors"]:
            return
        assert self._folder is not None
        errors = [record.error or "" for record in self._folder.records() if record.error]
        ours = [error for error in errors if error.startswith("fault:")]
        first = (ours or errors)[0]
        raise IncompleteError(
            f"{len(errors)} samples could not be run ({first}). {self.how_to_go_on}", 70 if ours else 3
        )


def as_begun(settings: Settings, earlier: RunPlan | None) -> Settings:
    """The settings with the interviewer that an earlier run had, where they name none themselves."""
    if earlier is None or settings.offline or settings.model is not None:
        return settings
    return settings.with_held(earlier.provider or {})

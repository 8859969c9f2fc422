"""One trial: kill an interview somewhere, resume it, and compare where it ends with the same one uninterrupted."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from evals.durability.candidates import SCRIPTS, Script
from evals.durability.evidence import Evidence, gather, lost, repeated, unsound
from evals.durability.gates import Stop
from evals.durability.processes import Outcome, run
from evals.durability.sabotage import SABOTAGES
from evals.durability.sitting import Setting, prepare

ANY_TIME = "any_time"
OFFLINE_EVERY, OFFLINE_FIRST = 5, 2
"""Every fifth interview, from the third, is the offline interviewer's with its embeddings and retrieval."""
_OFFLINE = (
    "agent.grading.offline", "agent.interviewer.offline", "agent.listening.classify", "agent.retrieval.search",
    "agent.retrieval.store",
)  # fmt: skip
"""Imported before children are forked, so that all of them run the same code however long this takes."""
AGAIN_EVERY = 3
"""Every third interview that was killed is killed once more while it resumes."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The same interview uninterrupted: what it left on disk, how often it passed each point, how long it took."""

    evidence: Evidence
    counts: dict[str, int]
    seconds: float


@dataclass
class Tally:
    """What happened over all trials."""

    hits: Counter[str] = field(default_factory=Counter)
    points: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)
    trials: int = 0
    kills: int = 0


class Trials:
    """Runs trials in folders of their own below `work`; those of trials that went wrong are kept."""

    def __init__(self, work: Path, chance: random.Random, *, offline: bool) -> None:
        self._work, self._chance, self._offline = work, chance, offline
        for module in _OFFLINE if offline else ():
            import_module(module)
        self._references: dict[tuple[str, bool], Reference] = {}
        self.tally = Tally()

    def window(self, window: str, runs: int) -> None:
        """Kill `runs` interviews in one window, at points spread over all of it."""
        for number in range(runs):
            offline = self._is_offline(number)
            stop, script = self.somewhere(window + "/", number, offline=offline)
            setting = self.setting(f"{window} {number + 1}", script, offline=offline)
            self.judge(setting, self._interrupted(setting, stop, None, again=number % AGAIN_EVERY == 1), str(stop))

    def any_time(self, runs: int) -> None:
        """Kill `runs` interviews at random times."""
        for number in range(runs):
            script, offline = SCRIPTS[number % len(SCRIPTS)], self._is_offline(number)
            after = self._chance.uniform(0.0, self.reference(script, offline=offline).seconds)
            setting = self.setting(f"{ANY_TIME} {number + 1}", script, offline=offline)
            again = number % AGAIN_EVERY == 1
            self.judge(setting, self._interrupted(setting, None, after, again=again), f"after {after:.3f} s")

    def sabotaged(self, names: list[str]) -> list[str]:
        """Build each fault in and kill where that brings it out; the names of those that were NOT found."""
        missed = []
        for name in names:
            setting = self.setting(f"sabotage {name}", SABOTAGES[name].script, sabotage=name)
            if not list(self._interrupted(setting, SABOTAGES[name].stop, None, again=False)):
                missed.append(name)
        return missed

    def somewhere(self, prefix: str, number: int, *, offline: bool) -> tuple[Stop, Script]:
        """A passing of a point whose name starts so, and a script that comes there; all points have their turn."""
        counts = [(script, self.reference(script, offline=offline).counts) for script in SCRIPTS]
        points = sorted({point for _, passed in counts for point in passed if point.startswith(prefix)})
        point = points[number % len(points)]
        script, passed = self._chance.choice([one for one in counts if point in one[1]])
        return Stop(point, self._chance.randint(1, passed[point])), script

    def reference(self, script: Script, *, offline: bool) -> Reference:
        """The interview uninterrupted, sat once. Raises SystemExit where even that fails."""
        key = (script.name, offline)
        if key not in self._references:
            setting = self.setting(f"reference {script.name} {'offline' if offline else ''}", script, offline=offline)
            outcome = run(setting)
            if outcome.status != 0:
                raise SystemExit(f"the uninterrupted interview failed:\n{outcome.complaint}")
            seen = gather(setting)
            wrong = [*lost(seen), *unsound(seen, script, seen)]
            if wrong:
                raise SystemExit("the uninterrupted interview is wrong: " + "; ".join(wrong))
            self._references[key] = Reference(seen, outcome.counts, outcome.seconds)
        return self._references[key]

    def setting(
        self, name: str, script: Script, *, offline: bool = False, sabotage: str | None = None, retries: bool = False
    ) -> Setting:
        """A fresh data folder in a folder of its own."""
        setting = Setting(self._work / name.strip().replace(" ", "-"), script, offline, sabotage, retries)
        prepare(setting.home)
        return setting

    def judge(self, setting: Setting, found: Iterator[str], where: str) -> None:
        """Run a trial to its end and tally it."""
        self.tally.trials += 1
        who = "offline" if setting.offline else "scripted"
        violations = [f"{setting.folder.name} ({who}, {setting.script.name}, {where}): {line}" for line in found]
        self.tally.violations += violations
        if not violations:
            shutil.rmtree(setting.folder)

    def ends(self, setting: Setting) -> Iterator[str]:
        """Resume in a fresh process to the end; yields what is wrong with what it comes to."""
        before = gather(setting)
        outcome = run(setting)
        seen = gather(setting)
        if outcome.status != 0:
            yield f"the resumed process ended with status {outcome.status}:\n{outcome.complaint}"
            return
        reference = self.reference(setting.script, offline=setting.offline)
        yield from [*lost(seen), *repeated(before, seen), *unsound(seen, setting.script, reference.evidence)]

    def _interrupted(
        self, setting: Setting, stop: Stop | None, kill_after: float | None, *, again: bool
    ) -> Iterator[str]:
        """Kill, look, resume (perhaps kill and look again), look; yields what is wrong."""
        before = gather(setting)
        outcome = run(setting, stop=stop, kill_after=kill_after)
        self._count(outcome, stop)
        if stop is not None and not outcome.killed:
            yield f"it did not come to {stop}: status {outcome.status}\n{outcome.complaint}"
            return
        seen = gather(setting)
        yield from [*lost(seen), *repeated(before, seen)]
        if again:
            before = seen
            half = self.reference(setting.script, offline=setting.offline).seconds / 2
            self._count(run(setting, kill_after=self._chance.uniform(0.0, half)), None)
            seen = gather(setting)
            yield from [*lost(seen), *repeated(before, seen)]
        yield from self.ends(setting)

    def _count(self, outcome: Outcome, stop: Stop | None) -> None:
        if outcome.killed:
            self.tally.kills += 1
            self.tally.hits[stop.window if stop else ANY_TIME] += 1
            self.tally.points[outcome.last or "before anything"] += 1

    def _is_offline(self, number: int) -> bool:
        return self._offline and number % OFFLINE_EVERY == OFFLINE_FIRST

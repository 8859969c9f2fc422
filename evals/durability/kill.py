"""kill -9 in every window of an interview, many times, and a look at what became of it.

    python -m evals.durability.kill --runs 25

A child sits a short loop; the parent kills it where it stands at a named point of a window, starts another child, and
compares where that ends with the same interview uninterrupted. Prints a histogram of the windows hit. Exit status 1
with the violations where anything was lost, asked twice, called twice, or ended early.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from evals.durability.candidates import SCRIPTS, Script
from evals.durability.evidence import Evidence, gather, lost, repeated, unsound
from evals.durability.gates import BESIDE, WINDOWS, Stop
from evals.durability.processes import Outcome, run
from evals.durability.sabotage import SABOTAGES
from evals.durability.sitting import Setting, prepare

ANY_TIME = "any_time"
OFFLINE_EVERY = 5
"""Every fifth interview is the offline interviewer's, with its embeddings and retrieval; the others are scripted."""
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
"""Used where it exists: what a kill leaves behind is the same on every file system, and waiting for disks is not."""
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
    """Runs trials in folders of their own below `work`, which is gone afterwards."""

    def __init__(self, work: Path, chance: random.Random, sabotage: str | None, offline: bool) -> None:
        self._work, self._chance, self._sabotage, self._offline = work, chance, sabotage, offline
        self._references: dict[tuple[str, bool], Reference] = {}
        self.tally = Tally()

    def window(self, window: str, runs: int) -> None:
        """Kill `runs` interviews in one window, at points spread over all of it."""
        for number in range(runs):
            offline = self._offline and number % OFFLINE_EVERY == OFFLINE_EVERY - 1
            stop, script = self._somewhere(window, number, offline)
            self._trial(f"{window} {number + 1}", script, offline, stop, again=number % AGAIN_EVERY == 1)

    def any_time(self, runs: int) -> None:
        """Kill `runs` interviews at random times."""
        for number in range(runs):
            offline = self._offline and number % OFFLINE_EVERY == OFFLINE_EVERY - 1
            script = SCRIPTS[number % len(SCRIPTS)]
            self._trial(f"{ANY_TIME} {number + 1}", script, offline, None, again=number % AGAIN_EVERY == 1)

    def _somewhere(self, window: str, number: int, offline: bool) -> tuple[Stop, Script]:
        """A point of the window and a script that passes it; all points have their turn."""
        passed = {
            point: [script for script in SCRIPTS if self._reference(script, offline).counts.get(point)]
            for script in SCRIPTS
            for point in self._reference(script, offline).counts
            if point.startswith(window + "/")
        }
        points = sorted(passed)
        point = points[number % len(points)]
        script = self._chance.choice(passed[point])
        return Stop(point, self._chance.randint(1, self._reference(script, offline).counts[point])), script

    def _reference(self, script: Script, offline: bool) -> Reference:
        key = (script.name, offline)
        if key not in self._references:
            home = self._home(f"reference {script.name} {'offline' if offline else 'scripted'}")
            outcome = run(Setting(home, script, offline))
            if outcome.status != 0:
                raise SystemExit(f"the uninterrupted interview failed:\n{outcome.complaint}")
            seen = gather(home)
            wrong = [*lost(seen), *unsound(seen, script, seen)]
            if wrong:
                raise SystemExit("the uninterrupted interview is wrong: " + "; ".join(wrong))
            self._references[key] = Reference(seen, outcome.counts, outcome.seconds)
        return self._references[key]

    def _trial(self, name: str, script: Script, offline: bool, stop: Stop | None, *, again: bool) -> None:
        reference = self._reference(script, offline)
        setting = Setting(self._home(name), script, offline, self._sabotage)
        kill_after = None if stop else self._chance.uniform(0.0, reference.seconds)
        self.tally.trials += 1
        found = list(self._interrupted(setting, reference, stop, kill_after, again))
        where = stop or f"after {kill_after:.3f} s"
        who = "offline" if offline else "scripted"
        self.tally.violations += [f"{name} ({who}, {script.name}, {where}): {line}" for line in found]
        if not found:
            shutil.rmtree(setting.home)

    def _interrupted(
        self, setting: Setting, reference: Reference, stop: Stop | None, kill_after: float | None, again: bool
    ) -> Iterator[str]:
        """Kill, look, resume (perhaps kill and look again), look; yields what is wrong."""
        before = gather(setting.home)
        outcome = run(setting, stop=stop, kill_after=kill_after)
        self._count(outcome, stop)
        if stop is not None and not outcome.killed:
            yield f"it did not come to {stop}: status {outcome.status}\n{outcome.complaint}"
            return
        seen = gather(setting.home)
        yield from [*lost(seen), *repeated(before, seen)]
        if again:
            before = seen
            outcome = run(setting, kill_after=self._chance.uniform(0.0, reference.seconds / 2))
            self._count(outcome, None)
            seen = gather(setting.home)
            yield from [*lost(seen), *repeated(before, seen)]
        before = seen
        outcome = run(setting)
        seen = gather(setting.home)
        if outcome.status != 0:
            yield f"the resumed process ended with status {outcome.status}:\n{outcome.complaint}"
            return
        yield from [*lost(seen), *repeated(before, seen), *unsound(seen, setting.script, reference.evidence)]

    def _count(self, outcome: Outcome, stop: Stop | None) -> None:
        if outcome.killed:
            window = stop.window if stop else ANY_TIME
            self.tally.kills += 1
            self.tally.hits[window] += 1
            self.tally.points[outcome.last or "before anything"] += 1

    def _home(self, name: str) -> Path:
        home = self._work / name.replace(" ", "-")
        prepare(home)
        return home


def report(tally: Tally) -> str:
    """The histogram, and the violations."""
    lines = [f"{tally.trials} interviews, {tally.kills} kills"]
    windows = [window for window in (*WINDOWS, *BESIDE, ANY_TIME) if window in tally.hits]
    lines += [f"  {window:<12} {tally.hits[window]:>4}  {'#' * tally.hits[window]}" for window in windows]
    lines.append("the last point passed before the kill:")
    lines += [f"  {point:<32} {times:>4}" for point, times in sorted(tally.points.items())]
    if tally.violations:
        lines.append(f"{len(tally.violations)} violations:")
        lines += [f"  {line}" for line in tally.violations]
    else:
        lines.append("nothing acknowledged was lost, nothing asked or called twice, every interview reached its end")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Run the trials and print what came of them; 1 where anything is wrong."""
    parser = argparse.ArgumentParser(prog="python -m evals.durability.kill", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=25, help="kills in each window")
    parser.add_argument("--seed", type=int, default=0, help="of the choice of points and times")
    parser.add_argument("--window", action="append", choices=(*WINDOWS, *BESIDE, ANY_TIME), help="only this one")
    parser.add_argument("--sabotage", choices=sorted(SABOTAGES), help="build in a fault, to see it found")
    parser.add_argument("--scripted-only", action="store_true", help="leave the offline interviewer out")
    options = parser.parse_args(arguments)
    work = Path(tempfile.mkdtemp(prefix="mockloop-kill-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None))
    os.environ["MOCKLOOP_CACHE"] = str(work / "cache")
    trials = Trials(work, random.Random(options.seed), options.sabotage, not options.scripted_only)  # noqa: S311
    for window in options.window or (*WINDOWS, *BESIDE, ANY_TIME):
        if window == ANY_TIME:
            trials.any_time(options.runs)
        else:
            trials.window(window, options.runs)
    sys.stdout.write(report(trials.tally) + "\n")
    if trials.tally.violations:
        sys.stdout.write(f"the folders of what went wrong are kept in {work}\n")
        return 1
    shutil.rmtree(work)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

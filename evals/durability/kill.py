"""kill -9 in every window of an interview, many times, and a look at what became of it.

    python -m evals.durability.kill --runs 25

A child sits a short loop; the parent kills it where it stands at a named point of a window, starts another child, and
compares where that ends with the same interview uninterrupted. Prints a histogram of the windows hit. Exit status 1
with the violations where anything was lost, asked twice, called twice, or ended early. Then the same with a full disk
and a locked database, and with faults built in on purpose, which have to be found.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
from pathlib import Path

from agent.coding.sandbox import confinement
from evals.durability import faults
from evals.durability.gates import BESIDE, WINDOWS
from evals.durability.sabotage import SABOTAGES
from evals.durability.trials import ANY_TIME, Tally, Trials

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
"""Used where it exists: what a kill leaves behind is the same on every file system, and waiting for disks is not."""
KILLS = (*WINDOWS, *BESIDE, ANY_TIME)
SABOTAGE = "sabotage"
THOROUGH = 10
"""From so many runs on, disks fill up and databases are locked at every kind of write, and all faults are built in."""
FEW_SABOTAGES = ["acknowledge before the disk", "count twice"]
OF_CODE = "running"
"""The window that is there only where code is run."""


def main(arguments: list[str] | None = None) -> int:
    """Run the trials and print what came of them; 1 where anything is wrong."""
    options = _options(arguments)
    work = Path(tempfile.mkdtemp(prefix="mockloop-kill-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None))
    os.environ["MOCKLOOP_CACHE"] = str(work / "cache")
    trials = Trials(work, random.Random(options.seed), offline=not options.scripted_only)  # noqa: S311
    thorough = options.runs >= THOROUGH
    wanted = options.only or (*KILLS, *faults.FAULTS, SABOTAGE)
    no_code = confinement()
    if no_code is not None and OF_CODE in wanted:
        _print(f"code is not run here ({no_code}): the window {OF_CODE} is NOT tried")
        wanted = [window for window in wanted if window != OF_CODE]
    for window in wanted:
        if window == ANY_TIME:
            trials.any_time(options.runs)
        elif window in KILLS:
            trials.window(window, options.runs)
    if trials.tally.trials:
        _print(report(trials.tally))
    for name in wanted:
        if name in faults.FAULTS:
            _print(faults.FAULTS[name](trials, faults.PLACES if thorough else faults.FEW_PLACES))
    if SABOTAGE in wanted:
        known = [name for name, one in SABOTAGES.items() if no_code is None or one.stop.window != OF_CODE]
        missed = trials.sabotaged(known if thorough else FEW_SABOTAGES)
        trials.tally.violations += [f"the fault built in as {name!r} was not found" for name in missed]
        _print("faults built in on purpose: " + (f"NOT found: {', '.join(missed)}" if missed else "all found"))
    return _verdict(trials.tally, work)


def report(tally: Tally) -> str:
    """The histogram of the windows that were hit, and of the points passed last."""
    lines = [f"{tally.trials} interviews, {tally.kills} kills"]
    lines += [f"  {window:<12} {tally.hits[window]:>4}  {'#' * tally.hits[window]}" for window in KILLS]
    lines.append("the last point passed before the kill:")
    lines += [f"  {point:<32} {times:>4}" for point, times in sorted(tally.points.items())]
    return "\n".join(lines)


def _verdict(tally: Tally, work: Path) -> int:
    if tally.violations:
        _print(f"{len(tally.violations)} violations:", *(f"  {line}" for line in tally.violations))
        _print(f"the folders of what went wrong are kept in {work}")
        return 1
    _print("nothing acknowledged was lost, nothing asked or called twice, every interview reached its end")
    shutil.rmtree(work)
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.durability.kill", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--runs", type=int, default=25, help="kills in each window")
    parser.add_argument("--seed", type=int, default=0, help="of the choice of points and times")
    parser.add_argument("--only", action="append", choices=(*KILLS, *faults.FAULTS, SABOTAGE), help="may be repeated")
    parser.add_argument("--scripted-only", action="store_true", help="leave the offline interviewer out")
    return parser.parse_args(arguments)


def _print(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())

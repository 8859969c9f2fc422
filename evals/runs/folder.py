"""A run is a folder that survives a kill: what was finished stands in it, line by line.

    run.json         what was asked for: tasks, who interviewed, repeats; hashes of prompts, datasets and knowledge
    samples.jsonl    a line for each finished sample: output, scores, findings, cost; of two the later one counts
    transcripts/     the rounds that were held, a file for each sample that has any
    scores.json      the figures, written at every end of the run, also at a stop

A process that is killed leaves whole lines, and at most one torn one, which is dropped (see lines.py).
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from agent.errors import NotFoundError, SessionBusyError, StorageError, UsageError
from agent.paths import make_private_folder
from agent.storage.locks import FileLock
from evals.runs.lines import LinesFile, written
from evals.spending import Spent
from evals.task import Finding, Record

BASELINE = "baseline"
RUN, SAMPLES, SCORES, TRANSCRIPTS = "run.json", "samples.jsonl", "scores.json", "transcripts"


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What a run was asked for. `hashes` are of everything whose change makes figures incomparable, by name;
    `provider` is the model, the grader's and the endpoint, never the key."""

    tasks: tuple[str, ...]
    interviewer: str = "offline"
    limit: int | None = None
    repeats: int = 1
    only: tuple[tuple[str, str], ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)
    started: str = ""
    price: tuple[float, float, float] | None = None
    max_cost: float | None = None
    fresh: bool = False
    provider: Mapping[str, Any] | None = None

    @property
    def who(self) -> str:
        """Who asked, and who graded where that was another model. The endpoint is no part of it."""
        grader = (self.provider or {}).get("grader_model")
        return self.interviewer if grader in (None, self.interviewer) else f"{self.interviewer}, graded by {grader}"


class RunFolder:
    """One run on disk. `open` takes its lock; `read` only looks."""

    def __init__(self, path: Path, plan: RunPlan) -> None:
        self.path = path
        self.plan = plan
        self._lock: FileLock | None = None
        self._samples = LinesFile(path / SAMPLES, "its sample is run again when the run goes on")

    @property
    def id(self) -> str:
        """The folder's name, or `baseline`."""
        return BASELINE if self.path == baseline_folder() else self.path.name

    @classmethod
    def create(cls, runs: Path, plan: RunPlan) -> RunFolder:
        """A new folder, locked. Raises StorageError."""
        now = datetime.now(UTC)
        name = f"{now:%Y%m%d-%H%M%S}-{now.microsecond // 1000:03d}{secrets.token_hex(1)}"  # sorted as they were begun
        path = make_private_folder(make_private_folder(runs) / name)
        folder = cls(path, plan)
        folder._write(RUN, {"version": 1, **asdict(plan)})
        folder._hold()
        return folder

    @classmethod
    def read(cls, path: Path) -> RunFolder:
        """An existing run. Raises NotFoundError, StorageError."""
        try:
            data = json.loads((path / RUN).read_text("utf-8"))
        except FileNotFoundError:
            raise NotFoundError(f"There is no eval run {path}; `mockloop eval runs` lists them.") from None
        except (OSError, ValueError) as error:
            raise StorageError(f"The eval run {path} can't be read ({error}).") from None
        try:
            return cls(path, _plan(data))
        except (TypeError, ValueError, KeyError) as error:
            raise StorageError(f"{path / RUN} is no plan of an eval run ({type(error).__name__}: {error}).") from None

    @classmethod
    def resume(cls, path: Path) -> RunFolder:
        """An existing run, locked. Raises NotFoundError, SessionBusyError, StorageError."""
        folder = cls.read(path)
        folder._hold()
        return folder

    def _hold(self) -> None:
        lock = FileLock(self.path / "lock")
        if not lock.acquire():
            raise SessionBusyError(f"The eval run {self.id} is held by another process; nothing was changed.")
        self._lock = lock

    def close(self) -> None:
        """Let go of the lock. Safe to call twice."""
        self._samples.close()
        if self._lock is not None:
            self._lock.release()

    def add(self, record: Record, transcripts: Sequence[Mapping[str, Any]] = ()) -> None:
        """Keep a finished sample. What a run has kept survives a kill. Raises StorageError; then it is not kept."""
        if transcripts:
            name = f"{_file_name(record)}.json"
            make_private_folder(self.path / TRANSCRIPTS)
            self._write(f"{TRANSCRIPTS}/{name}", list(transcripts))
        self._samples.add(_plain(record))

    def records(self) -> list[Record]:
        """The newest record of every sample, in the order of their first. Raises StorageError."""
        found: dict[tuple[str, str, int], Record] = {}
        for record in self._samples.read(_record):
            found[record.key] = record
        return list(found.values())

    def transcripts(self, record: Record) -> list[dict[str, Any]]:
        """The rounds that were held for a sample; none where it has none. Raises StorageError."""
        return list(self._kept(f"{TRANSCRIPTS}/{_file_name(record)}.json") or [])

    def write_scores(self, scores: Mapping[str, Any]) -> None:
        """Write the figures. Raises StorageError."""
        self._write(SCORES, scores)

    def scores(self) -> dict[str, Any] | None:
        """The figures as they were last written; None where the run was killed before any were. Raises StorageError."""
        found = self._kept(SCORES)
        return None if found is None else dict(found)

    def _kept(self, name: str) -> Any:
        """What a file of the run holds; None where there is none."""
        try:
            return json.loads((self.path / name).read_text("utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            why = type(error).__name__
            raise StorageError(f"{self.path / name} can't be read ({why}); nothing was changed.") from None

    def _write(self, name: str, data: Any) -> None:
        """Write beside the file and rename over it."""
        partial = self.path / f"{name}.partial"
        with written(self.path / name):
            try:
                partial.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
                partial.replace(self.path / name)
            except OSError:
                partial.unlink(missing_ok=True)
                raise


def find_run(runs: Path, name: str) -> Path:
    """The folder of a run by its id, the beginning of it, a path, `last` or `baseline`. Raises NotFoundError."""
    if name == BASELINE:
        return baseline_folder()
    if (Path(name) / RUN).is_file():
        return Path(name)
    known = run_names(runs)
    fitting = known[-1:] if name == "last" else [known_name for known_name in known if known_name.startswith(name)]
    if len(fitting) != 1:
        why = "more than one begins so" if fitting else "there is none of that name"
        raise NotFoundError(f"The eval run {name!r} can't be found: {why}. `mockloop eval runs` lists them.")
    return runs / fitting[0]


def baseline_folder() -> Path:
    """The committed run of the offline interviewer."""
    return Path(str(files("evals"))) / "baselines" / "offline"


def keep_as_baseline(run: RunFolder, target: Path) -> int:
    """Copy a run's plan, records and figures, sorted so that a new one shows what changed; returns the samples kept.

    Raises UsageError where the run is not complete, StorageError.
    """
    scores = run.scores()
    if scores is None or not scores["complete"]:
        raise UsageError(f"The eval run {run.id} is not complete; the baseline is as it was. Resume it first.")
    records = sorted(run.records(), key=lambda record: record.key)
    lines = [json.dumps(_plain(replace(r, spent=Spent())), ensure_ascii=False) for r in records]
    with written(target):
        target.mkdir(parents=True, exist_ok=True)
        (target / SAMPLES).write_text("\n".join(lines) + "\n", "utf-8")
        for name, data in ((RUN, {"version": 1, **asdict(run.plan)}), (SCORES, scores)):
            (target / name).write_text(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    return len(records)


def run_names(runs: Path) -> list[str]:
    """The ids of all runs, oldest first."""
    if not runs.is_dir():
        return []
    return sorted(path.name for path in runs.iterdir() if (path / RUN).is_file())


def _file_name(record: Record) -> str:
    safe = "".join(char if char.isalnum() or char in "._-" else "_" for char in record.sample)
    return f"{record.task}.{safe}.{record.repeat}"


def _plain(record: Record) -> dict[str, Any]:
    plain = {name: getattr(record, name) for name in Record.__dataclass_fields__}  # asdict would copy all of the output
    findings = [asdict(finding) for finding in record.findings]
    spent = {**asdict(record.spent), "seconds": round(record.spent.seconds, 4)}
    return {**plain, "findings": findings, "spent": spent}


def _plan(data: dict[str, Any]) -> RunPlan:
    known = {name: data[name] for name in RunPlan.__dataclass_fields__ if name in data}
    known["tasks"] = tuple(known["tasks"])
    known["only"] = tuple((task, sample) for task, sample in known.get("only", ()))
    known["price"] = tuple(known["price"]) if known.get("price") else None
    return RunPlan(**known)


def _record(plain: dict[str, Any]) -> Record:
    findings = tuple(Finding(**item) for item in plain.pop("findings", ()))
    return Record(**{**plain, "findings": findings, "spent": Spent(**plain["spent"])})

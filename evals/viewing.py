"""Runs as plain data for whoever shows them: samples with what was said, and marks where a check failed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agent.errors import MockloopError
from evals.compare import compare
from evals.compare_report import terminal
from evals.report import run_lines
from evals.runs.folder import RunFolder
from evals.spending import Spent
from evals.task import Record, found_at

Line = tuple[str, str, str]
"""Who speaks, the words, and what a check found there; each '' where there is none."""


@dataclass(frozen=True, slots=True)
class Viewed:
    """A sample of one or two runs; `state` is passed, failed, flipped or error."""

    name: str
    state: str
    folders: tuple[RunFolder, ...]
    records: tuple[Record | None, ...]

    def is_about(self, word: str) -> bool:
        """Whether its name, its state, a check that failed in it or its error has a word in it, in lower case."""
        known = [record for record in self.records if record]
        checks = [finding.check for record in known for finding in record.findings]
        texts = (self.name, self.state, *checks, *(record.error or "" for record in known))
        return any(word in text.lower() for text in texts)

    @property
    def sides(self) -> list[list[Line]]:
        """For each run its lines, read from its folder; none where it does not have the sample."""
        pairs = zip(self.folders, self.records, strict=True)
        return [_lines(folder, record) if record else [] for folder, record in pairs]


def summary_line(folder: RunFolder) -> str:
    """A run in a few words: who interviewed, which tasks, how many passed."""
    scores = folder.scores()
    tasks = ", ".join(folder.plan.tasks)
    if scores is None:
        return f"{folder.plan.who}; {tasks}; no figures yet"
    passed = sum(block["passed"] for block in scores["tasks"].values())
    stopped = "" if scores["complete"] else f", stopped at {scores['done']} of {scores['planned']}"
    return f"{folder.plan.who}; {tasks}; {passed} of {scores['done']} passed{stopped}"


def figures(folders: Sequence[RunFolder]) -> str:
    """The figures of a run, or what changed between two."""
    if len(folders) == 1:
        scores = folders[0].scores()
        return "\n".join(run_lines(scores, long=True)) if scores else "It was stopped; it has no figures yet."
    try:
        return terminal(compare(*folders))
    except MockloopError as error:  # they share no sample
        return str(error)


def viewed(folders: Sequence[RunFolder]) -> list[Viewed]:
    """Every sample of one or two runs, those first that failed or flipped."""
    sides = [{(record.task, record.sample, record.repeat): record for record in folder.records()} for folder in folders]
    names = dict.fromkeys(key for side in sides for key in side)
    found = [_sample(key, folders, sides) for key in names]
    order = ("flipped", "error", "failed", "passed")
    return sorted(found, key=lambda sample: (order.index(sample.state), sample.name))


Key = tuple[str, str, int]


def _sample(key: Key, folders: Sequence[RunFolder], sides: Sequence[Mapping[Key, Record]]) -> Viewed:
    records = tuple(side.get(key) for side in sides)
    task, sample, repeat = key
    name = f"{task} {sample}" + (f" #{repeat}" if repeat else "")
    return Viewed(name, _state([record for record in records if record]), tuple(folders), records)


def _state(records: Sequence[Record]) -> str:
    if any(record.error for record in records):
        return "error"
    passed = {record.passed for record in records}
    if len(passed) > 1:
        return "flipped"
    return "passed" if passed == {True} else "failed"


def _lines(folder: RunFolder, record: Record) -> list[Line]:
    lines: list[Line] = [("error", "", record.error)] if record.error else []
    scores = ", ".join(f"{name} {value:g}" for name, value in record.scores.items() if value is not None)
    lines += [("scores", scores, "")] if scores else []
    lines += [("took", _took(record.spent), "")]
    lines += [("", "", finding.line) for finding in record.findings if finding.turn is None]
    transcripts = folder.transcripts(record)
    for transcript in transcripts:
        for number, turn in enumerate(transcript["turns"]):
            found = found_at(record.findings, number, transcript, alone=len(transcripts) == 1)
            marks = "; ".join(f"{finding.check}: {finding.what}" for finding in found)
            lines.append((f"{number} {turn['role']}", turn["text"], marks))
    if not transcripts and record.output is not None:
        lines.append(("output", json.dumps(record.output, ensure_ascii=False, indent=1), ""))
    return lines


def _took(spent: Spent) -> str:
    """What a sample took, in words."""
    asked = spent.calls + spent.replayed
    if not asked:
        return f"{spent.seconds:.2f} s"
    first = "" if spent.first_token is None else f", first words after {spent.first_token:.2f} s"
    calls = "1 call" if asked == 1 else f"{asked} calls"
    again = f" ({spent.replayed} replayed)" if spent.replayed else ""
    return f"{spent.seconds:.2f} s, {calls}{again}, {spent.input} tokens in, {spent.output} out{first}"

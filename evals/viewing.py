"""Runs as plain data for whoever shows them: samples with what was said, and marks where a check failed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from evals.runs.folder import RunFolder
from evals.task import Finding, Record

Line = tuple[str, str, str]
"""Who speaks, the words, and what a check found there ('' where nothing)."""


def viewed(folders: Sequence[RunFolder]) -> list[dict[str, Any]]:
    """Every sample of one or two runs, those first that failed or flipped.

    Each is `name`, `state` (passed, failed, flipped, error) and `sides`: for each run its lines.
    """
    sides = [{(record.task, record.sample, record.repeat): record for record in folder.records()} for folder in folders]
    names = dict.fromkeys(key for side in sides for key in side)
    found = [_sample(key, folders, sides) for key in names]
    order = ("flipped", "error", "failed", "passed")
    return sorted(found, key=lambda sample: (order.index(sample["state"]), sample["name"]))


Key = tuple[str, str, int]


def _sample(key: Key, folders: Sequence[RunFolder], sides: Sequence[Mapping[Key, Record]]) -> dict[str, Any]:
    records = [side.get(key) for side in sides]
    task, sample, repeat = key
    name = f"{task} {sample}" + (f" #{repeat}" if repeat else "")
    lines = [_lines(folder, record) if record else [] for folder, record in zip(folders, records, strict=True)]
    return {"name": name, "state": _state([record for record in records if record]), "sides": lines}


def _state(records: Sequence[Record]) -> str:
    if any(record.error for record in records):
        return "error"
    passed = {record.passed for record in records}
    if len(passed) > 1:
        return "flipped"
    return "passed" if passed == {True} else "failed"


def _lines(folder: RunFolder, record: Record) -> list[Line]:
    lines: list[Line] = [("error", record.error, record.error)] if record.error else []
    scores = ", ".join(f"{name} {value:g}" for name, value in record.scores.items() if value is not None)
    lines += [("scores", scores, "")] if scores else []
    lines += [(finding.check, finding.what, finding.check) for finding in record.findings if finding.turn is None]
    transcripts = folder.transcripts(record)
    for transcript in transcripts:
        round_id = transcript.get("round_id", "")
        lines += [
            (f"{number} {turn['role']}", turn["text"], _marks(record.findings, number, round_id, len(transcripts)))
            for number, turn in enumerate(transcript["turns"])
        ]
    if not transcripts and record.output is not None:
        lines.append(("output", json.dumps(record.output, ensure_ascii=False, indent=1), ""))
    return lines


def _marks(findings: Sequence[Finding], turn: int, round_id: str, rounds: int) -> str:
    here = [f for f in findings if f.turn == turn and (rounds == 1 or f.round_id == round_id)]
    return "; ".join(f"{finding.check}: {finding.what}" for finding in here)

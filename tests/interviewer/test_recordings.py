"""Exchanges recorded by hand: each completion belongs to the request beside it, and reads as the program reads a model's."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from agent.interviewer.header import HeaderStream

FILE = Path(__file__).parents[1] / "data" / "recordings" / "by_hand.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['round']}-{row['number']}")
def test_a_recording_fits_its_own_request(row: dict[str, Any]) -> None:
    assert row["recorded_by"] == "hand"
    request = json.dumps(row["request"], sort_keys=True, ensure_ascii=False)
    assert hashlib.sha256(request.encode()).hexdigest() == row["sha256"], "the request was changed: record it anew"
    form = row["request"].get("response_format")
    if form:
        Draft202012Validator(form["json_schema"]["schema"]).validate(json.loads(row["completion"]))
        return
    stream = HeaderStream()
    spoken = stream.feed(row["completion"]) + stream.end()
    last = row["request"]["messages"][-1]["content"]
    assert spoken
    assert "@" not in spoken
    if "Allowed moves, best first: " in last:
        allowed = last.partition("Allowed moves, best first: ")[2].partition(".")[0].split(", ")
        assert stream.move is not None
        assert stream.move.value in allowed

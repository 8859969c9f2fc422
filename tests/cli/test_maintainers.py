"""`doctor`, `knowledge` and `prompts`, the listings, and the version."""

from __future__ import annotations

import hashlib
import json
import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from agent.catalog.loader import Catalog
from agent.domain.terms import Level
from tests.cli.conftest import Run


def test_doctor_says_what_is_missing_and_never_a_key(mockloop: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-0123456789")
    outcome = mockloop("doctor")
    assert outcome.status == 0
    assert "no model is named" in outcome.out
    assert "canary" not in outcome.out + outcome.err
    assert {"python", "sessions", "knowledge", "retrieval"} <= set(outcome.out.split())


def test_doctor_works_where_the_data_folder_does_not(
    mockloop: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MOCKLOOP_HOME", str(tmp_path / "file" / "home"))
    outcome = mockloop("doctor")
    assert outcome.status == 0
    assert "!!  data folder" in outcome.out


def test_our_own_knowledge_is_fine(mockloop: Run) -> None:
    outcome = mockloop("knowledge", "check", "--quiet")
    assert (outcome.status, outcome.out, outcome.err) == (0, "", "")


def test_a_broken_knowledge_file_is_named_with_its_line(mockloop: Run, tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    with as_file(files("knowledge")) as ours:
        for name in ("rounds", "rubrics"):
            shutil.copytree(ours / name, folder / name)
        shutil.copy(ours / "sources.yaml", folder)
    spec = folder / "rounds" / "ml_depth.md"
    spec.write_text(spec.read_text("utf-8").replace("minutes:", "minuets:", 1), "utf-8")
    outcome = mockloop("knowledge", "check", folder)
    assert (outcome.status, outcome.out) == (2, "")
    assert "error: knowledge/rounds/ml_depth.md:2: minutes: is missing\n" in outcome.err


def test_prompts_are_listed_shown_and_checked(mockloop: Run) -> None:
    listed = mockloop("prompts", "list")
    assert listed.status == 0
    names = [line.split()[0] for line in listed.out.splitlines()]
    assert "interviewer" in names
    shown = mockloop("prompts", "show", "interviewer")
    assert "{{ statement }}" in shown.out
    assert "{{>" not in shown.out
    assert "R4   no_praise\n" in shown.out
    assert mockloop("prompts", "check").out.startswith(f"{len(names)} prompts, ")


def test_recordings_that_are_stale_are_said_and_altered_ones_fail(mockloop: Run, tmp_path: Path) -> None:
    row = {"round": "ml_depth", "number": 3, "prompts": {"mend": "0" * 12}, "request": {"messages": []},
           "completion": ""}  # fmt: skip
    row["sha256"] = hashlib.sha256(json.dumps(row["request"], sort_keys=True).encode()).hexdigest()
    path = tmp_path / "kept.jsonl"
    path.write_text(json.dumps(row))
    outcome = mockloop("prompts", "check", "--recordings", path)
    assert outcome.status == 0
    assert outcome.err == "stale: kept.jsonl:1: ml_depth, request 3 was recorded with another mend; record it anew.\n"
    path.write_text(json.dumps({**row, "request": {"messages": ["other"]}}))
    assert mockloop("prompts", "check", "--recordings", path).status == 2


def test_a_broken_prompt_is_named(mockloop: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from agent import maintenance
    from agent.prompting.library import load_prompts

    (tmp_path / "grade.md").write_text("no front matter")
    monkeypatch.setattr(maintenance, "load_prompts", lambda: load_prompts(tmp_path))
    outcome = mockloop("prompts", "check")
    assert (outcome.status, outcome.out) == (2, "")
    assert "prompts/grade.md" in outcome.err


def test_rounds_and_loops_are_listed(mockloop: Run, home: Path) -> None:
    rounds = mockloop("round", "--list").out
    assert rounds.index("recruiter_screen: ") < rounds.index("negotiation: ")
    assert "ml_depth-sales-labels" in rounds
    assert "ml_depth" not in mockloop("round", "founder", "--list").out
    assert mockloop("loop", "--list").out.startswith("startup: ")
    assert not home.exists()


def test_a_loop_of_ones_own_that_is_broken_hides_no_other(mockloop: Run, home: Path) -> None:
    (home / "loops").mkdir(parents=True)
    (home / "loops/mine.yaml").write_text("id: mine\nrounds: [\n")
    listed = mockloop("loop", "--list")
    assert (listed.status, listed.out) == (0, mockloop("loop", "--list").out)
    assert listed.out.startswith("startup: ")
    assert "mine.yaml:" in listed.err
    assert listed.err.rstrip().endswith("mine can't be held.")
    held = mockloop("loop", "mine", "--offline", "--answers", "-", stdin=b"A.")
    assert (held.status, held.err.count("\n")) == (2, 1)
    assert "a loop of yours is wrong" in mockloop("doctor").out


def test_a_loop_is_shown_in_full_with_who_claims_what_and_who_says_otherwise(mockloop: Run, home: Path) -> None:
    shown = mockloop("loop", "ai_lab", "--list")
    assert (shown.status, home.exists()) == (0, False)
    pack = Catalog().loop("ai_lab")
    for text in (pack.committee, f"L4 {pack.bars[Level.L4]:g}", *(claim.says for claim in pack.claims)):
        assert text in shown.out
    drill = shown.out.split("how much algorithm drill")[1].split("\n\n")[0]
    assert "(new-grad-2026, 2026)" in drill
    assert drill.count("  but: ") >= 3
    sources = shown.out.split("Sources:")[1]
    assert "mle-complete-guide: " in sources
    assert "startup-vs-big-tech" not in sources
    missing = mockloop("loop", "ai_lap", "--list")
    assert (missing.status, missing.out) == (2, "")
    assert "did you mean ai_lab?" in missing.err


def test_the_version(mockloop: Run) -> None:
    outcome = mockloop("--version")
    assert outcome.status == 0
    assert outcome.out.startswith("mockloop ")


def test_python_dash_m_tui_is_the_command() -> None:
    import runpy
    import sys
    from unittest.mock import patch

    with patch.object(sys, "argv", ["tui", "--version"]), pytest.raises(SystemExit) as end:
        runpy.run_module("tui", run_name="__main__")
    assert end.value.code == 0

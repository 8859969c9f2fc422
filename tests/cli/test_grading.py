"""`debrief` and `followups`: interviews held elsewhere, and what would be probed next."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agent.interviewer.model import ModelInterviewer
from agent.llm.scripted import Expected, ScriptedModel
from tests.cli.conftest import Run

TURNS = [
    {"role": "interviewer", "text": "Sales changes the label every quarter. What breaks first?"},
    {"role": "candidate", "text": "The evaluation: last month's positives and this month's are not the same thing."},
    {"role": "interviewer", "text": "And then?"},
    {"role": "candidate", "text": "I would freeze one definition and relabel the last two quarters by it. \x1b[2J"},
]


def written(tmp_path: Path, **changes: Any) -> Path:
    path = tmp_path / "transcript.json"
    path.write_text(json.dumps({"round": "ml_depth", "turns": TURNS, **changes}), encoding="utf-8")
    return path


def test_a_transcript_is_graded(mockloop: Run, tmp_path: Path, home: Path) -> None:
    outcome = mockloop("debrief", written(tmp_path), "--offline", "--json")
    assert (outcome.status, outcome.err) == (0, "")
    card = outcome.json
    assert card["session"] is None
    assert card["ended_by"] == "transcript"
    assert card["level"] == "L4"
    assert not (home / "sessions").exists()


def test_it_comes_from_standard_input_and_the_command_line_sets_the_level(mockloop: Run) -> None:
    text = json.dumps({"round": "ml_depth", "level": "staff", "turns": TURNS}).encode()
    outcome = mockloop("debrief", "-", "--offline", "--level", "new_grad", "--context", "ai_lab", "--json", stdin=text)
    assert (outcome.json["level"], outcome.json["context"]) == ("new_grad", "ai_lab")


def test_it_can_be_read(mockloop: Run, tmp_path: Path) -> None:
    outcome = mockloop("debrief", written(tmp_path), "--offline")
    assert outcome.out.startswith("ML depth: ")
    assert "The interview was held elsewhere. Graded by the offline grader." in outcome.out
    assert "\x1b" not in outcome.out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ('{"round": "ml_depth", "turns": []}\n{"round": "ml_depth", "turns": []}', "line 2"),
        ("[" * 100_000, "nested too deeply"),
        ("9" * 5000, "not JSON that can be read"),
        ('{"turns": []}', "at round: is missing"),
        ('{"round": "ml_dept", "turns": []}', "at round: must be"),
        ('{"round": "ml_depth"}', "at turns: must be a list"),
        ('{"round": "ml_depth", "turns": [{"role": "interviewer", "text": "x"}]}', "no turn of the candidate"),
        ('{"round": "ml_depth", "turns": [{"role": "candidate", "text": "x"}, {"role": "me"}]}', "at turns[1].role"),
        ('{"round": "ml_depth", "turns": [{"role": "candidate", "text": 3}]}', "at turns[0].text"),
        ('{"schema": 1, "transcript": {}, "scorecard": {}}', "give `transcript` instead"),
        (" " * 5_000_001, "longer than 5 MB"),
    ],
)
def test_what_is_wrong_with_a_transcript_is_said_in_one_line(mockloop: Run, text: str, says: str) -> None:
    outcome = mockloop("debrief", "-", "--offline", "--json", stdin=text.encode())
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.count("\n") == 1
    assert says in outcome.err


def test_a_model_grades_where_one_is_named(mockloop: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also a question that is none of ours: the rubric alone carries it."""
    quote = "I would freeze one definition"
    grade = {
        "signals": [
            {"signal": signal, "rating": 4, "evidence": [{"turn": 3, "quote": quote}], "note": "Decides."}
            for signal in SIGNALS
        ],
        "flags": [],
    }
    prose = {
        "headline": f'He decided: "{quote}".', "strengths": [], "concerns": [], "would_flip": [], "drills": [],
    }  # fmt: skip
    model = ScriptedModel(
        Expected("grade", json.dumps(grade), contains=(TURNS[0]["text"],)), Expected("debrief", json.dumps(prose))
    )
    monkeypatch.setattr(
        ModelInterviewer, "from_settings", lambda settings, meter: ModelInterviewer(model, settings.model)
    )
    outcome = mockloop("debrief", written(tmp_path), "--model", "gpt-x", "--base-url", "http://127.0.0.1:9", "--json")
    assert (outcome.status, outcome.err) == (0, "")
    model.check()
    card = outcome.json
    assert (card["decision"], card["grader_model"]) == ("lean_hire", "gpt-x"), "two answers carry no more"
    assert {signal["graded_by"] for signal in card["signals"]} == {"gpt-x"}
    assert card["questions"] == [{"id": None, "title": TURNS[0]["text"]}]


SIGNALS = ("failure_judgment", "data_reasoning", "modelling_depth", "measurement", "decision_under_uncertainty")


def test_follow_ups_are_what_the_interviewer_would_say(mockloop: Run) -> None:
    answer = "Our labels were redefined twice last month."
    outcome = mockloop("followups", answer, "--round", "ml_depth", "-k", 3, "--json")
    assert (outcome.status, outcome.err) == (0, "")
    assert 1 <= len(outcome.json) <= 3
    text = mockloop("followups", "-", "--round", "ML_DEPTH", "-k", 3, stdin=answer.encode()).out
    assert text.startswith(f"1. {outcome.json[0]['ask'].split()[0]}")


def test_nothing_fits_an_empty_answer(mockloop: Run) -> None:
    assert mockloop("followups", "  ", "--round", "ml_depth", "--json").out == "[]\n"
    assert mockloop("followups", "  ", "--round", "ml_depth").out == "Nothing fits this answer.\n"


def test_a_round_that_knowledge_has_nothing_for_can_not_be_graded(
    mockloop: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from agent.catalog.loader import Catalog
    from agent.domain.terms import RoundKind

    monkeypatch.setattr(Catalog, "kinds", lambda self: (RoundKind.FOUNDER,))
    path = tmp_path / "t.json"
    path.write_text('{"round": "coding", "turns": [{"role": "candidate", "text": "x"}]}')
    outcome = mockloop("debrief", path)
    assert (outcome.status, outcome.out) == (2, "")
    assert "The round coding can't be graded yet; these can: founder." in outcome.err

"""Wrong use and bad input: one clear line, exit 2, nothing on standard output, nothing changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Answers, Run
from tui.commands.options import settings_from

WITH_ANSWERS = ("--offline", "--answers", "ANSWERS", "--json")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "needs a terminal"),
        (("rond",), "did you mean round?"),
        (("--offline", "sessions"), "mockloop sessions ..."),
        (("--frobnicate",), "--frobnicate"),
        (("round",), "mockloop round --list"),
        (("round", "ml_dept", *WITH_ANSWERS), "did you mean ml_depth?"),
        (("round", "knitting", *WITH_ANSWERS), "There are: recruiter_screen, coding"),
        (("round", "ml_depth"), "--answers FILE"),
        (("round", "ml_depth", "--json"), "--json needs --answers"),
        (("round", "ml_depth", "--answers", "missing.txt"), "missing.txt does not exist"),
        (("round", "ml_depth", "--answers", "FOLDER"), "is a folder"),
        (("round", "ml_depth", "--answers", "LATIN1"), "not UTF-8 text (line 2)"),
        (("round", "ml_depth", "--minutes", "0", *WITH_ANSWERS), "--minutes must be more than 0"),
        (("round", "ml_depth", "--minutes", "-5", *WITH_ANSWERS), "--minutes must be more than 0"),
        (("round", "ml_depth", "--minutes", "nan", *WITH_ANSWERS), "--minutes must be more than 0"),
        (("round", "ml_depth", "--minutes", "inf", *WITH_ANSWERS), "--minutes must be more than 0"),
        (("round", "ml_depth", "--minutes", "soon", *WITH_ANSWERS), "--minutes"),
        (("round", "ml_depth", "--minutes", "5000", *WITH_ANSWERS), "between 1 and 600"),
        (("round", "ml_depth", "--seed", "x", *WITH_ANSWERS), "--seed"),
        (("round", "ml_depth", "--level", "senoir", *WITH_ANSWERS), "did you mean senior?"),
        (("round", "ml_depth", "--context", "bank", *WITH_ANSWERS), "startup, big_tech, ai_lab"),
        (("round", "ml_depth", "--background", "poet", *WITH_ANSWERS), "data_scientist"),
        (("round", "ml_depth", "--model", "m", *WITH_ANSWERS), "--offline and --model exclude each other"),
        (("round", "ml_depth", "--base-url", "http://x", *WITH_ANSWERS), "--offline and --base-url exclude"),
        (("round", "ml_depth", "--question", "ml_depth-sales-lables", *WITH_ANSWERS), "ml_depth-sales-labels?"),
        (("round", "founder", "--question", "ml_depth-sales-labels", *WITH_ANSWERS), "belongs to ml_depth"),
        (("loop",), "mockloop loop --list"),
        (("loop", "statrup", *WITH_ANSWERS), "did you mean startup?"),
        (("loop", "startup"), "--answers FILE"),
        (("resume",), "No session is active"),
        (("resume", "20200101-0000-beef"), "mockloop sessions"),
        (("resume", "../../etc"), "mockloop sessions"),
        (("report",), "SESSION"),
        (("report", "20200101-0000-beef"), "mockloop sessions"),
        (("report", "20200101-0000-beef", "--format", "pdf"), "mockloop sessions"),
        (("report", "20200101-0000-beef", "--format", "html"), "mockloop sessions"),
        (("report", "20200101-0000-beef", "--format", "docx"), "md, html, pdf, json"),
        (("sessions", "delete", "20200101-0000-beef"), "mockloop sessions"),
        (("sessions", "delete", ".."), "mockloop sessions"),
        (("sessions", "export", "20200101-0000-beef"), "mockloop sessions"),
        (("followups", "x"), "--round"),
        (("followups", "x", "--round", "ml_dept"), "did you mean ml_depth?"),
        (("followups", "x", "--round", "ml_depth", "-k", "0"), "-k"),
        (("followups", "x", "--round", "ml_depth", "--question", "nope"), "There is no question 'nope'"),
        (("debrief",), "FILE"),
        (("debrief", "missing.json"), "missing.json does not exist"),
        (("debrief", "FOLDER", "--json"), "is a folder"),
        (("debrief", "LATIN1", "--json"), "not UTF-8"),
        (("knowledge", "check", "nowhere"), "nowhere is not a folder"),
        (("prompts", "show", "interviewr"), "did you mean interviewer?"),
    ],
)
def test_one_line_says_what_is_wrong(
    arguments: tuple[str, ...], says: str, mockloop: Run, answers: Answers, home: Path, tmp_path: Path
) -> None:
    latin = tmp_path / "latin1.txt"
    latin.write_bytes(b"fine\n\xe9t\xe9\n")
    files = {"ANSWERS": answers("Yes."), "FOLDER": str(tmp_path), "LATIN1": str(latin)}
    outcome = mockloop(*(files.get(argument, argument) for argument in arguments))
    assert outcome.status == 2
    assert outcome.out == ""
    assert outcome.err.count("\n") == 1
    assert says in outcome.err
    assert not home.exists()


def test_a_name_can_not_smuggle_escapes_into_the_message(mockloop: Run) -> None:
    outcome = mockloop("round", "\x1b[31mml\n\ndepth", "--offline")
    assert outcome.status == 2
    assert "\x1b" not in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_data_folder_that_can_not_be_written(
    mockloop: Run, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("mine")
    monkeypatch.setenv("MOCKLOOP_HOME", str(blocked / "home"))
    for command in (("round", "ml_depth", *_given(answers)), ("sessions", "--json"), ("resume", *_given(answers))):
        outcome = mockloop(*command)
        assert (outcome.status, outcome.out) == (2, "")
        assert "can't be read (Not a directory); nothing was changed." in outcome.err
    assert "MOCKLOOP_HOME" in outcome.err
    assert blocked.read_text() == "mine"


@pytest.mark.parametrize(
    ("config", "says"),
    [("offline = [", "config.toml"), ("frobnicate = 1", "frobnicate"), ("call_seconds = 0", "call_seconds")],
)
def test_settings_that_can_not_be_read(mockloop: Run, answers: Answers, home: Path, config: str, says: str) -> None:
    home.mkdir()
    (home / "config.toml").write_text(config)
    outcome = mockloop("round", "ml_depth", *_given(answers))
    assert (outcome.status, outcome.out) == (2, "")
    assert says in outcome.err
    assert [path.name for path in home.iterdir()] == ["config.toml"]


def test_a_loop_of_ones_own_that_is_wrong_is_named_with_its_line(mockloop: Run, answers: Answers, home: Path) -> None:
    (home / "loops").mkdir(parents=True)
    (home / "loops" / "mine.yaml").write_text("id: mine\ntitle: Mine\nbogus: 1\n")
    outcome = mockloop("loop", "mine", *_given(answers))
    assert (outcome.status, outcome.out) == (2, "")
    assert "mine.yaml:" in outcome.err
    assert mockloop("loop", "startup").err.startswith("Error: Without a terminal")


def test_a_model_named_on_the_command_line_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOCKLOOP_OFFLINE", "true")
    monkeypatch.setenv("MOCKLOOP_MODEL", "from-environment")
    settings = settings_from({"model": "from-command-line", "base_url": None, "offline": False})
    assert (settings.model, settings.offline) == ("from-command-line", False)
    assert settings_from({"offline": False}).offline


def _given(answers: Answers) -> tuple[str, ...]:
    return "--offline", "--answers", answers("Yes."), "--json"


@pytest.mark.parametrize("amount", ["-1", "nan", "inf"])
def test_a_limit_must_be_an_amount(mockloop: Run, answers: Answers, amount: str) -> None:
    outcome = mockloop("round", "ml_depth", "--offline", "--max-cost", amount, "--answers", answers("One."))
    assert (outcome.status, outcome.out) == (2, "")
    assert "--max-cost is an amount of US dollars" in outcome.err


def test_a_limit_without_a_known_price_is_refused_and_nothing_is_started(mockloop: Run, answers: Answers) -> None:
    where = ("--model", "some-model", "--base-url", "http://127.0.0.1:9/v1")
    outcome = mockloop("round", "ml_depth", *where, "--max-cost", "1", "--answers", answers("One."))
    assert (outcome.status, outcome.out) == (2, "")
    assert "the price of some-model at 127.0.0.1:9 is unknown, and none is guessed. Nothing was sent." in outcome.err
    assert mockloop("sessions", "--json").json == []

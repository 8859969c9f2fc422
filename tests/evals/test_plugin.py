"""The pytest plugin, used as its user would: a prompt file with a rule taken out fails its test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from agent.settings import load_settings
from evals.mutation.obedient import Obedient
from evals.plugin import eval_task
from evals.task import Sample, Task
from evals.tasks import interviewer_behaviour

__all__ = ["eval_task"]


@pytest.fixture(autouse=True)
def one_short_round(monkeypatch: pytest.MonkeyPatch) -> None:
    data = {"round": "founder", "candidate": "solid", "minutes": 8}
    real = interviewer_behaviour.interviewer_behaviour()
    made = Task(real.name, real.about, lambda: [Sample("s", data)], real.run, real.metrics)
    monkeypatch.setattr(interviewer_behaviour, "interviewer_behaviour", lambda: made)


def test_a_prompt_file_goes_through_a_task_as_a_test(eval_task, tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path, offline=True)
    good = eval_task("interviewer_behaviour", model=Obedient(), settings=settings)
    good.holds("no_praise")
    good.at_least("no_praise", 1.0)
    house = files("prompts").joinpath("partials", "house_rules.md").read_text("utf-8")
    body = files("prompts").joinpath("interviewer.md").read_text("utf-8")
    without = re.sub(r"^\[R4\].*\n", "", house, flags=re.MULTILINE)
    mine = tmp_path / "interviewer.md"
    mine.write_text(body.replace("{{> house_rules }}", without), "utf-8")
    bad = eval_task("interviewer_behaviour", prompts={"interviewer": mine}, model=Obedient(1), settings=settings)
    with pytest.raises(pytest.fail.Exception, match="no_praise failed"):
        bad.holds("no_praise")
    with pytest.raises(pytest.fail.Exception, match=r"no_praise is 0.*failed:\n  s: no_praise, turn \d"):
        bad.at_least("no_praise", 1.0)
    with pytest.raises(pytest.fail.Exception, match="no figure"):
        bad.at_least("nonsense", 1.0)


def test_a_prompt_that_does_not_exist_is_named(eval_task, tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="no prompt nobody"):
        eval_task("interviewer_behaviour", prompts={"nobody": tmp_path / "x.md"})
    with pytest.raises(pytest.fail.Exception, match=r"No such file or directory: .*x\.md"):
        eval_task("interviewer_behaviour", prompts={"interviewer": tmp_path / "x.md"})


def test_it_works_from_outside_the_repository(tmp_path: Path) -> None:
    """A project of its own, in a process of its own."""
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["evals.plugin"]\n')
    (tmp_path / "test_mine.py").write_text(
        "import pytest\n"
        "def test_mine(eval_task):\n"
        "    with pytest.raises(pytest.fail.Exception, match='no prompt nobody'):\n"
        "        eval_task('grader_agreement', prompts={'nobody': 'mine.md'})\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    alone = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # what else is installed is not ours
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=alone)
    assert done.returncode == 0 and "1 passed" in done.stdout, done.stdout

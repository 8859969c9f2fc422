"""`mockloop eval` as it is typed: exit statuses, what is said, and that nothing is lost."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from small_task import COUNT, STANDS, Echo, small

import agent.llm.openai
import evals.compare
import evals.runner
import evals.running
import evals.tasks
import evals.world
from agent.llm.base import Request
from agent.prompting.library import PromptLibrary, load_prompts
from agent.settings import load_settings
from evals.task import Result
from tui.cli import main

ROOT = Path(__file__).parents[2]
CHILD = Path(__file__).parent / "small_mockloop_evals.py"


def child(*arguments: str) -> subprocess.Popen:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, str(CHILD), *arguments], stdout=pipe, stderr=pipe, text=True, cwd=ROOT, env=environment
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_exits_130_and_its_line_goes_on(number: int) -> None:
    with child("eval", "run", "small", "--offline", "--concurrency", "1", "--stand") as process:
        assert process.stdout.readline().strip() == "standing"
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    last = err.splitlines()[-1]
    assert last.startswith(
        f"Interrupted; {STANDS} of {COUNT} samples are kept; go on with `mockloop eval run --resume "
    )
    run = last.rpartition("--resume ")[2].partition("`")[0]
    with child("eval", "run", "--offline", "--resume", run, "--json") as process:
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    document = json.loads(out)
    assert (document["run"], document["done"], document["complete"]) == (run, COUNT, True)


@pytest.fixture
def quality(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """One small task whose samples are right as long as `quality["good"]` holds."""
    state = {"good": True, "broken": False}

    async def answer(sample, scope):
        if state["broken"]:
            raise RuntimeError("x")
        return Result({"right": float(state["good"])}, sample.id, passed=state["good"])

    task = small(None, answer)
    for module, name, value in (
        (evals.tasks, "task_names", lambda: ("small",)),
        (evals.tasks, "load_tasks", lambda names: [task]),
        (evals.running, "load_tasks", lambda names: [task]),
        (evals.compare, "load_task", lambda name: task),
    ):
        monkeypatch.setattr(module, name, value)
    return state


def run(capsys, *arguments: str):
    capsys.readouterr()
    status = main(["eval", *arguments])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def run_id(out: str) -> str:
    return out.splitlines()[0].removeprefix("Run ")


def test_a_run_says_its_figures_and_a_gate_exits_1(capsys, quality) -> None:
    status, out, _ = run(capsys, "run", "--offline")
    assert (
        status == 0 and f"small: {COUNT} samples, {COUNT} passed" in out and "right  1.000 [1.000, 1.000] n=12" in out
    )
    good = run_id(out)
    quality["good"] = False
    _, out, _ = run(capsys, "run", "--offline")
    bad = run_id(out)
    assert run(capsys, "compare", good, bad)[0] == 0
    status, out, err = run(capsys, "compare", good, bad, "--gate")
    assert status == 1 and "SHUTS THE GATE" in out and "The gate is shut: small right -1.000" in err
    assert run(capsys, "compare", bad, good, "--gate")[0] == 0
    status, out, _ = run(capsys, "compare", good, bad, "--format", "json")
    assert json.loads(out)["gate"] == "shut" and len(json.loads(out)["flips"]) == COUNT
    assert good in run(capsys, "runs")[1]


@pytest.fixture
def prompted(monkeypatch: pytest.MonkeyPatch, quality) -> dict[str, str]:
    """The small task asks a model with a prompt, to whose words `added` is added."""
    state = {"added": ""}
    shipped = load_prompts()

    async def ask(sample, scope):
        words = scope.world.prompts.render("candidate_turn", history="-", asked=sample.id)
        await scope.model.complete(Request((("user", words),), "turn", "echo"))
        return Result({"right": 1.0}, words)

    def prompts() -> PromptLibrary:
        turn = shipped.get("candidate_turn")
        changed = dataclasses.replace(turn, body=turn.body + state["added"])
        return PromptLibrary({**shipped.prompts, "candidate_turn": changed})

    task = small(None, ask)
    monkeypatch.setattr(evals.running, "load_tasks", lambda names: [task])
    monkeypatch.setattr(evals.world, "load_prompts", prompts)
    monkeypatch.setattr(agent.llm.openai, "OpenAIModel", lambda *_: Echo())
    monkeypatch.setenv("MOCKLOOP_BASE_URL", "http://127.0.0.1:1/v1")
    return state


def test_an_unchanged_rerun_costs_nothing_and_a_changed_prompt_says_first_what_is_stale(capsys, prompted) -> None:
    asking = ("run", "--model", "echo", "-n", "3")
    first, again = run(capsys, *asking), run(capsys, *asking)
    assert "3 calls asked, 0 replayed; 30 tokens in" in first[1] and "stale" not in first[2] + again[2]
    assert "0 calls asked, 3 replayed; 0 tokens in" in again[1]
    prompted["added"] = " Now."
    one = run(capsys, "run", "--model", "echo", "-n", "1")
    assert one[2].splitlines()[0] == "stale: 1 call of small (turn) was recorded with another candidate_turn"
    changed = run(capsys, *asking)
    assert changed[2].splitlines()[0] == "stale: 2 calls of small (turn) were recorded with another candidate_turn"
    assert "2 calls asked, 1 replayed" in changed[1]
    settled = run(capsys, *asking)
    assert "stale" not in settled[2] and "0 calls asked, 3 replayed" in settled[1]


def test_changed_knowledge_is_named_before_calls_that_show_it_are_asked_again(capsys, prompted) -> None:
    asking = ("run", "--model", "echo", "-n", "3")
    first = run_id(run(capsys, *asking)[1])
    folder = Path(os.environ["MOCKLOOP_HOME"]) / "evals" / "runs" / first
    plan = json.loads((folder / "run.json").read_text())
    assert {"knowledge:rubrics", "knowledge:questions/coding", "knowledge:sources.yaml"} <= set(plan["hashes"])
    plan["hashes"] |= {"knowledge:rubrics": "another", "knowledge:questions/coding": "another"}
    (folder / "run.json").write_text(json.dumps(plan))
    changed = run(capsys, *asking)
    assert changed[2].splitlines()[0] == (
        "stale where they show it: 3 calls of small were recorded before knowledge:questions/coding, knowledge:rubrics "
        "changed"
    )
    both = run(capsys, "compare", first, run_id(changed[1]))
    assert "Changed between them: knowledge:questions/coding, knowledge:rubrics." in both[1]
    assert "stale" not in run(capsys, *asking)[2], "the run in between came to its end with today's knowledge"


def test_a_task_without_knowledge_reads_none(tmp_path: Path, monkeypatch) -> None:
    read: list[str] = []
    found = evals.runner.files
    monkeypatch.setattr(evals.runner, "files", lambda package: read.append(package) or found(package))
    world = evals.world.World(load_settings(offline=True, home=tmp_path))
    assert evals.runner.hashes_of(world, [dataclasses.replace(small(), knowledge=False)]) == {} and read == []
    assert evals.runner.hashes_of(world, [small()]) and read == ["knowledge"]


def test_a_run_keeps_its_cost_limit_when_it_goes_on(capsys, prompted) -> None:
    limited = ("run", "--model", "echo", "--concurrency", "1", "--price", "1000/500/4000", "--max-cost", "3.26")
    status, out, err = run(capsys, *limited)  # a call costs 0.016; $3.2240 is set aside for it until that is known
    assert (status, out) == (1, "") and "has cost $0.0480, and may cost $3.26" in err
    assert f"3 of {COUNT} samples are kept" in err and "a higher --max-cost goes on" in err
    status, _, err = run(capsys, "run", "--model", "echo", "--resume", "last")
    assert status == 1 and f"3 of {COUNT} samples are kept" in err
    status, out, _ = run(capsys, "run", "--model", "echo", "--resume", "last", "--max-cost", "9")
    assert status == 0 and f"complete; {COUNT} calls asked, 0 replayed" in out and "$0.1920" in out


def test_a_stopped_run_goes_on_with_the_models_and_the_endpoint_it_had(capsys, prompted, monkeypatch) -> None:
    monkeypatch.delenv("MOCKLOOP_BASE_URL")
    asked: list[str | None] = []

    def made(endpoint, *_) -> Echo:
        asked.append(endpoint.base_url)
        return Echo()

    monkeypatch.setattr(agent.llm.openai, "OpenAIModel", made)
    named = ("--model", "echo", "--grader-model", "other", "--base-url", "http://127.0.0.1:9/v1")
    limit = ("--price", "1000/500/4000", "--max-cost", "3.26", "--concurrency", "1")
    assert run(capsys, "run", *named, *limit)[0] == 1
    status, _, err = run(capsys, "run", "--resume", "last", "--model", "echo", "--base-url", "http://127.0.0.1:9/v1")
    assert status == 2 and "was begun with echo, graded by other, not echo; it is kept as it is" in err
    assert run(capsys, "run", "--resume", "last", "--max-cost", "3.3")[0] == 1
    moved = ("--base-url", "http://127.0.0.1:7/v1")
    status, out, err = run(capsys, "run", "--resume", "last", "--max-cost", "9", *moved)
    assert status == 0 and f"complete; {COUNT} calls asked, 0 replayed" in out and "samples with echo, graded by" in err
    assert asked == ["http://127.0.0.1:9/v1", "http://127.0.0.1:9/v1", "http://127.0.0.1:7/v1"]
    assert "echo, graded by other; small; 12 of 12 passed" in run(capsys, "runs")[1]


def test_only_failed_samples_run_again(capsys, quality) -> None:
    quality["good"] = False
    _, out, _ = run(capsys, "run", "--offline", "-n", "3")
    quality["good"] = True
    status, out, _ = run(capsys, "run", "--offline", "--failed", run_id(out))
    assert status == 0 and "small: 3 samples, 3 passed" in out
    status, _, err = run(capsys, "run", "--offline", "--failed", "last")
    assert status == 2 and "failed; nothing was run" in err


def test_a_fault_of_ours_exits_70_and_keeps_the_rest(capsys, quality) -> None:
    quality["broken"] = True
    status, out, err = run(capsys, "run", "--offline", "-n", "2", "--json")
    assert (status, out) == (70, "") and "2 samples could not be run" in err and "--resume" in err
    quality["broken"] = False
    assert run(capsys, "run", "--offline", "--resume", "last")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run", "nonsense"), "There is no eval task"),
        (("run", "--resume", "nonsense"), "can't be found"),
        (("run", "small", "--resume", "last"), "leave the tasks out"),
        (("run", "--max-cost", "1"), "--price"),
        (("run", "--price", "cheap"), "three numbers"),
        (("run", "--executor", "dask"), "--scheduler ADDRESS go together"),
        (("run", "--scheduler", "tcp://127.0.0.1:1"), "--scheduler ADDRESS go together"),
        (("run", "--executor", "threads"), "There is no executor"),
        (("compare", "nonsense", "last"), "can't be found"),
        (("mutate", "R99"), "There is no rule"),
        (("view", "last"), "needs a terminal"),
        (("run", "--offline", "--model", "m"), "exclude each other"),
    ],
)
def test_wrong_use_exits_2_and_says_why(capsys, quality, arguments, words: str) -> None:
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "") and words in err


def test_a_killed_run_is_no_baseline(capsys, quality) -> None:
    _, out, _ = run(capsys, "run", "--offline", "-n", "2")
    (Path(os.environ["MOCKLOOP_HOME"]) / "evals" / "runs" / run_id(out) / "scores.json").unlink()
    status, _, err = run(capsys, "baseline", "last", "--into", "elsewhere")
    assert status == 2 and "is not complete; the baseline is as it was" in err


def test_a_run_that_cannot_be_read_is_named_and_the_others_are_listed(capsys, quality) -> None:
    ids = [run_id(run(capsys, "run", "--offline", "-n", "2")[1]) for _ in range(3)]
    runs = Path(os.environ["MOCKLOOP_HOME"]) / "evals" / "runs"
    (runs / ids[0] / "scores.json").write_text("{")
    (runs / ids[1] / "run.json").write_text("{}")
    status, out, _ = run(capsys, "runs")
    lines = {line.split()[0]: line for line in out.splitlines()}
    assert status == 0 and "2 of 2 passed" in lines[ids[2]]
    assert "scores.json can't be read" in lines[ids[0]] and "run.json is no plan of an eval run" in lines[ids[1]]
    assert run(capsys, "compare", ids[1], ids[2])[0] == 2


def test_a_run_is_not_gone_on_with_after_its_data_changed(capsys, quality) -> None:
    _, out, _ = run(capsys, "run", "--offline", "-n", "2")
    folder = Path(os.environ["MOCKLOOP_HOME"]) / "evals" / "runs" / run_id(out)
    plan = json.loads((folder / "run.json").read_text())
    plan["hashes"]["knowledge:rubrics"] = "another"
    (folder / "run.json").write_text(json.dumps(plan))
    status, _, err = run(capsys, "run", "--offline", "--resume", "last")
    assert status == 2 and "with: knowledge:rubrics changed since it was begun" in err


def test_the_list_names_tasks_and_counts_samples(capsys, quality) -> None:
    status, out, _ = run(capsys, "list")
    assert status == 0 and out.split()[:2] == ["small", str(COUNT)]

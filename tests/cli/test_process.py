"""What only a process of its own shows: signals, pipes, and what is imported when."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from agent.coding.runner import confinement
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
MOCKLOOP = (sys.executable, "-m", "tui")
SMALL = (sys.executable, "-m", "tests.cli.small_mockloop")


def sitting(
    *answers: str, command: tuple[str, ...] = ("round", "ml_depth", "--offline", "--answers")
) -> subprocess.Popen[str]:
    """A round that is being sat, its output in a pipe."""
    command = (*SMALL, *command, "-")
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
    assert process.stdin is not None
    process.stdin.write("\n---\n".join(answers))
    process.stdin.close()
    process.stdin = None
    return process


def until(process: subprocess.Popen[str], words: str) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if words in line:
            return
    raise AssertionError(f"{words!r} was never printed: {process.communicate()}")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_interview_keeps_its_answers_and_resumes(mockloop: Run, number: int) -> None:
    process = sitting("First.", "wait", "Third.")
    until(process, "  wait")
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    last = err.splitlines()[-1]
    assert last.startswith("Interrupted; 2 of 3 answers kept; ")
    session = last.rpartition("`mockloop resume ")[2].partition("`")[0]
    document = mockloop("sessions", "export", session).json
    assert document["status"] == "active"
    said = [turn["text"] for turn in document["transcripts"][0]["turns"] if turn["role"] == "candidate"]
    assert said == ["First.", "wait"]


ROOMS = ("round", "coding", "--question", "coding-operating-rooms", "--offline", "--answers")
ENDLESS = "```python\ndef rooms(operations):\n    while True:\n        pass\n```"
BROKEN = "```python\nprint('\\x1b[31mred')\ndef rooms(operations):\n    return operations[99]\n```"


@pytest.mark.skipif(confinement() is not None, reason="code is not confined here")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_no_code_goes_on_running_where_the_interview_ends(number: int) -> None:
    process = sitting(ENDLESS, command=ROOMS)
    until(process, "while True")
    child = child_of(process.pid)
    code = os.pidfd_open(child)
    started = worked(child)
    while not is_confined(child) or worked(child) < started + 30:
        started = worked(child) if not is_confined(child) else started
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == (130 if number == signal.SIGINT else -number)
    assert number == signal.SIGKILL or "1 of 1 answer kept" in err
    ended = select.poll()
    ended.register(code, select.POLLIN)
    assert ended.poll(5_000)
    os.close(code)


@pytest.mark.skipif(confinement() is not None, reason="code is not confined here")
def test_what_code_does_is_told_and_nothing_of_it_reaches_the_terminal() -> None:
    process = sitting(BROKEN, command=ROOMS)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "Tests: 0 passed, 7 failed.\nIndexError: list index out of range (line 3), 6 times\nIt printed:" in out
    assert "\x1b" not in out


def child_of(parent: int) -> int:
    """The process that code runs in, as soon as there is one."""
    while True:
        for task in Path(f"/proc/{parent}/task").iterdir():
            for child in (task / "children").read_text().split():
                if b"agent.coding.inside" in Path(f"/proc/{child}/cmdline").read_bytes():
                    return int(child)


def is_confined(process: int) -> bool:
    """Whether a filter of system calls is on: the code comes next."""
    return "Seccomp:\t2" in Path(f"/proc/{process}/status").read_text()


def worked(process: int) -> int:
    """Processor time of a process, in hundredths of a second."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11])


def test_a_reader_that_leaves_stops_the_interview_quietly() -> None:
    process = sitting(*(f"Answer {number}." for number in range(9)))
    until(process, "Interviewer:")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 130
    assert "Traceback" not in err
    assert "BrokenPipe" not in err
    assert "mockloop resume" in err.splitlines()[-1]


def test_a_reader_that_leaves_a_listing_is_no_error() -> None:
    process = subprocess.Popen(
        (*MOCKLOOP, "round", "--list"), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_an_output_that_is_full_is_told() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            (*MOCKLOOP, "round", "--list"), stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE, text=True,
            check=False, timeout=60,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def loaded(script: str) -> set[str]:
    """The top-level names and our own modules that are imported once `script` has run."""
    code = f"import sys\n{script}\nprint(*sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        (sys.executable, "-c", code), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True, timeout=60,
        env={**os.environ},
    )  # fmt: skip
    return set(done.stderr.split())


HEAVY = {
    "pydantic",
    "langgraph",
    "chromadb",
    "onnxruntime",
    "openai",
    "numpy",
    "yaml",
    "agent.session",
    "agent.library",
}


def test_the_app_starts_without_the_commands() -> None:
    modules = loaded(
        "import types, tui.cli, tui.commands.terminal as terminal\n"
        "sys.modules['tui.app'] = types.SimpleNamespace(run_app=lambda *a: 0)\n"
        "tui.cli.on_terminal = terminal.on_terminal = lambda: True\n"
        "assert tui.cli.main([]) == 0"
    )
    assert not modules & (HEAVY | {"click", "asyncio", "tui.commands.root"})


def test_a_round_opens_the_app_without_what_only_headless_needs() -> None:
    modules = loaded(
        "import types, tui.cli, tui.commands.terminal as terminal\n"
        "calls = []\n"
        "sys.modules['tui.app'] = types.SimpleNamespace(run_app=lambda *a: calls.append(a) or 0)\n"
        "import tui.commands.sitting as sitting\n"
        "terminal.on_terminal = sitting.on_terminal = lambda: True\n"
        "assert tui.cli.main(['round', 'ml_depth', '--offline', '--level', 'senior']) == 0\n"
        "request, resume, given = calls[0][0], calls[0][1], calls[0][2]\n"
        "assert (request.round, request.level, resume, given) == ('ml_depth', 'senior', None, {'offline': True})"
    )
    assert not modules & HEAVY


@pytest.mark.parametrize("group", [(), ("sessions",), ("knowledge",), ("prompts",)])
def test_every_command_has_help_with_an_example(group: tuple[str, ...]) -> None:
    import click

    from tui.commands.root import cli

    command: click.Command = cli
    for name in group:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), name)
        assert found is not None
        command = found
    assert isinstance(command, click.Group)
    context = click.Context(command)
    for name in command.list_commands(context):
        sub = command.get_command(context, name)
        assert sub is not None
        text = sub.get_help(click.Context(sub, info_name=name))
        assert "Example:\n" in text
        assert f"mockloop {' '.join((*group, name))}" in text
        assert sub.short_help
    assert "Example:\n" in command.get_help(context)

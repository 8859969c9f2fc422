"""Code against the checks of its problem: what passes, what fails, and that nothing but right answers passes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from agent.coding import process
from agent.coding.runner import confinement, run
from agent.domain.problems import Check, Problem

pytestmark = pytest.mark.skipif(confinement() is not None, reason="code can't be confined here")

PROGRAM = """
def check_two(double):
    assert double(1) == 2

def check_list(double):
    numbers = [1, 2]
    assert double(numbers) == [1, 2, 1, 2]
    assert double.arguments_after == ([1, 2],)

def check_large(double):
    assert double(list(range(1000)))[-1] == 999
"""
PROBLEM = Problem(
    "coding-double",
    "double(thing)",
    "twice the thing",
    tuple(
        Check(id, "code_correctness", f"{id} is right", "What?", "Again?", seconds=1.0)
        for id in ("two", "list", "large")
    ),
    PROGRAM,
)
RIGHT = "def double(thing):\n    return thing * 2\n"


async def tried(code: str, problem: Problem = PROBLEM) -> tuple[int, int, dict[str, str]]:
    found = await run(problem, code)
    return found.passed, found.failed, {failure.test: failure.message for failure in found.failures}


async def test_right_code_passes_and_what_it_prints_is_kept() -> None:
    found = await run(PROBLEM, RIGHT + "print(double('ab'))")
    assert (found.passed, found.failed, found.limit, found.output, found.failures) == (3, 0, None, "abab\n", ())


async def test_a_wrong_answer_fails_its_checks_and_nothing_tells_what_was_expected() -> None:
    passed, failed, why = await tried("def double(thing):\n    thing += thing\n    return thing\n")
    assert (passed, failed, why) == (2, 1, {"list": "not what was expected"})


async def test_what_is_raised_is_told_with_its_line() -> None:
    found = await run(PROBLEM, "def double(thing):\n    if thing == 1:\n        return 2\n    return thing / 0\n")
    assert [(f.test, f.line) for f in found.failures] == [("list", 4), ("large", 4)]
    assert found.failures[0].message.startswith("TypeError: unsupported operand")


@pytest.mark.parametrize(
    ("code", "test", "says"),
    [
        ("assert 1 == 2, 'no'", "your code", "AssertionError: no"),
        ("import sys\nsys.exit(0)", "your code", "SystemExit: 0"),
        ("import os\nos._exit(0)", "your code", "ended without an answer"),
        ("x = 1", "function", "there is no function double(thing) to call"),
        ("def two(a, b): return a", "function", "there is no function double(thing) to call"),
    ],
)
async def test_code_that_ends_before_a_check_fails_all(code: str, test: str, says: str) -> None:
    assert await tried(code) == (0, 3, {test: says})


async def test_the_function_is_found_by_its_arguments_where_it_has_another_name() -> None:
    assert (await tried("def helper(a, b): return a\ndef twice(x, n=2): return x * n"))[0] == 3


async def test_a_check_has_its_time_for_all_of_its_calls_together() -> None:
    program = "def check_two(double):\n    for n in range(9):\n        double(n)\n"
    problem = Problem(PROBLEM.id, PROBLEM.call, "", (replace(PROBLEM.checks[0], seconds=0.3),), program)
    slow = "import time\ndef double(thing):\n    until = time.monotonic() + 0.2\n    while time.monotonic() < until: pass\n"
    assert await tried(slow, problem) == (0, 1, {"two": "took longer than 0.3 s"})


NO_NUMPY_THERE = r"""b'{"d":[["value",{"a":["<i4",[1]]}]]}\n\2\0\0\0'"""
"""An array that holds a 2."""


@pytest.mark.parametrize(
    "frame", ["b'[' * 7_000_000", "b'[' + b'[],' * 2_000_000 + b'[]]'", "b'\\xff' * 99", "b'{}'", NO_NUMPY_THERE]
)
async def test_what_is_sent_past_the_function_is_taken_for_no_answer(frame: str) -> None:
    code = (
        f"import os\nD = {frame}\nD = len(D).to_bytes(4, 'big') + D\n"
        "def double(thing):\n    for out in range(3, 32):\n        try:\n            d = D\n"
        "            while d: d = d[os.write(out, d):]\n        except OSError: pass\n    while True: pass\n"
    )
    assert await tried(code) == (0, 3, dict.fromkeys(("two", "list", "large"), "ended without an answer"))


@pytest.mark.parametrize(
    "answer",
    [
        '\'{"d":[["raised",{"i":"0x\' + \'f\' * 20000 + \'"}]]}\'',
        '\'{"d":[["found",true],["printed",{"i":"0x\' + \'f\' * 20000 + \'"}]]}\'',
        '\'{"d":[["value",{"a":["(1 2)i4,i4",[1]]}]]}\'',
        '\'{"d":[["value",{"a":["<i4",[1000000000000,0]]}]]}\'',
        "'{\"d\":[[\"value\",{\"s\":[' + ','.join(str(n * (2**61 - 1)) for n in range(9000)) + ']}]]}'",
    ],
)
async def test_an_answer_that_was_made_up_is_a_failure_and_no_fault_of_ours(answer: str) -> None:
    code = (
        f"import os\nD = ({answer}).encode()\nD = len(D).to_bytes(4, 'big') + D\n"
        "for out in range(3, 200):\n    try:\n        d = D\n        while d: d = d[os.write(out, d):]\n"
        "    except OSError: pass\nwhile True: pass\n"
    )
    found = await run(PROBLEM, code)
    assert found.passed == 0 and found.failures and found.seconds < 5


async def test_no_end_and_no_memory_are_limits() -> None:
    found = await run(PROBLEM, "def double(thing):\n    while thing: pass\n")
    assert (found.failed, found.limit) == (3, "time")
    assert found.failures[2].message == "there was no time left for it"
    found = await run(PROBLEM, "def double(thing):\n    return [0] * 10**9\n")
    assert (found.failed, found.limit) == (3, "memory")


@pytest.mark.parametrize(
    "attack",
    [
        "open('/etc/passwd')", "open('/proc/self/environ')", "import os\nos.listdir({home!r})",
        "open({folder!r} + '/x', 'w')", "import os\nos.mkdir({folder!r} + '/y')", "import os\nos.unlink({folder!r} + '/kept')",
        "import os\nos.chmod({folder!r}, 0o777)", "import os\nos.utime({folder!r})", "import os\nos.fork()",
        "import subprocess\nsubprocess.run(['true'])", "import socket\nsocket.socket()",
        "import socket\nsocket.socket(socket.AF_UNIX)", "import os\nos.kill(os.getppid(), 0)", "import os\nos.kill(-1, 0)",
        "import resource\nresource.setrlimit(resource.RLIMIT_AS, (10**12, 10**12))",
        "import socket\nsocket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)",
        "import socket, fcntl, os\nfcntl.ioctl(socket.socketpair()[0], 0x8902, b'\\0' * 4)",
        "import resource, os\nresource.prlimit(os.getppid(), resource.RLIMIT_NOFILE)",
        "import yaml", "import agent.catalog",
    ],
)  # fmt: skip
async def test_code_reaches_nothing_outside(attack: str, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("kept")
    _, _, why = await tried(RIGHT + attack.format(folder=str(tmp_path), home=str(Path.home())))
    assert list(why) == ["your code"]
    assert why["your code"].startswith(("PermissionError", "ModuleNotFoundError", "OSError", "ValueError: not allowed"))
    assert _names(tmp_path) == ["kept"]


async def test_nothing_is_left_where_the_run_is_cancelled() -> None:
    running = asyncio.ensure_future(run(PROBLEM, "def double(thing):\n    while True: pass\n"))
    children = await asyncio.to_thread(_first_children)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not set(children) & set(_children())


@pytest.mark.parametrize(("how", "is_ended"), [("stdout=-3, stderr=-3", True), ("start_new_session=True", False)])
async def test_what_unconfined_code_leaves_behind_is_ended_and_never_waited_for(
    monkeypatch: pytest.MonkeyPatch, how: str, is_ended: bool
) -> None:
    monkeypatch.setattr(process, "confinement", lambda: "no Landlock")
    code = f"import subprocess\nprint(subprocess.Popen(['sleep', '60'], {how}).pid)\n{RIGHT}"
    found = await run(PROBLEM, code, unconfined=True)
    assert found.failed == 0
    number = int(found.output)
    try:
        assert _is_over(number) is is_ended
    finally:
        if not is_ended:
            os.kill(number, signal.SIGKILL)


def _is_over(number: int) -> bool:
    """Whether a process has ended, be it that nobody has asked for its status yet."""
    try:
        ended = os.pidfd_open(number)
    except ProcessLookupError:
        return True
    waiting = select.poll()
    waiting.register(ended, select.POLLIN)
    over = bool(waiting.poll(100))
    os.close(ended)
    return over


def _names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def _first_children() -> list[str]:
    """Our confined processes, as soon as there are some."""
    while not (found := _children()):
        pass
    return found


def _children() -> list[str]:
    """The numbers of our child processes that run the confined program."""
    found = []
    for task in Path(f"/proc/{os.getpid()}/task").iterdir():
        with contextlib.suppress(FileNotFoundError):  # a thread that has just ended
            found += (task / "children").read_text().split()
    return [child for child in found if b"agent.coding.inside" in Path(f"/proc/{child}/cmdline").read_bytes()]


async def test_numpy_is_there_where_the_problem_names_it() -> None:
    code = "import numpy as np\ndef double(thing):\n    return np.asarray(thing).tolist() * 2 if isinstance(thing, list) else np.int64(2)"
    assert (await tried(code))[2] == {"your code": "ModuleNotFoundError: No module named 'numpy'"}
    with_numpy = Problem(PROBLEM.id, PROBLEM.call, PROBLEM.returns, PROBLEM.checks, PROGRAM, ("numpy",))
    assert await tried(code, with_numpy) == (3, 0, {})

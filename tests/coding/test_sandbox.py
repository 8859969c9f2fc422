"""The confinement by itself: as each version of Landlock would give it, and the filter of either processor."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from agent.coding import sandbox
from agent.coding.sandbox import confinement, filter_steps

PROGRAM = """
import os, socket, sys
from agent.coding import sandbox

version, kept = int(sys.argv[1]), sys.argv[2]
sandbox._landlock_version = lambda: version
sandbox.confine(["/lib", "/usr/lib", sys.base_prefix + "/lib"], 1 << 30, 5, os.getppid())
attempts = {
    "read": lambda: open(kept), "write": lambda: open(kept, "w"), "cut": lambda: os.truncate(kept, 0),
    "delete": lambda: os.unlink(kept), "rename": lambda: os.rename(kept, kept + "2"),
    "folder": lambda: os.mkdir(kept + "3"), "socket": socket.socket, "process": os.fork,
    "signal": lambda: os.kill(os.getppid(), 0),
}
for name, attempt in attempts.items():
    try:
        attempt()
    except OSError:
        pass
    else:
        print(name)
print("over")
"""


@pytest.mark.skipif(confinement() is not None, reason="code can't be confined here")
@pytest.mark.parametrize("version", range(1, 8))
def test_every_version_of_landlock_refuses_with_the_filter_what_it_can_not_alone(version: int, tmp_path: Path) -> None:
    if version > sandbox._landlock_version():
        pytest.skip("newer than this kernel's")
    kept = tmp_path / "kept"
    kept.write_text("kept")
    command = [sys.executable, "-c", PROGRAM, str(version), str(kept)]
    found = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert found.stdout.split() == ["over"], found.stderr
    assert kept.read_text() == "kept"


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_no_jump_of_the_filter_leaves_it(machine: str) -> None:
    steps = filter_steps(machine, 4321)
    assert len(steps) < 4096, "the kernel takes no longer program"
    for at, (code, yes, no, _) in enumerate(steps):
        if code & 0x07 == 0x05:
            assert max(yes, no) < 256
            assert at + 1 + max(yes, no) < len(steps)

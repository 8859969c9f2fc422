"""The set-up of the Makefile: uv where it gets through, pip where it doesn't."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.parametrize(("uv", "installed_by"), [("exit 0", "uv"), ("echo 'no such certificate' >&2; exit 1", "pip")])
def test_set_up_goes_on_with_pip_where_uv_cannot_install(tmp_path: Path, uv: str, installed_by: str) -> None:
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    log = tmp_path / "log"
    program(tmp_path / "bin" / "uv", f'echo "uv $*" >> {log}; [ "$1" = venv ] && exit 0; {uv}')
    program(tmp_path / "bin" / "python3", f'echo "python3 $*" >> {log}')
    program(tmp_path / ".venv" / "bin" / "python", f'echo "pip $*" >> {log}')
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"

    done = subprocess.run(["make", "setup"], cwd=tmp_path, env={"PATH": path}, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    installs = [line for line in log.read_text().splitlines() if "--editable . --group dev" in line]
    assert installs[-1].startswith(installed_by)
    assert ("trying pip" in done.stdout) is (installed_by == "pip")

"""The confined process as its parent sees it: started, asked within a time, and killed."""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import os
import select
import signal
import subprocess
import sys
import sysconfig
import threading
import time
from pathlib import Path
from typing import Any

import agent
from agent.coding import wire
from agent.coding.sandbox import ConfinementError, confinement

MEMORY = 512 * 1024 * 1024
"""Address space of the process, in bytes."""
START_SECONDS = 20.0
"""How long a process may take to be ready, before it has seen any code: a busy machine."""
LEFT_SECONDS = 1.0
"""How long what was printed is waited for once the process is gone."""
LARGEST = 8 * 1024 * 1024
"""The longest frame that is taken from it, in bytes."""
_PIPE = 1 << 20  # bytes that are written at once
_MOST_PRINTED = 1024 * 1024  # bytes; what prints more than this past the program is stopped
SHOWN = 8_000
"""Characters of what is printed that are kept."""


class SilentError(Exception):
    """The process gave no answer: `why` is "time", "output", or None where it ended or spoke nonsense."""

    def __init__(self, why: str | None) -> None:
        super().__init__(why or "ended")
        self.why = why


class CodeProcess:
    """A process that confines itself, takes in code and answers calls. To be used in one thread and closed.

    Raises ConfinementError where it can't be confined and `unconfined` does not allow that.
    """

    def __init__(self, *, numpy: bool, seconds: float, unconfined: bool = False) -> None:
        why = confinement()
        if why is not None and not unconfined:
            raise ConfinementError(why)
        self.printed = b""
        self._numpy = numpy
        self._too_much = False
        self._answers, out = os.pipe()
        os.set_blocking(self._answers, False)
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-s", "-S", "-B", "-P", "-X", "utf8", "-m", "agent.coding.inside", str(out)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                cwd="/",
                env=_environment(),
                pass_fds=(out,),
                start_new_session=True,
            )
        except BaseException:
            os.close(self._answers)
            raise
        finally:
            os.close(out)
        assert self._process.stdin is not None
        os.set_blocking(self._process.stdin.fileno(), False)
        with contextlib.suppress(OSError, AttributeError):  # where a pipe can't be widened, a large input takes longer
            fcntl.fcntl(self._process.stdin, fcntl.F_SETPIPE_SZ, _PIPE)
        self._reader = threading.Thread(target=self._read_printed, daemon=True)
        self._reader.start()
        folder = _numpy_folder() if numpy else None
        setup = {
            "path": _standard_library(), "numpy": folder, "readable": _readable(folder), "memory": MEMORY,
            "seconds": int(seconds) + 2, "parent": os.getpid(), "confined": why is None,
        }  # fmt: skip
        try:
            answer = self.ask(setup, START_SECONDS)
        except SilentError:
            said = self.text.strip().splitlines()
            raise ConfinementError(
                f"the process for it did not start ({said[-1] if said else 'no word why'})"
            ) from None
        if "unconfined" in answer:
            self.close()
            raise ConfinementError(str(answer["unconfined"]))

    def ask(self, frame: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send a frame and return the answer.

        Raises SilentError where none comes in time; the process is killed then.
        """
        until = time.monotonic() + seconds
        data = wire.dumps(frame)
        try:
            self._send(len(data).to_bytes(4, "big") + data, until)
            length = int.from_bytes(self._exactly(4, until), "big")
            if length > LARGEST:
                raise SilentError("output")
            answer = wire.loads(self._exactly(length, until), answer=True, arrays=self._numpy)
            if not isinstance(answer, dict):
                raise SilentError(None)
        except (SilentError, OSError, ValueError, MemoryError) as error:
            self.close()
            why = error.why if isinstance(error, SilentError) else None
            raise SilentError("output" if self._too_much else why) from None
        return answer

    def close(self) -> None:
        """Kill the process and let go of it; safe to call twice and from another thread."""
        self.kill()
        self._process.wait()
        self._reader.join(LEFT_SECONDS)  # where nothing confines, somebody may hold on to it
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        answers, self._answers = self._answers, -1
        if answers >= 0:
            os.close(answers)

    def kill(self) -> None:
        """Have a call that waits in another thread end now, and what was started by it where nothing confines it."""
        if self._process.returncode is None:  # until then the group is its own
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _send(self, data: bytes, until: float) -> None:
        assert self._process.stdin is not None
        to, left = self._process.stdin.fileno(), memoryview(data)
        while left:
            self._wait(to, select.POLLOUT, until)
            with contextlib.suppress(BlockingIOError):
                left = left[os.write(to, left[:_PIPE]) :]

    def _exactly(self, count: int, until: float) -> bytes:
        parts: list[bytes] = []
        while count:
            self._wait(self._answers, select.POLLIN, until)
            part = os.read(self._answers, min(count, 1 << 20))
            if not part:
                raise SilentError(None)
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def _wait(self, descriptor: int, event: int, until: float) -> None:
        left = until - time.monotonic()
        waiting = select.poll()
        waiting.register(descriptor, event)
        if left <= 0 or not waiting.poll(left * 1000):
            raise SilentError("time")

    def _read_printed(self) -> None:
        """Take in what it prints, as much as is shown; what floods us is killed."""
        assert self._process.stdout is not None
        total = 0
        with self._process.stdout as printed:
            while part := os.read(printed.fileno(), 1 << 16):
                total += len(part)
                self.printed = (self.printed + part)[: SHOWN * 4]
                if total > _MOST_PRINTED:
                    self._too_much = True
                    self.kill()

    @property
    def is_over(self) -> bool:
        """Whether it was closed."""
        return self._answers < 0

    @property
    def text(self) -> str:
        """What it printed, as text."""
        return self.printed.decode("utf-8", "replace")[:SHOWN]


def _environment() -> dict[str, str]:
    """All it is told: where our own modules are, and to work in one thread."""
    return {
        "PYTHONPATH": str(Path(agent.__file__).parents[1]), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
    }  # fmt: skip


def _standard_library() -> list[str]:
    paths = [sysconfig.get_path("stdlib"), sysconfig.get_config_var("DESTSHARED")]
    own = [path for path in sys.path if path.endswith((".zip", "lib-dynload"))]
    return list(dict.fromkeys([path for path in (*paths, *own) if path]))


def _readable(numpy: str | None) -> list[str]:
    """The folders and files that an interpreter needs to read."""
    system = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/usr/share/zoneinfo", "/dev/null"]
    base = [str(Path(sys.base_prefix) / "lib"), *_standard_library()]
    beside = [str(Path(numpy) / name) for name in ("numpy", "numpy.libs")] if numpy else []
    return [*system, *base, *beside]


def _numpy_folder() -> str:
    """The folder that NumPy's package lies in."""
    found = importlib.util.find_spec("numpy")
    assert found is not None and found.origin is not None
    return str(Path(found.origin).parents[1])

"""In a real terminal: how the app leaves it, whatever ends the app."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

APP = Path(__file__).with_name("try_app.py")
ALTERNATE_OFF = b"\x1b[?1049l"
MOUSE_OFF = b"\x1b[?1003l"
TIME_OUT = 60.0


class Terminal:
    """A program in a pseudo-terminal, and everything it wrote."""

    def __init__(self, *arguments: str, led_by: str = "", **environment: str) -> None:
        """`led_by` is a Python program that leads the session, and gets the app's command."""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", **environment})
            leader = [sys.executable, "-c", led_by] if led_by else []
            os.execv(sys.executable, [*leader, sys.executable, str(APP), *arguments])
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.written = b""

    def read_until(self, *marks: bytes) -> None:
        """Read until each of the marks was written."""
        deadline = time.monotonic() + TIME_OUT
        while not all(mark in self.written for mark in marks):
            assert time.monotonic() < deadline, self.written[-2000:]
            if not self._read():
                break
        assert all(mark in self.written for mark in marks), self.written[-2000:]

    def type(self, text: bytes) -> None:
        os.write(self.fd, text)

    def wait(self) -> int:
        """Read to the end; the exit status."""
        while self._read():
            pass
        _, status = os.waitpid(self.pid, 0)
        self.pid = 0
        return os.waitstatus_to_exitcode(status)

    def close(self) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)

    def _read(self) -> bool:
        ready, _, _ = select.select([self.fd], [], [], TIME_OUT)
        assert ready, self.written[-2000:]
        try:
            chunk = os.read(self.fd, 65536)
        except OSError:  # the other side is closed
            return False
        self.written += chunk
        return bool(chunk)


@pytest.fixture
def interview() -> Iterator[Terminal]:
    """A round in which the interviewer waits and a draft was typed."""
    terminal = Terminal("round")
    terminal.read_until(b"your turn", b"how would you notice")
    terminal.type(b"half")
    terminal.read_until(b"half")
    yield terminal
    terminal.close()


def ended(terminal: Terminal) -> int:
    """The exit status of a program whose terminal is gone."""
    deadline = time.monotonic() + TIME_OUT
    while time.monotonic() < deadline:
        done, status = os.waitpid(terminal.pid, os.WNOHANG)
        if done:
            terminal.pid = 0
            return os.waitstatus_to_exitcode(status)
        select.select([], [], [], 0.05)
    terminal.close()
    pytest.fail("the app outlived its terminal")


def after_the_app(terminal: Terminal) -> str:
    """What stands on the terminal once the app has given it back."""
    return terminal.written.rpartition(ALTERNATE_OFF)[2].decode(errors="replace")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_restores_the_terminal_and_leaves_a_session_that_resumes(interview: Terminal, number: int) -> None:
    os.kill(interview.pid, number)
    assert interview.wait() == 130
    assert ALTERNATE_OFF in interview.written
    assert MOUSE_OFF in interview.written
    assert "s4 closed=1 draft='half'" in after_the_app(interview)


def test_ctrl_c_twice_leaves_with_130(interview: Terminal) -> None:
    interview.type(b"\x03")
    interview.read_until(b"Leave the interview?")
    interview.type(b"\x03")
    assert interview.wait() == 130
    assert "s4 closed=1 draft='half'" in after_the_app(interview)


def test_a_fault_prints_one_line_without_locals_or_keys() -> None:
    terminal = Terminal("crash")
    try:
        terminal.read_until(b"your turn")
        terminal.type(b"my answer\r")
        assert terminal.wait() == 70
    finally:
        terminal.close()
    shown = after_the_app(terminal)
    assert "mockloop stopped on a fault of its own (RuntimeError" in shown
    assert "Traceback" not in shown and "locals" not in shown
    assert b"sk-very-secret" not in terminal.written
    assert "my answer" not in shown.partition("closed=")[0]


def test_a_hung_up_terminal_ends_the_app_as_well(interview: Terminal) -> None:
    os.close(interview.fd)
    interview.fd = os.open(os.devnull, os.O_RDONLY)
    assert ended(interview) in (130, -signal.SIGHUP)


def test_a_terminal_that_hangs_up_ends_an_app_that_is_not_told() -> None:
    """`make` leads the session of a terminal of its own: it is told, waits for the app, and the app hears nothing."""
    terminal = Terminal("round", led_by=TOLD_ALONE)
    terminal.read_until(b"your turn", b"how would you notice")
    os.close(terminal.fd)
    terminal.fd = os.open(os.devnull, os.O_RDONLY)
    assert ended(terminal) == 130


TOLD_ALONE = (
    "import signal, subprocess, sys; signal.signal(1, lambda *_: None); sys.exit(subprocess.call(sys.argv[1:]))"
)


def test_no_color_is_respected() -> None:
    terminal = Terminal("home", NO_COLOR="1", COLORTERM="truecolor")
    try:
        terminal.read_until(b"Startup loop", b"Sessions")
        terminal.type(b"q")
        assert terminal.wait() == 0
    finally:
        terminal.close()
    colours = [code for code in terminal.written.split(b"\x1b[") if code.startswith((b"38;2;", b"48;2;"))]
    for code in colours:
        red, green, blue = code.partition(b"m")[0].split(b";")[2:5]
        assert red == green == blue

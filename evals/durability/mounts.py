"""A small disk of our own: a process with mounts that nobody else sees. Linux; root or user namespaces."""

from __future__ import annotations

import ctypes
import os
import pickle
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_CLONE_NEWNS, _CLONE_NEWUSER = 0x00020000, 0x10000000
_MS_REC, _MS_PRIVATE = 1 << 14, 1 << 18


def permitted() -> bool:
    """Whether a small disk can be mounted here; tried in a child."""
    if sys.platform != "linux":
        return False
    child = os.fork()
    if child == 0:
        try:
            _leave_the_mounts()
            mount_small_disk(Path("/tmp"), 1 << 20)  # noqa: S108 - seen by this child alone
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def apart(work: Callable[[], T]) -> T:
    """Do `work` in a child whose mounts are its own and go with it; its result is pickled."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        status = 1
        try:
            _leave_the_mounts()
            with os.fdopen(writing, "wb") as file:
                pickle.dump(work(), file)
            status = 0
        except BaseException:  # noqa: BLE001 - nothing of the parent may run on in the child
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        plain = file.read()
    if os.waitpid(child, 0)[1] != 0:
        raise RuntimeError("a child with mounts of its own failed; see above")
    result: T = pickle.loads(plain)  # noqa: S301 - written by our own child
    return result


def mount_small_disk(folder: Path, size: int) -> None:
    """Mount an empty file system of `size` bytes; only inside `apart`. Raises OSError."""
    _check(_libc().mount(b"tmpfs", bytes(folder), b"tmpfs", 0, f"size={size}".encode()))


def _leave_the_mounts() -> None:
    user, group = os.getuid(), os.getgid()
    libc = _libc()
    if libc.unshare(_CLONE_NEWNS) != 0:
        _check(libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNS))
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    _check(libc.mount(b"none", b"/", None, _MS_REC | _MS_PRIVATE, None))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _check(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))

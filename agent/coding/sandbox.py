"""Confining the process that runs a candidate's code, on Linux, without another program.

The process confines itself before it has read a line of the candidate's, and nothing takes it back. Three layers:

- Landlock: files can be read beneath a few folders (the standard library, shared libraries, NumPy where the problem
  has it) and written nowhere; where the kernel knows how, no TCP port is bound or reached and nobody outside is sent a
  signal.
- seccomp: no process is made or replaced, no socket, no signal to others, nobody is traced, no file's mode, owner or
  time is changed, no limit is raised, nothing outlives the process (System V memory and the like).
- Limits of memory, processor time, file size and open files, and no capabilities: root is nobody special.

What is left open: whether a file is there and how large, which stat tells; time, which whoever started it keeps by
killing it; reading what stands beneath those folders; threads, which end with the process. Where Landlock or seccomp is
missing nothing is run (`confinement`).

Only the standard library is imported here: the confined process imports it, too.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
import sys
from collections.abc import Sequence

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP = 1, 38, 22
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_RULES_OF_FILES = (13, 14, 15, 15, 16)  # how many rights to files Landlock knows from version 1 on
_READ_FILE, _READ_DIR, _EXECUTE = 1 << 2, 1 << 3, 1 << 0
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}


class ConfinementError(Exception):
    """Something of the confinement could not be put in place; the message says what."""


# By name, with the numbers on x86_64 and on aarch64; None where the architecture has no such call.
_REFUSED: dict[str, tuple[int | None, int | None]] = {
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281), "socket": (41, 198),
    "connect": (42, 203), "bind": (49, 200), "listen": (50, 201), "accept": (43, 202), "accept4": (288, 242),
    "sendmmsg": (307, 269), "tkill": (200, 130), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
    "pidfd_send_signal": (424, 424), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "ptrace": (101, 117),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "process_madvise": (440, 440), "process_mrelease": (448, 448), "migrate_pages": (256, 238),
    "move_pages": (279, 239), "setrlimit": (160, 164), "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53),
    "fchmodat2": (452, 452), "chown": (92, None), "fchown": (93, 55), "lchown": (94, None), "fchownat": (260, 54),
    "utime": (132, None), "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88),
    "truncate": (76, 45), "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "setxattrat": (463, 463), "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "removexattrat": (466, 466), "file_setattr": (469, 469), "inotify_init": (253, None), "inotify_init1": (294, 26),
    "fanotify_init": (300, 262), "mknod": (133, None), "mknodat": (259, 33), "symlink": (88, None),
    "symlinkat": (266, 36), "link": (86, None), "linkat": (265, 37), "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264), "memfd_create": (319, 279), "memfd_secret": (447, 447), "mount": (165, 40),
    "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "move_mount": (429, 429),
    "open_tree": (428, 428), "fsopen": (430, 430), "fsmount": (432, 432), "mount_setattr": (442, 442),
    "setns": (308, 268), "unshare": (272, 97), "bpf": (321, 280), "perf_event_open": (298, 241),
    "userfaultfd": (323, 282), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "semget": (64, 190), "semop": (65, 193),
    "semctl": (66, 191), "semtimedop": (220, 192), "msgget": (68, 186), "msgsnd": (69, 189), "msgrcv": (70, 188),
    "msgctl": (71, 187), "mq_open": (240, 180), "mq_unlink": (241, 181), "sync": (162, 81),
    "open_tree_attr": (467, 467), "sendmsg": (46, 211),
    "sched_setscheduler": (144, 119), "sched_setparam": (142, 118), "sched_setattr": (314, 274),
    "sched_setaffinity": (203, 122), "setpriority": (141, 140), "ioprio_set": (251, 30), "setuid": (105, 146),
    "setgid": (106, 144), "setreuid": (113, 145), "setregid": (114, 143), "setresuid": (117, 147),
    "setresgid": (119, 149), "setgroups": (116, 159), "setfsuid": (122, 151), "setfsgid": (123, 152),
    "capset": (126, 91), "reboot": (169, 142), "kexec_load": (246, 104), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "swapon": (167, 224), "swapoff": (168, 225),
    "sethostname": (170, 161), "setdomainname": (171, 162), "settimeofday": (164, 170), "clock_settime": (227, 112),
    "adjtimex": (159, 171), "clock_adjtime": (305, 266), "acct": (163, 89), "quotactl": (179, 60),
    "syslog": (103, 116), "personality": (135, 92), "iopl": (172, None), "ioperm": (173, None), "vhangup": (153, 58),
    "setsid": (112, 157), "setpgid": (109, 154),
}  # fmt: skip
_CLONE, _CLONE3, _KILL, _TGKILL = (56, 220), (435, 435), (62, 129), (234, 131)
_PRLIMIT, _PRCTL, _FCNTL = (302, 261), (157, 167), (72, 25)
_SOCKETPAIR, _IOCTL = (53, 199), (16, 29)
_CLONE_THREAD = 0x00010000
_EPERM, _ENOSYS = 1, 38


def confinement() -> str | None:
    """Why code can't be confined here; None where it can be."""
    if sys.platform != "linux":
        return f"only Linux can confine code, and this is {platform.system() or 'another system'}"
    if platform.machine() not in _ARCHITECTURES or struct.calcsize("P") != 8:
        return f"no filter is known for the processor {platform.machine() or 'of this machine'}"
    if _landlock_version() < 1:
        return "this kernel has no Landlock, or it is switched off"
    return None


def confine(readable: Sequence[str], memory: int, seconds: int, parent: int) -> None:
    """Confine this process for good.

    `readable` are the folders and files beneath which it may read; `memory` is in bytes, `seconds` of processor time.
    It dies with its `parent`. Raises ConfinementError where a part of it can't be put in place.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    _call(libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0), "the death with the parent")
    if os.getppid() != parent:
        raise ConfinementError("the parent is gone")
    limit(memory, seconds)
    _drop_capabilities(libc)
    _call(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges")
    _restrict_files(libc, readable)
    _filter_calls(libc)


def limit(memory: int, seconds: int) -> None:
    """Limits of memory (bytes), processor time (seconds), files, and no dump of what failed."""
    import resource

    for name, value in (
        (resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 32), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_MEMLOCK, 0),
    ):  # fmt: skip
        highest = resource.getrlimit(name)[1]
        least = value if highest == resource.RLIM_INFINITY else min(value, highest)
        resource.setrlimit(name, (least, least))


def _landlock_version() -> int:
    return int(ctypes.CDLL(None, use_errno=True).syscall(_CREATE_RULESET, None, 0, 1))


def _call(returned: int, what: str) -> int:
    if returned < 0:
        raise ConfinementError(f"{what}: {os.strerror(ctypes.get_errno())}")
    return returned


def _drop_capabilities(libc: ctypes.CDLL) -> None:
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    nothing = (ctypes.c_uint32 * 6)()
    _call(libc.capset(header, nothing), "no capabilities")


def _restrict_files(libc: ctypes.CDLL, readable: Sequence[str]) -> None:
    version = _landlock_version()
    rights = (1 << _RULES_OF_FILES[min(version, len(_RULES_OF_FILES)) - 1]) - 1
    ports = 0b11 if version >= 4 else 0
    scopes = 0b11 if version >= 6 else 0
    attributes = struct.pack("=QQQ", rights, ports, scopes)[: 24 if version >= 6 else 16 if version >= 4 else 8]
    ruleset = _call(libc.syscall(_CREATE_RULESET, attributes, len(attributes), 0), "Landlock")
    for path in readable:
        try:
            opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue  # what isn't there can't be read
        allowed = _READ_FILE | _EXECUTE | (_READ_DIR if os.path.isdir(path) else 0)  # noqa: PTH112 - os alone is loaded
        rule = struct.pack("=Qi", allowed, opened)
        _call(libc.syscall(_ADD_RULE, ruleset, 1, rule, 0), "a rule of Landlock")
        os.close(opened)
    _call(libc.syscall(_RESTRICT_SELF, ruleset, 0), "Landlock")
    os.close(ruleset)


# -- the filter of calls, as a program of the kernel's classic BPF

_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _KILL_PROCESS, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER, _ARCHITECTURE = 0, 4


def _argument(index: int, high: bool = False) -> int:
    return 16 + 8 * index + (4 if high else 0)


def _filter_calls(libc: ctypes.CDLL) -> None:
    program = b"".join(struct.pack("=HBBI", *step) for step in filter_steps(platform.machine(), os.getpid()))
    held = ctypes.create_string_buffer(program, len(program))
    described = struct.pack("@HP", len(program) // 8, ctypes.addressof(held))
    _call(libc.prctl(_PR_SET_SECCOMP, 2, described, 0, 0), "the filter of calls")


def filter_steps(machine: str, own: int) -> list[tuple[int, int, int, int]]:
    """The filter for a machine and a process of number `own`: code, jump if true, jump if false, value of each step."""
    column = 0 if machine == "x86_64" else 1
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, _ARCHITECTURES[machine]),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if machine == "x86_64":  # its calls once more, for programs with short pointers
        steps += [(0x35, 0, 1, 0x40000000), (_RETURN, 0, 0, _KILL_PROCESS)]
    for numbers in _REFUSED.values():
        if numbers[column] is not None:
            steps += [(_EQUAL, 0, 1, int(numbers[column] or 0)), _fail(_EPERM)]
    steps += [(_EQUAL, 0, 1, _CLONE3[column]), _fail(_ENOSYS)]  # its flags can't be seen; without it clone is used
    steps += _unless(_CLONE[column], [(_LOAD, 0, 0, _argument(0)), (_ANY_BIT, 1, 0, _CLONE_THREAD), _fail(_EPERM)])
    for number in (_KILL[column], _TGKILL[column]):  # to itself alone
        steps += _unless(number, [(_LOAD, 0, 0, _argument(0)), (_EQUAL, 1, 0, own), _fail(_EPERM)])
    # A limit may be read, of nobody else, and not set.
    steps += _unless(_PRLIMIT[column], [
        (_LOAD, 0, 0, _argument(0)), (_EQUAL, 2, 0, 0), (_EQUAL, 1, 0, own), _fail(_EPERM),
        (_LOAD, 0, 0, _argument(2)), (_EQUAL, 1, 0, 0), _fail(_EPERM),
        (_LOAD, 0, 0, _argument(2, high=True)), (_EQUAL, 1, 0, 0), _fail(_EPERM),
    ])  # fmt: skip
    steps += _unless(_PRCTL[column], [(_LOAD, 0, 0, _argument(0)), (_EQUAL, 0, 1, _PR_SET_PDEATHSIG), _fail(_EPERM)])
    # Who is told of a descriptor's doings by a signal could be somebody else.
    setting_owner = [(_EQUAL, 0, 1, command) for command in (8, 15)]
    steps += _unless(_FCNTL[column], [
        (_LOAD, 0, 0, _argument(1)), setting_owner[0], _fail(_EPERM), setting_owner[1], _fail(_EPERM),
    ])  # fmt: skip
    # The same for a socket's owner, which Landlock guards from version 6 on alone.
    steps += _unless(_IOCTL[column], [
        (_LOAD, 0, 0, _argument(1)), (_EQUAL, 0, 1, 0x8901), _fail(_EPERM), (_EQUAL, 0, 1, 0x8902), _fail(_EPERM),
    ])  # fmt: skip
    # UNIX streams alone: a datagram can be sent to any address from a pair, too.
    steps += _unless(_SOCKETPAIR[column], [
        (_LOAD, 0, 0, _argument(0)), (_EQUAL, 1, 0, 1), _fail(_EPERM),
        (_LOAD, 0, 0, _argument(1)), (_ANY_BIT, 0, 1, 0xE), _fail(_EPERM),
    ])  # fmt: skip
    return [*steps, (_RETURN, 0, 0, _ALLOW)]


def _fail(error: int) -> tuple[int, int, int, int]:
    return (_RETURN, 0, 0, _FAIL | error)


def _unless(number: int, steps: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """For the call of this number these steps, which fail it or fall through to allowing it; other calls go on."""
    inside = [*steps, (_RETURN, 0, 0, _ALLOW)]
    return [(_EQUAL, 0, len(inside), number), *inside]

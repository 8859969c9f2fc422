"""The program of the confined process: takes in the candidate's code and calls its function when it is told to.

Started as `python -m agent.coding.inside` with nothing in its environment. Frames come in through standard input and go
out through the descriptor that the first argument names: four bytes of length, then a value of `agent.coding.wire`.
Whatever stands in the candidate's code happens in this process: nobody may believe more of it than what a function gave
back. The checks are not in here.
"""

from __future__ import annotations

import builtins
import os
import sys
import types
from importlib.util import spec_from_file_location
from typing import Any

from agent.coding import sandbox, wire

CODE = "<your code>"
_SHOWN = 8_000  # characters of what is printed that are passed on
_LONGEST = 400  # characters of an exception's text


def main() -> None:
    """Confine, load, then serve calls until nobody asks any more."""
    out = int(sys.argv[1])
    setup = _receive()
    sys.path[:] = setup["path"]
    numpy = setup["numpy"]
    if numpy:
        sys.meta_path.append(_Only("numpy", numpy))
    if setup["confined"]:
        try:
            sandbox.confine(setup["readable"], setup["memory"], setup["seconds"], setup["parent"])
        except (sandbox.ConfinementError, OSError) as error:
            _send(out, {"unconfined": str(error)})
            return
    else:
        sandbox.limit(setup["memory"], setup["seconds"])
    if numpy:
        import numpy as loaded

        loaded.seterr(all="ignore")  # a warning is no output
    _send(out, {"ready": True})
    asked = _receive()
    shown = _Shown(sys.stdout)
    sys.stdout = sys.stderr = shown
    names, answer = _load(asked["code"])
    function = None
    if answer is None:
        function = _found(names, asked["name"], asked["arguments"])
        answer = {"found": function is not None}
    _send(out, {**answer, "printed": shown.close()})
    arguments: Any = ()
    while function is not None:
        asked = _receive()
        if "call" in asked:
            arguments = asked["call"]
            _write(out, _called(function, arguments))
        else:
            _write(out, _after(arguments))


def _load(code: str) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Run the code's top level; its names, and what it raised."""
    module = types.ModuleType("__main__")
    module.__dict__["__builtins__"] = builtins
    sys.modules["__main__"] = module
    for name in [name for name in sys.modules if name == "agent" or name.startswith("agent.")]:
        del sys.modules[name]
    sys.argv[:] = ["code.py"]
    try:
        exec(compile(code, CODE, "exec"), module.__dict__)  # noqa: S102 - it is what this process is for
    except BaseException as error:  # noqa: BLE001 - a SystemExit is as good as any
        return module.__dict__, _raised(error)
    return module.__dict__, None


def _found(names: dict[str, Any], name: str, arguments: int) -> Any:
    """The function of that name, else the last of the top level that takes that many arguments."""
    if callable(names.get(name)):
        return names[name]
    own = [
        value for value in names.values() if isinstance(value, types.FunctionType) and value.__module__ == "__main__"
    ]
    fitting = [function for function in own if _takes(function, arguments)]
    return fitting[-1] if fitting else None


def _takes(function: types.FunctionType, arguments: int) -> bool:
    code, given = function.__code__, len(function.__defaults__ or ())
    most = float("inf") if code.co_flags & 0x04 else code.co_argcount  # *args
    needs_names = code.co_kwonlyargcount > len(function.__kwdefaults__ or {})
    return code.co_argcount - given <= arguments <= most and not needs_names


def _called(function: Any, arguments: Any) -> bytes:
    try:
        return wire.dumps({"value": function(*arguments)})  # a generator's items are made here
    except wire.UnsentError as odd:
        return wire.dumps({"odd": str(odd)})
    except BaseException as error:  # noqa: BLE001 - a SystemExit is as good as any
        return wire.dumps(_raised(error))


def _after(arguments: Any) -> bytes:
    """The arguments of the last call as they are now."""
    try:
        return wire.dumps({"after": tuple(arguments)})
    except wire.UnsentError as odd:
        return wire.dumps({"odd": str(odd)})


def _raised(error: BaseException) -> dict[str, Any]:
    """An exception by its class, its text and the last line of the candidate's that it passed."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == CODE:
            line = trace.tb_lineno
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and error.filename == CODE:
        line = error.lineno
    try:
        text = str(error)[:_LONGEST]
    except BaseException:  # noqa: BLE001 - whatever his own exception does
        text = ""
    return {"raised": type(error).__name__[:80], "text": text, "line": line}


class _Shown:
    """Standard output as the candidate sees it: what is printed first is passed on, the rest is dropped."""

    def __init__(self, stream: Any) -> None:
        self._stream, self._left = stream, _SHOWN
        self._passed: list[str] = []

    def write(self, text: str) -> int:
        """Pass on what still has room."""
        if not isinstance(text, str):
            raise TypeError("write() argument must be str")
        if self._left > 0:
            shown, self._left = text[: self._left], self._left - len(text)
            self._passed.append(shown)
            self._stream.write(shown)
            self._stream.flush()
        return len(text)

    def close(self) -> str:
        """Pass on nothing from now on; what was passed on so far."""
        self._left = 0
        return "".join(self._passed)

    def flush(self) -> None:
        """Nothing is held back."""

    def isatty(self) -> bool:
        """It is no terminal."""
        return False


class _Only:
    """Finds one package in its folder, and nothing else that lies beside it."""

    def __init__(self, name: str, folder: str) -> None:
        self._name, self._folder = name, folder

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """The package by its own name; what is inside it is found by its path. The folder itself can't be listed."""
        if name != self._name:
            return None
        inside = f"{self._folder}/{name}"
        return spec_from_file_location(name, f"{inside}/__init__.py", submodule_search_locations=[inside])


def _receive() -> Any:
    """The next frame; ends the process where there is none."""
    length = int.from_bytes(_exactly(4), "big")
    return wire.loads(_exactly(length))


def _exactly(count: int) -> bytes:
    parts = []
    while count:
        part = os.read(0, min(count, 1 << 20))
        if not part:
            os._exit(0)
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _send(out: int, frame: dict[str, Any]) -> None:
    _write(out, wire.dumps(frame))


def _write(out: int, data: bytes) -> None:
    data = len(data).to_bytes(4, "big") + data
    while data:
        data = data[os.write(out, data) :]


if __name__ == "__main__":
    main()

"""What crosses between us and the confined process: values as they are, and none that could hold us."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from agent.coding import wire

COLLIDING = [number * (2**61 - 1) for number in range(2_000)]


@pytest.mark.parametrize(
    "value",
    [
        [(0, "a"), (1, None), (2, (True, 0.5))], [()], [(1,), [2], {3: (4,)}], ([(1, 2)], {5}), [[[(1, "x")]]],
        [10**30, -(10**30), 2**60, 10**400, math.inf], [(1, "up")] * 5_000, {"a": [(1, 2)] * 3}, [],
    ],
)  # fmt: skip
def test_values_cross_as_they_are(value: Any) -> None:
    crossed = wire.loads(wire.dumps(value))
    assert crossed == value and repr(crossed) == repr(value)


def test_arrays_cross_wherever_they_stand() -> None:
    one, many = np.arange(6, dtype=np.uint16).reshape(2, 3), np.linspace(0, 1, 7, dtype=np.float32)[::2]
    empty, words = np.zeros((0, 4)), np.array(["a", "ab"])
    crossed = wire.loads(wire.dumps({"one": (one.T, 1), "rest": [many, [empty], words, np.array(2.5)]}))
    assert crossed["one"][0].dtype == one.dtype and crossed["rest"][1][0].shape == (0, 4)
    got = [crossed["one"][0], *crossed["rest"][:1], *crossed["rest"][2:]]
    assert all(map(np.array_equal, got, [one.T, many, words, np.array(2.5)]))
    got[0][0, 0] = 9  # it is the other side's own


@pytest.mark.parametrize(
    "frame",
    [
        b'{"a":["<f8",[2]]}\n1234567', b'{"a":["<f8",[-1]]}\n12345678', b'{"a":["<f8",["1"]]}\n12345678',
        b'[{"a":["<f8",[1]]},{"a":["<f8",[1]]}]\n12345678', b'{"a":["O",[1]]}\n12345678', b'{"a":["<f8",[1]]}',
        b'{"a":["<f8",[9000000]]}\n12345678', b'{"a":["S0",[5]]}\n12345678', b'\n{"a":["<f8",[1]]}', b"",
    ],
)  # fmt: skip
def test_arrays_without_their_bytes_are_no_value(frame: bytes) -> None:
    with pytest.raises(ValueError):
        wire.loads(frame)


@pytest.mark.parametrize("text", ["a" * 1_000_000, '"' * 500_000, "\\" * 500_000, "é" * 300_000])
def test_a_long_text_among_many_values_is_no_value(text: str) -> None:
    assert wire.loads(wire.dumps([text]), answer=True) == [text]
    assert len(wire.loads(wire.dumps([text, *range(1_000)]))) == 1_001, "as code that we send is one"
    with pytest.raises(ValueError, match="too long a text"):
        wire.loads(wire.dumps([text, *range(1_000)]), answer=True)


def test_where_numpy_is_not_there_an_array_is_made_up() -> None:
    frame = wire.dumps([np.zeros((3, 1)), np.zeros((1, 3))])
    assert len(wire.loads(frame)) == 2
    with pytest.raises(ValueError, match="without NumPy"):
        wire.loads(frame, arrays=False)


@pytest.mark.parametrize(
    "value",
    [
        COLLIDING,
        [(number,) for number in COLLIDING],
        (COLLIDING,),
        [(1, number) for number in COLLIDING] + [[]],
        [frozenset([number]) for number in COLLIDING],
    ],
)
def test_what_a_set_of_ours_would_choke_on_is_no_value(value: Any) -> None:
    with pytest.raises(ValueError, match="made to collide"):
        wire.loads(wire.dumps(value))

"""Programs for dairy-split."""

RIGHT = {
    "digests": """
import hashlib
import numpy as np

def split(cow, day, cutoff, horizon, share=0.2, held=None, salt="v1"):
    names, inv = np.unique(cow, return_inverse=True)
    if held is None:
        digest = [hashlib.sha256(f"{salt}:{c}".encode()).digest()[:8] for c in names]
        out = np.array([int.from_bytes(d, "big") for d in digest]) / 2.0**64 < share
    else:
        out = np.isin(names, held)
    held_out = out[inv]
    train = np.flatnonzero(~held_out & (day + horizon <= cutoff))
    valid = np.flatnonzero(held_out & (day >= cutoff))
    return train, valid
""",
    "checksums and sets": """
import zlib

def split(cow, day, cutoff, horizon, share=0.2, held=None):
    if held is None:
        held = {name for name in set(cow.tolist()) if zlib.crc32(str(name).encode()) % 1000 < 1000 * share}
    held = set(held)
    train, valid = [], []
    for row, (name, at) in enumerate(zip(cow.tolist(), day.tolist())):
        if name in held:
            if at > cutoff:
                valid.append(row)
        elif at + horizon < cutoff:
            train.append(row)
    return train, valid
""",
    "a generator per cow": """
import random
import numpy as np

def split(cow, day, cutoff, horizon, share=0.2, held=None):
    def out(name):
        return name in held if held is not None else random.Random(name).random() < share

    sides = {name: out(name) for name in np.unique(cow).tolist()}
    late = np.array([sides[name] for name in cow.tolist()])
    return {"train": np.where(~late & (cutoff - day >= horizon))[0], "valid": np.where(late & (day >= cutoff))[0]}.values()
""",
}
WRONG = {
    "no gap": ("example label-known no-horizon mixed-rows", "digests", "day + horizon <= cutoff", "day < cutoff"),
    "gap of the features": ("label-known no-horizon", "digests", "day + horizon <= cutoff", "day + 14 <= cutoff"),
    "gap of seven whatever is passed": ("no-horizon", "digests", "day + horizon <= cutoff", "day + 7 <= cutoff"),
    "one day too many": ("label-known no-horizon", "digests", "day + horizon <= cutoff", "day + horizon <= cutoff + 1"),
    "gap on the other side": (
        "example label-known no-horizon mixed-rows",
        "digests",
        "(day + horizon <= cutoff))",
        "(day < cutoff))\n    cutoff = cutoff + horizon",
    ),
    "late rows of known cows": (
        "example label-known no-horizon four-corners mixed-rows a-fifth cows-join again-the-same",
        "digests",
        "valid = np.flatnonzero(held_out & (day >= cutoff))",
        "valid = np.flatnonzero(day >= cutoff)",
    ),
    "early rows of held-out cows": (
        "example no-horizon four-corners mixed-rows a-fifth cows-join again-the-same",
        "digests",
        "np.flatnonzero(held_out & (day >= cutoff))",
        "np.flatnonzero(held_out)",
    ),
    "time alone": (
        "example label-known no-horizon four-corners mixed-rows a-fifth cows-join again-the-same",
        "digests",
        "held_out = out[inv]",
        "held_out = day >= cutoff",
    ),
    "row numbers of a sorted table": (
        "example no-horizon mixed-rows a-fifth cows-join again-the-same",
        "digests",
        "    names, inv",
        "    order = np.argsort(day, kind='stable')\n    cow, day = cow[order], day[order]\n    names, inv",
    ),
    "first names": (
        "cows-join",
        "digests",
        'out = np.array([int.from_bytes(d, "big") for d in digest]) / 2.0**64 < share',
        "out = np.arange(len(names)) < share * len(names)",
    ),
    "permutation": (
        "cows-join",
        "digests",
        'out = np.array([int.from_bytes(d, "big") for d in digest]) / 2.0**64 < share',
        "out = np.isin(names, np.random.default_rng(0).permutation(names)[: int(share * len(names))])",
    ),
    "new draw each time": (
        "cows-join again-the-same",
        "digests",
        'out = np.array([int.from_bytes(d, "big") for d in digest]) / 2.0**64 < share',
        "out = np.random.default_rng().random(len(names)) < share",
    ),
    "by place in the table": (
        "cows-join again-the-same",
        "digests",
        "names, inv = np.unique(cow, return_inverse=True)",
        "names = np.array(list(dict.fromkeys(cow.tolist())))\n    inv = np.array([names.tolist().index(c) for c in cow.tolist()])\n    salt = names[0]",
    ),
    "rows at random": (
        "example label-known no-horizon four-corners mixed-rows a-fifth cows-join again-the-same",
        """
import numpy as np

def split(cow, day, cutoff, horizon, share=0.2, held=None):
    order = np.random.default_rng(0).permutation(len(cow))
    return order[int(share * len(cow)):], order[:int(share * len(cow))]
""",
    ),
    "cows alone": (
        "example label-known no-horizon four-corners mixed-rows a-fifth cows-join again-the-same",
        "digests",
        "(day + horizon <= cutoff)",
        "(day > -1)",
    ),
}
SLOW = {
    "a mask for each cow": """
import numpy as np

def split(cow, day, cutoff, horizon, share=0.2, held=None):
    train, valid = [], []
    for name in np.unique(cow):
        mine = np.flatnonzero(cow == name)
        if name in held:
            valid.extend(mine[day[mine] >= cutoff])
        else:
            train.extend(mine[day[mine] + horizon <= cutoff])
    return train, valid
""",
}

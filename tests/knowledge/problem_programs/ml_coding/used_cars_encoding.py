"""Programs for used-cars-encoding."""

RIGHT = {
    "two bincounts": """
import numpy as np

def encode(names, labels, folds, strength):
    kinds, code = np.unique(names, return_inverse=True)
    k, f = len(kinds), int(folds.max()) + 1
    cell = folds * k + code
    n = np.bincount(cell, minlength=f * k).reshape(f, k)
    s = np.bincount(cell, labels, f * k).reshape(f, k)
    n_out, s_out = n.sum(0) - n, s.sum(0) - s
    prior = s_out.sum(1) / n_out.sum(1)
    table = (s_out + strength * prior[:, None]) / (n_out + strength)
    final = (s.sum(0) + strength * labels.mean()) / (n.sum(0) + strength)
    return table[folds, code], dict(zip(kinds, final)), labels.mean()
""",
    "dictionaries": """
from collections import defaultdict

def encode(names, labels, folds, m):
    seen = defaultdict(lambda: [0, 0])
    for name, y, fold in zip(names, labels, folds):
        for key in [(str(name), None), (str(name), int(fold)), (None, None), (None, int(fold))]:
            seen[key][0] += 1
            seen[key][1] += int(y)
    out = []
    for name, fold in zip(names, folds):
        n = seen[str(name), None][0] - seen[str(name), int(fold)][0]
        s = seen[str(name), None][1] - seen[str(name), int(fold)][1]
        base = (seen[None, None][1] - seen[None, int(fold)][1]) / (seen[None, None][0] - seen[None, int(fold)][0])
        out.append((s + m * base) / (n + m))
    return out
""",
    "fold by fold": """
import numpy as np

def table(code, y, size, m):
    prior = y.mean()
    return (np.bincount(code, y, size) + m * prior) / (np.bincount(code, minlength=size) + m)

def encode(names, labels, folds, strength=10):
    _, code = np.unique(names, return_inverse=True)
    out = np.full(len(code), np.nan)
    for fold in set(folds.tolist()):
        inside = folds == fold
        out[inside] = table(code[~inside], labels[~inside], code.max() + 1, strength)[code[inside]]
    return out
""",
}
WRONG = {
    "prior of all rows": (
        "example only-one own-outcome strength mixed-rows by-hand",
        "two bincounts",
        "prior = s_out.sum(1) / n_out.sum(1)",
        "prior = np.full(f, labels.mean())",
    ),
    "prior of the own fold": (
        "example only-one own-outcome strength mixed-rows by-hand",
        "two bincounts",
        "prior = s_out.sum(1) / n_out.sum(1)",
        "prior = s.sum(1) / np.maximum(n.sum(1), 1)",
    ),
    "own fold not taken out": (
        "example only-one own-outcome strength mixed-rows by-hand",
        "two bincounts",
        "n.sum(0) - n, s.sum(0) - s",
        "n.sum(0) + 0 * n, s.sum(0) + 0 * s",
    ),
    "own fold alone": (
        "example only-one own-outcome strength mixed-rows by-hand",
        "two bincounts",
        "n.sum(0) - n, s.sum(0) - s",
        "n, s",
    ),
    "strength below alone": (
        "example only-one strength mixed-rows by-hand",
        "two bincounts",
        "(s_out + strength * prior[:, None])",
        "(s_out + prior[:, None])",
    ),
    "no smoothing": (
        "example own-outcome strength mixed-rows by-hand",
        "two bincounts",
        "table = (s_out + strength * prior[:, None]) / (n_out + strength)",
        "table = np.where(n_out > 0, s_out / np.maximum(n_out, 1), prior[:, None])",
    ),
    "unseen is zero": (
        "example only-one strength mixed-rows by-hand",
        "two bincounts",
        "return table[folds, code]",
        "return np.where(n_out > 0, table, 0)[folds, code]",
    ),
    "in the order of names": (
        "mixed-rows by-hand",
        "two bincounts",
        "return table[folds, code]",
        "return table[folds, code][np.argsort(code, kind='stable')]",
    ),
    "plain means": (
        "example only-one own-outcome strength mixed-rows by-hand",
        """
import numpy as np

def encode(cat, y, folds, m):
    means = {c: y[cat == c].mean() for c in np.unique(cat)}
    return np.array([means[c] for c in cat])
""",
    ),
    "leave one out": (
        "example only-one own-outcome strength mixed-rows by-hand",
        """
import numpy as np

def encode(names, labels, folds, m):
    _, code = np.unique(names, return_inverse=True)
    n, s = np.bincount(code)[code] - 1, np.bincount(code, labels)[code] - labels
    prior = (labels.sum() - labels) / (len(labels) - 1)
    return (s + m * prior) / (n + m)
""",
    ),
    "sorted in place": (
        "example only-one own-outcome strength mixed-rows by-hand arrays-kept",
        "two bincounts",
        "    kinds, code",
        "    labels -= 0.5\n    labels = labels + 0.5\n    kinds, code",
    ),
    "shuffles the folds": (
        "example own-outcome strength mixed-rows by-hand arrays-kept",
        "fold by fold",
        "    out = np.full",
        "    folds.sort()\n    out = np.full",
    ),
}
SLOW = {
    "a mask for each row": """
import numpy as np

def encode(names, labels, folds, m):
    out = []
    for name, fold in zip(names, folds):
        other = folds != fold
        same = other & (names == name)
        out.append((labels[same].sum() + m * labels[other].mean()) / (same.sum() + m))
    return np.array(out)
""",
}

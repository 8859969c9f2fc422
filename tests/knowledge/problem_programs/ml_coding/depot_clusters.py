"""Programs for depot-clusters."""

RIGHT = {
    "expanded, centred, lonely ones to far points": """
import numpy as np

def assign(P, C):
    labels, cost = [], []
    for part in np.array_split(P, max(1, len(P) // 5000)):
        half = part @ C.T - 0.5 * (C * C).sum(1)
        best = half.argmax(1)
        labels.append(best)
        cost.append(((part - C[best]) ** 2).sum(1))
    return np.concatenate(labels), np.concatenate(cost)

def kmeans(points, centres):
    good = np.isfinite(points).all(axis=1)
    P = points[good].astype(np.float64)
    middle = P.mean(axis=0)
    P = P - middle
    C = centres.astype(np.float64) - middle
    last = None
    for _ in range(100):
        labels, cost = assign(P, C)
        count = np.bincount(labels, minlength=len(C))
        if (count > 0).all() and last is not None and (labels == last).all():
            break
        last = labels
        sums = np.zeros_like(C)
        np.add.at(sums, labels, P)
        C = np.where(count[:, None] > 0, sums / np.maximum(count, 1)[:, None], C)
        farthest = np.argsort(-cost)
        for place, j in enumerate(np.flatnonzero(count == 0)):
            C[j] = P[farthest[place]]
    labels, cost = assign(P, C)
    out = np.full(len(points), -1, dtype=int)
    out[good] = labels
    return [tuple(c) for c in C + middle], out.tolist(), float(cost.sum())
""",
    "farthest point": """
import numpy as np

def nearest(P, C, block):
    lab, d = np.empty(len(P), int), np.empty(len(P))
    for a in range(0, len(P), block):
        D = ((P[a : a + block, None] - C) ** 2).sum(2)
        lab[a : a + block], d[a : a + block] = D.argmin(1), D.min(1)
    return lab, d

def kmeans(points, centres, rounds=100, block=10_000):
    X, C = np.asarray(points, float), np.array(centres, float)
    shift = np.nanmean(X, axis=0)
    ok = ~np.isnan(X).any(axis=1)
    P, C = X[ok] - shift, C - shift
    k, old = len(C), None
    for _ in range(rounds):
        lab, d = nearest(P, C, block)
        for j in np.flatnonzero(np.bincount(lab, minlength=k) == 0):
            movable = np.bincount(lab, minlength=k)[lab] > 1
            far = np.argmax(np.where(movable, d, -1.0))
            lab[far], d[far] = j, 0.0
        if old is not None and np.array_equal(lab, old):
            break
        n = np.bincount(lab, minlength=k)
        C = np.stack([np.bincount(lab, P[:, a], k) for a in (0, 1)], axis=1) / n[:, None]
        old = lab
    lab, d = nearest(P, C, block)
    out = np.full(len(X), -1)
    out[ok] = lab
    return C + shift, out, d.sum()
""",
    "centre by centre": """
import numpy as np

def kmeans(points, centres):
    ok = ~np.isnan(points).any(axis=1)
    P, C = points[ok].astype(float), centres.astype(float)
    before = None
    for _ in range(100):
        best, labels = np.full(len(P), np.inf), np.zeros(len(P), int)
        for j, c in enumerate(C):
            d = ((P - c) ** 2) @ np.ones(2)
            closer = d < best
            best[closer], labels[closer] = d[closer], j
        empty = sorted(set(range(len(C))) - set(labels.tolist()))
        if not empty and before is not None and (labels == before).all():
            break
        before = labels
        for j in set(labels.tolist()):
            C[j] = P[labels == j].mean(axis=0)
        if empty and best.max() == 0:
            break
        for j in empty:
            far = int(best.argmax())
            C[j], best[far] = P[far], 0
    full = np.full(len(points), -1)
    full[ok] = labels
    return C, full, ((P - C[labels]) ** 2).sum()
""",
}
WRONG = {
    "empty stays": (
        "example lonely-start one-address",
        "farthest point",
        "        for j in np.flatnonzero(np.bincount(lab, minlength=k) == 0):\n            movable = np.bincount(lab, minlength=k)[lab] > 1\n            far = np.argmax(np.where(movable, d, -1.0))\n            lab[far], d[far] = j, 0.0\n",
        "",
    ),
    "empty to the origin": (
        "lonely-start",
        "centre by centre",
        "            C[j], best[far] = P[far], 0\n",
        "            C[j], best[far] = 0, 0\n",
    ),
    "empty thrown away": (
        "example lonely-start",
        "centre by centre",
        "        for j in empty:\n            far = int(best.argmax())\n            C[j], best[far] = P[far], 0\n",
        "        C = np.delete(C, empty, axis=0)\n",
    ),
    "last index wins": ("half-way", "centre by centre", "closer = d < best", "closer = d <= best"),
    "sum of distances": (
        "example belongs-together lonely-start half-way far-north",
        "farthest point",
        "d.sum()",
        "np.sqrt(d).sum()",
    ),
    "mean of squares": (
        "example two-heaps belongs-together lonely-start half-way failed-geocode far-north",
        "farthest point",
        "d.sum()",
        "d.mean()",
    ),
    "one round": ("belongs-together lonely-start", "farthest point", "rounds=100", "rounds=1"),
    "old sum": (
        "example two-heaps belongs-together lonely-start half-way failed-geocode far-north",
        "centre by centre",
        "((P - C[labels]) ** 2).sum()",
        "((P - centres[labels]) ** 2).sum()",
    ),
    "NaN kept": (
        "failed-geocode",
        "centre by centre",
        "ok = ~np.isnan(points).any(axis=1)",
        "ok = np.ones(len(points), bool)",
    ),
    "rows dropped": ("failed-geocode", "farthest point", "return C + shift, out,", "return C + shift, lab,"),
    "starts overwritten": ("arrays-kept", "centre by centre", "centres.astype(float)", "centres"),
    "squares in float32": (
        "far-north",
        """
import numpy as np

def kmeans(points, centres):
    ok = ~np.isnan(points).any(axis=1)
    P, C = points[ok], centres.copy()
    before = None
    for _ in range(100):
        D = (P ** 2).sum(1)[:, None] - 2 * P @ C.T + (C ** 2).sum(1)
        labels = D.argmin(1)
        for j in range(len(C)):
            if not (labels == j).any():
                far = D.min(1).argmax()
                labels[far] = j
                D[far] = 0
        if before is not None and (labels == before).all():
            break
        before = labels
        C = np.array([P[labels == j].mean(axis=0) for j in range(len(C))])
    out = np.full(len(points), -1)
    out[ok] = labels
    return C, out, ((P - C[labels]) ** 2).sum()
""",
    ),
    "mean of nobody": (
        "example lonely-start one-address failed-geocode",
        """
import numpy as np

def kmeans(X, C):
    for _ in range(100):
        lab = ((X[:, None] - C) ** 2).sum(2).argmin(1)
        C = np.array([X[lab == j].mean(axis=0) for j in range(len(C))])
    return C, lab, ((X - C[lab]) ** 2).sum()
""",
    ),
}
SLOW = {}
HUGE = {
    "all differences at once": """
import numpy as np

def kmeans(points, centres):
    P, C = points.astype(float), centres.astype(float)
    for _ in range(3):
        apart = P[:, None, :] - C[None]
        D = (apart**2).sum(axis=2)
        labels = D.argmin(axis=1)
        C = np.array([P[labels == j].mean(axis=0) for j in range(len(C))])
    return C, labels, ((P - C[labels]) ** 2).sum()
""",
}

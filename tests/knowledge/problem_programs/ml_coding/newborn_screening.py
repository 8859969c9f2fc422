"""Programs for newborn-screening."""

RIGHT = {
    "counts": """
import numpy as np

def auc_ap(scores, labels):
    s = np.where(np.isnan(scores), -np.inf, scores)
    y = np.asarray(labels) == 1
    _, group = np.unique(s, return_inverse=True)
    tp = np.bincount(group, y)[::-1]
    fp = np.bincount(group, ~y)[::-1]
    P, N = tp.sum(), fp.sum()
    if P == 0 or N == 0:
        return np.nan, np.nan
    found, alarms = tp.cumsum(), fp.cumsum()
    area = np.sum(fp * (found - tp + tp / 2)) / (P * N)
    return area, np.sum(tp / P * found / (found + alarms))
""",
    "ends of ties": """
import numpy as np

def auc_ap(scores, labels):
    ok = ~np.isnan(scores)
    s, y = scores[ok], labels[ok].astype(np.int64)
    order = np.argsort(-s, kind="stable")
    s, y = s[order], y[order]
    last = np.append(s[1:] != s[:-1], True)
    tp = np.cumsum(y)[last]
    n = np.flatnonzero(last) + 1
    tpr = np.append(0, tp / tp[-1])
    fpr = np.append(0, (n - tp) / (n[-1] - tp[-1]))
    area = np.sum(np.diff(fpr) * (tpr[1:] + tpr[:-1]) / 2)
    return float(area), float(np.sum(np.diff(tpr) * tp / n))
""",
    "101 values": """
import numpy as np

def auc_ap(scores, labels):
    cents = np.round(np.nan_to_num(scores, nan=-0.01) * 100).astype(int) + 1
    ill = np.bincount(cents[labels == 1], minlength=102).tolist()
    healthy = np.bincount(cents[labels == 0], minlength=102).tolist()
    pairs = found = called = 0
    precision = 0.0
    lower = sum(healthy)
    for a, b in zip(reversed(ill), reversed(healthy)):
        lower -= b
        pairs += a * (2 * lower + b)
        found, called = found + a, called + a + b
        if a:
            precision += a * found / called
    return {"area": pairs / 2 / (sum(ill) * sum(healthy)), "precision": precision / sum(ill)}.values()
""",
}
WRONG = {
    "ties worth nothing": (
        "example all-equal other-order failed-measurement all-pairs",
        "counts",
        "found - tp + tp / 2",
        "found - tp",
    ),
    "ties worth all": (
        "example all-equal other-order failed-measurement all-pairs",
        "counts",
        "found - tp + tp / 2",
        "found",
    ),
    "trapezoid for precision": (
        "example clear-order upside-down all-equal other-order failed-measurement all-pairs",
        "counts",
        "np.sum(tp / P * found / (found + alarms))",
        "np.trapezoid(np.append(1, found / (found + alarms)), np.append(0, found / P))",
    ),
    "other order": (
        "example upside-down other-order failed-measurement all-pairs",
        "counts",
        "return area, np",
        "return 1 - area, np",
    ),
    "row by row": (
        "example all-equal other-order failed-measurement all-pairs",
        """
import numpy as np

def auc_ap(scores, labels):
    order = np.argsort(-scores)
    y = labels[order].astype(int)
    ap = np.mean((np.cumsum(y) / np.arange(1, len(y) + 1))[y == 1])
    area = np.sum(np.cumsum(y) * (1 - y)) / (y.sum() * (1 - y).sum())
    return area, ap
""",
    ),
    "one threshold": (
        "example clear-order upside-down other-order failed-measurement all-pairs",
        """
def auc_ap(scores, labels):
    called = scores >= 0.5
    tp, fp = (called & (labels == 1)).sum(), (called & (labels == 0)).sum()
    tpr, fpr = tp / (labels == 1).sum(), fp / (labels == 0).sum()
    return (tpr + 1 - fpr) / 2, tp / max(tp + fp, 1)
""",
    ),
    "NaN is a score of its own": (
        "failed-measurement",
        "ends of ties",
        "ok = ~np.isnan(scores)",
        "ok = np.ones(len(scores), bool)",
    ),
    "NaN comes through": ("failed-measurement", "101 values", "np.nan_to_num(scores, nan=-0.01)", "scores"),
    "folded over": (
        "upside-down all-pairs",
        "ends of ties",
        "return float(area)",
        "return max(float(area), 1 - float(area))",
    ),
    "rounded to tenths": ("all-pairs", "101 values", "* 100)", "* 10)"),
    "starts at the first point": (
        "example all-equal other-order failed-measurement all-pairs",
        "ends of ties",
        "np.append(0, (n - tp)",
        "np.append(0.0001, (n - tp)",
    ),
}
SLOW = {
    "every ill child": """
import numpy as np

def auc_ap(scores, labels):
    ill, healthy = scores[labels == 1], scores[labels == 0]
    area = sum((t > healthy).mean() + 0.5 * (t == healthy).mean() for t in ill) / len(ill)
    return area, np.mean([labels[scores >= t].mean() for t in ill])
""",
}
HUGE = {
    "every pair": """
import numpy as np

def auc_ap(scores, labels):
    ill, healthy = scores[labels == 1], scores[labels == 0]
    area = np.mean((ill[:, None] > healthy) + 0.5 * (ill[:, None] == healthy))
    levels = np.unique(ill)
    ap = sum((ill == t).mean() * labels[scores >= t].mean() for t in levels)
    return area, ap
""",
}

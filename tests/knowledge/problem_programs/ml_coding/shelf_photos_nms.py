"""Programs for shelf-photos-nms."""

RIGHT = {
    "survivors": """
import numpy as np

def nms(boxes, scores, threshold=0.5):
    B = np.asarray(boxes, float)
    s = np.asarray(scores, float)
    rows = np.flatnonzero((B[:, 2] > B[:, 0]) & (B[:, 3] > B[:, 1]) & ~np.isnan(s))
    order = rows[np.argsort(-s[rows], kind="stable")]
    area = (B[:, 2] - B[:, 0]) * (B[:, 3] - B[:, 1])
    keep = []
    while len(order):
        i, order = order[0], order[1:]
        keep.append(i)
        w = np.minimum(B[i, 2], B[order, 2]) - np.maximum(B[i, 0], B[order, 0])
        h = np.minimum(B[i, 3], B[order, 3]) - np.maximum(B[i, 1], B[order, 1])
        inter = np.maximum(w, 0) * np.maximum(h, 0)
        iou = inter / (area[i] + area[order] - inter)
        order = order[iou <= threshold]
    return np.array(keep, dtype=int)
""",
    "mask of the dead": """
import numpy as np

def overlap(one, many):
    size = np.clip(np.minimum(one[2:], many[:, 2:]) - np.maximum(one[:2], many[:, :2]), 0, None).prod(axis=1)
    whole = np.prod(one[2:] - one[:2]) + np.prod(many[:, 2:] - many[:, :2], axis=1) - size
    return np.divide(size, whole, out=np.zeros(len(many)), where=whole > 0)

def nms(boxes, scores, threshold):
    boxes, scores = boxes.astype(np.int64), np.nan_to_num(scores, nan=-np.inf)
    alive, keep = np.isfinite(scores), []
    for row in np.argsort(-scores, kind="mergesort"):
        if alive[row]:
            keep.append(int(row))
            alive &= ~(overlap(boxes[row], boxes) > threshold)
    return keep
""",
    "against the kept ones": """
import numpy as np

def nms(boxes, scores, threshold=0.5):
    kept, stay = np.zeros((0, 4), np.float32), []
    places = sorted((-float(score), row) for row, score in enumerate(scores) if score == score)
    for _, row in places:
        x1, y1, x2, y2 = box = boxes[row].astype(np.float32)
        if x2 <= x1 or y2 <= y1:
            continue
        wide = np.minimum(x2, kept[:, 2]) - np.maximum(x1, kept[:, 0])
        high = np.minimum(y2, kept[:, 3]) - np.maximum(y1, kept[:, 1])
        both = np.where((wide > 0) & (high > 0), wide * high, 0)
        union = (x2 - x1) * (y2 - y1) + (kept[:, 2] - kept[:, 0]) * (kept[:, 3] - kept[:, 1]) - both
        if not (both > threshold * union).any():
            kept = np.vstack([kept, box])
            stay.append(row)
    return stay
""",
}
WRONG = {
    "sides not clipped": (
        "far-apart two-loops",
        "survivors",
        "np.maximum(w, 0) * np.maximum(h, 0)",
        "np.maximum(w * h, 0)",
    ),
    "a pixel more": (
        "far-apart just-half two-loops",
        "survivors",
        "- np.maximum(B[i, 0], B[order, 0])",
        "- np.maximum(B[i, 0], B[order, 0]) + 1",
    ),
    "union not reduced": (
        "example best-first same-score detector-type odd-rows two-loops",
        "survivors",
        "area[order] - inter)",
        "area[order])",
    ),
    "equal suppresses": ("far-apart just-half", "survivors", "iou <= threshold", "iou < threshold"),
    "no cast": ("detector-type", "survivors", "np.asarray(boxes, float)", "np.asarray(boxes)"),
    "worst first": (
        "example best-first far-apart just-half same-score detector-type odd-rows two-loops",
        "survivors",
        "np.argsort(-s[rows]",
        "np.argsort(s[rows]",
    ),
    "row order": (
        "best-first detector-type two-loops",
        "survivors",
        "return np.array(keep",
        "return np.array(sorted(keep)",
    ),
    "reversed argsort with NaN": (
        "odd-rows",
        "survivors",
        'order = rows[np.argsort(-s[rows], kind="stable")]',
        "order = np.argsort(s)[::-1]",
    ),
    "boxes given back": (
        "example best-first far-apart just-half same-score detector-type odd-rows no-boxes two-loops",
        "survivors",
        "return np.array(keep, dtype=int)",
        "return B[keep]",
    ),
    "no boxes crashes": (
        "example best-first far-apart just-half same-score detector-type odd-rows no-boxes two-loops",
        "survivors",
        "    keep = []",
        "    keep = [order[0]]\n    order = order",
    ),
    "the suppressed suppress": (
        "example best-first same-score two-loops",
        """
import numpy as np

def nms(boxes, scores, threshold):
    b, s = boxes.astype(float), scores
    w = np.minimum(b[:, None, 2], b[None, :, 2]) - np.maximum(b[:, None, 0], b[None, :, 0])
    h = np.minimum(b[:, None, 3], b[None, :, 3]) - np.maximum(b[:, None, 1], b[None, :, 1])
    inter = w.clip(0) * h.clip(0)
    area = (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])
    M = inter / (area[:, None] + area - inter)
    n = len(b)
    keep = [i for i in range(n) if not any(M[i, j] > threshold and scores[j] > scores[i] for j in range(n))]
    return sorted(keep, key=lambda i: -scores[i])
""",
    ),
}
SLOW = {
    "two loops of Python": """
def nms(boxes, scores, threshold):
    keep = []
    for i in sorted(range(len(scores)), key=lambda row: -scores[row]):
        for j in keep:
            a, b = boxes[i], boxes[j]
            w = max(min(a[2], b[2]) - max(a[0], b[0]), 0)
            h = max(min(a[3], b[3]) - max(a[1], b[1]), 0)
            whole = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h
            if w * h / whole > threshold:
                break
        else:
            keep.append(i)
    return keep
""",
}
HUGE = {
    "all pairs at once": """
import numpy as np

def nms(boxes, scores, threshold):
    b = boxes.astype(np.float32)
    w = np.minimum(b[:, None, 2], b[:, 2]) - np.maximum(b[:, None, 0], b[:, 0])
    h = np.minimum(b[:, None, 3], b[:, 3]) - np.maximum(b[:, None, 1], b[:, 1])
    inter = w.clip(0) * h.clip(0)
    area = (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])
    M = inter / (area[:, None] + area - inter)
    gone, keep = np.zeros(len(b), bool), []
    for i in np.argsort(-scores):
        if not gone[i]:
            keep.append(i)
            gone |= M[i] > threshold
    return keep
""",
}

"""Programs for water-pressure-stream."""

RIGHT = {
    "Welford": """
import numpy as np

class Moments:
    def __init__(self, k):
        self.n = np.zeros(k, np.int64)
        self.mean = np.zeros(k)
        self.M2 = np.zeros(k)

    def update(self, x):
        x = np.asarray(x, float)
        ok = ~np.isnan(x)
        self.n += ok
        d = np.where(ok, x - self.mean, 0.0)
        self.mean += d / np.maximum(self.n, 1)
        self.M2 += d * np.where(ok, x - self.mean, 0.0)

    def merge(self, o):
        n = self.n + o.n
        d, safe = o.mean - self.mean, np.maximum(n, 1)
        self.mean += d * o.n / safe
        self.M2 += o.M2 + d * d * (self.n * (o.n / safe))
        self.n = n

    def variance(self):
        return np.where(self.n > 1, self.M2 / np.maximum(self.n - 1, 1), np.nan)

def summary(stations):
    total = None
    for readings in stations:
        own = Moments(len(readings[0]))
        for x in readings:
            own.update(x)
        if total is None:
            total = own
        else:
            total.merge(own)
    return total.mean, total.variance()
""",
    "everything is a merge": """
import numpy as np

def merged(a, b):
    n = a[0] + b[0]
    with np.errstate(all="ignore"):
        share = np.nan_to_num(b[0] / n)
    apart = b[1] - a[1]
    return n, a[1] + apart * share, a[2] + b[2] + apart ** 2 * a[0] * share

def state(readings):
    held = (np.zeros(len(readings[0])),) * 3
    for x in readings:
        real = np.isfinite(x)
        held = merged(held, (real.astype(float), np.where(real, x, held[1]).astype(float), np.zeros(len(x))))
    return held

def summary(stations):
    from functools import reduce
    n, mean, squares = reduce(merged, map(state, stations))
    with np.errstate(all="ignore"):
        return mean, squares / (n - 1)
""",
    "shifted sums": """
import numpy as np

def summary(stations):
    first = None
    for station in stations:
        for x in station:
            x = np.array(x, float)
            first = x.copy() if first is None else np.where(np.isnan(first), x, first)
    n = np.zeros(len(first))
    a, b = n.copy(), n.copy()
    for station in stations:
        for x in station:
            d = np.asarray(x, float) - first
            ok = ~np.isnan(d)
            n[ok] += 1
            a[ok] += d[ok]
            b[ok] += d[ok] ** 2
    with np.errstate(all="ignore"):
        return {"mean": first + a / n, "variance": (b - a * a / n) / (n - 1)}.values()
""",
}
WRONG = {
    "old deviation twice": (
        "example two-levels one-each missed-second silent-station billion-more single-precision stuck",
        "Welford",
        "self.M2 += d * np.where(ok, x - self.mean, 0.0)",
        "self.M2 += d * d",
    ),
    "divided by n": (
        "example two-levels one-each missed-second silent-station billion-more single-precision",
        "Welford",
        "np.maximum(self.n - 1, 1)",
        "np.maximum(self.n, 1)",
    ),
    "means not apart": (
        "example two-levels one-each missed-second silent-station billion-more single-precision",
        "Welford",
        "self.M2 += o.M2 + d * d * (self.n * (o.n / safe))",
        "self.M2 += o.M2",
    ),
    "mean of means": (
        "two-levels one-each silent-station",
        "Welford",
        "self.mean += d * o.n / safe",
        "self.mean = (self.mean + o.mean) / 2",
    ),
    "counter after the merge": (
        "example two-levels one-each missed-second silent-station billion-more single-precision",
        "Welford",
        "        n = self.n + o.n\n",
        "        self.n = n = self.n + o.n\n",
    ),
    "NaN sticks": ("missed-second silent-station", "Welford", "ok = ~np.isnan(x)", "ok = np.ones(len(x), bool)"),
    "NaN is zero": (
        "missed-second silent-station",
        "Welford",
        "x = np.asarray(x, float)",
        "x = np.nan_to_num(np.asarray(x, float))",
    ),
    "NaN counts": ("missed-second silent-station", "Welford", "self.n += ok", "self.n += 1"),
    "a NaN stops all": (
        "missed-second silent-station arrays-kept",
        "Welford",
        "        self.n += ok",
        "        if not ok.all():\n            return\n        self.n += ok",
    ),
    "empty side": ("silent-station", "Welford", "np.maximum(n, 1)", "n"),
    "single precision": (
        "billion-more",
        "Welford",
        "x = np.asarray(x, float)",
        "x = np.asarray(x, np.float32)\n        self.mean, self.M2 = self.mean.astype(np.float32), self.M2.astype(np.float32)",
    ),
    "single readings thrown away": (
        "two-levels one-each silent-station",
        "Welford",
        "        n = self.n + o.n\n",
        "        if o.n.max() < 2:\n            return\n        n = self.n + o.n\n",
    ),
    "first array taken over": (
        "arrays-kept",
        "Welford",
        "        x = np.asarray(x, float)\n",
        "        x = np.asarray(x, float)\n        if not self.n.any() and not np.isnan(x).any():\n            self.n, self.mean = self.n + 1, x\n            return\n",
    ),
    "average of the variances": (
        "example two-levels one-each missed-second silent-station billion-more single-precision",
        "Welford",
        "    return total.mean, total.variance()",
        "    return total.mean, total.M2 / np.maximum(total.n - len(stations), 1)",
    ),
    "sums of squares": (
        "billion-more",
        """
import numpy as np

def summary(stations):
    x = np.array([x for station in stations for x in station], float)
    ok = ~np.isnan(x)
    n, s, q = ok.sum(0), np.nansum(x, 0), np.nansum(x * x, 0)
    return s / n, (q / n - (s / n) ** 2) * n / (n - 1)
""",
    ),
    "sums of squares in float32": (
        "two-levels billion-more single-precision stuck",
        """
import numpy as np

def summary(stations):
    n = s = q = np.float32(0)
    for station in stations:
        for x in station:
            x = x.astype(np.float32)
            ok = ~np.isnan(x)
            x = np.where(ok, x, np.float32(0))
            n, s, q = n + ok, s + x, q + x * x
    return s / n, (q - s * s / n) / (n - 1)
""",
    ),
}
SLOW = {
    "sensor by sensor": """
import math

def summary(stations):
    k = len(stations[0][0])
    n, mean, M2 = [0] * k, [0.0] * k, [0.0] * k
    for station in stations:
        for x in station:
            for j in range(k):
                if not math.isnan(x[j]):
                    n[j] += 1
                    reading = float(x[j])
                    d = reading - mean[j]
                    mean[j] += d / n[j]
                    M2[j] += d * (reading - mean[j])
    return mean, [m / (c - 1) if c > 1 else math.nan for m, c in zip(M2, n)]
""",
}

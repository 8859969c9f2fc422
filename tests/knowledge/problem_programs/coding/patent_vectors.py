"""Programs for patent-vectors."""

RIGHT = {
    "two fingers": """
def dot(a, b):
    i = j = 0
    total = 0.0
    while i < len(a) and j < len(b):
        if a[i][0] == b[j][0]:
            total += a[i][1] * b[j][1]
            i += 1
            j += 1
        elif a[i][0] < b[j][0]:
            i += 1
        else:
            j += 1
    return total
""",
    "dictionary": """
def dot(a, b):
    weights = dict(a)
    return sum(weights.get(index, 0) * weight for index, weight in b)
""",
    "bisection": """
from bisect import bisect_left

def dot(a, b):
    if len(a) > len(b):
        a, b = b, a
    total, start = 0, 0
    for index, weight in a:
        start = bisect_left(b, index, lo=start, key=lambda pair: pair[0])
        if start == len(b):
            break
        if b[start][0] == index:
            total += weight * b[start][1]
    return total
""",
    "written out": """
class Text:
    def __init__(self, pairs):
        self.weights = [0.0] * (max((word for word, _ in pairs), default=-1) + 1)
        for word, weight in pairs:
            self.weights[word] = weight

    def __matmul__(self, other):
        return sum(x * y for x, y in zip(self.weights, other.weights))

def dot(a, b):
    return Text(a) @ Text(b)
""",
}
WRONG = {
    "side by side": (
        "other-places either-way short-texts",
        "def dot(a, b):\n    return sum(x * y for (i, x), (j, y) in zip(a, b) if i == j)\n",
    ),
    "stops before the last": (
        "example other-places last-in-both either-way short-texts",
        "two fingers",
        "i < len(a) and j < len(b)",
        "i < len(a) - 1 and j < len(b) - 1",
    ),
    "runs past the end": (
        "example other-places last-in-both either-way short-texts",
        """
def dot(a, b):
    i = j = 0
    total = 0.0
    while i < len(a) - 1 or j < len(b) - 1:
        if a[i][0] == b[j][0]:
            total += a[i][1] * b[j][1]
        if a[i][0] <= b[j][0]:
            i += 1
        else:
            j += 1
    return total
""",
    ),
    "both move on": (
        "other-places either-way short-texts",
        "two fingers",
        "        elif a[i][0] < b[j][0]:\n            i += 1\n        else:\n            j += 1\n",
        "        else:\n            i += 1\n            j += 1\n",
    ),
    "one dictionary for both": (
        "example other-places last-in-both below-zero either-way short-texts",
        """
def dot(a, b):
    weights = dict(a + b)
    return sum(weights[i] ** 2 for i in {i for i, _ in a} & {i for i, _ in b})
""",
    ),
    "none for nothing": ("nothing-shared no-words short-texts", "two fingers", "return total", "return total or None"),
    "never below zero": ("below-zero short-texts", "two fingers", "return total", "return max(total, 0.0)"),
    "a word of one side alone": (
        "example last-in-both nothing-shared no-words either-way short-texts",
        "dictionary",
        "weights.get(index, 0)",
        "weights.get(index, 1)",
    ),
    "fails on a missing word": (
        "example last-in-both nothing-shared no-words either-way short-texts",
        "dictionary",
        "weights.get(index, 0)",
        "weights[index]",
    ),
    "over the first by place": (
        "no-words either-way short-texts",
        """
def dot(a, b):
    total = j = 0
    for i in range(len(a)):
        while b[j][0] < a[i][0]:
            j += 1
        if b[j][0] == a[i][0]:
            total += a[i][1] * b[j][1]
    return total
""",
    ),
    "the largest alone": (
        "below-zero short-texts",
        "two fingers",
        "total += a[i][1] * b[j][1]",
        "total = max(total, a[i][1] * b[j][1])",
    ),
}
SLOW = {
    "all against all": """
def dot(a, b):
    return sum(x * y for i, x in a for j, y in b if i == j)
""",
}

"""Programs for operating-rooms."""

RIGHT = {
    "heap of ends": """
import heapq

def rooms(operations):
    ends, most = [], 0
    for start, end in sorted(operations):
        if end == start:
            continue
        while ends and ends[0] <= start:
            heapq.heappop(ends)
        heapq.heappush(ends, end)
        most = max(most, len(ends))
    return most
""",
    "events": """
def rooms(operations):
    now = most = 0
    for _, step in sorted([(s, 1) for s, e in operations if s < e] + [(e, -1) for s, e in operations if s < e]):
        now += step
        most = max(most, now)
    return most
""",
    "sums": """
from itertools import accumulate
from collections import Counter

def rooms(operations):
    change = Counter()
    for start, end in operations:
        change[start] += 1
        change[end] -= 1
    return max(accumulate(change[time] for time in sorted(change)), default=0)
""",
}
WRONG = {
    "most in one start": (
        "example long-one any-order none no-length list-kept",
        "def rooms(operations):\n    return max(sum(s <= a < e for s, e in operations) for a, _ in operations) + 1\n",
    ),
    "neighbours only": (
        "example",
        """
def rooms(operations):
    rows = sorted(row for row in operations if row[0] < row[1])
    most, now = min(len(rows), 1), 1
    for (_, last), (start, _) in zip(rows, rows[1:]):
        now = now + 1 if start < last else 1
        most = max(most, now)
    return most
""",
    ),
    "all that meet one": (
        "example long-one any-order",
        """
def rooms(operations):
    return max((sum(s < d and a < e for s, e in operations if s < e) for a, d in operations), default=0)
""",
    ),
    "as they come": ("any-order list-kept", "heap of ends", "sorted(operations)", "operations"),
    "fails without any": ("none", "sums", ", default=0", ""),
    "counts those without length": ("no-length", "heap of ends", "if end == start:", "if False:"),
    "a start before an end": ("example", "heap of ends", "ends[0] <= start", "ends[0] < start"),
    "sorts the caller's list": ("list-kept", "heap of ends", "    ends, most", "    operations.sort()\n    ends, most"),
    "one too many": (
        "example long-one any-order none no-length list-kept",
        "heap of ends",
        "return most",
        "return most + 1",
    ),
}
SLOW = {
    "all against all": """
def rooms(operations):
    return max((sum(s <= a < e for s, e in operations) for a, _ in operations), default=0)
""",
}

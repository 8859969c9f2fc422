"""Programs for cold-chain-peaks."""

RIGHT = {
    "falling queue": """
from collections import deque

def peaks(readings, minutes):
    falling = deque()
    result = []
    for now, degrees in readings:
        while falling and falling[-1][1] <= degrees:
            falling.pop()
        falling.append((now, degrees))
        while falling[0][0] <= now - minutes:
            falling.popleft()
        result.append(falling[0][1])
    return result
""",
    "heap with the dead in it": """
import heapq

def peaks(readings, minutes):
    heap = []
    for now, degrees in readings:
        heapq.heappush(heap, (-degrees, -now))
        while -heap[0][1] <= now - minutes:
            heapq.heappop(heap)
        yield -heap[0][0]
""",
    "sorted window": """
from bisect import bisect_left, insort

def peaks(readings, minutes):
    window, first, out = [], 0, []
    for now, degrees in readings:
        insort(window, degrees)
        while now - readings[first][0] >= minutes:
            del window[bisect_left(window, readings[first][1])]
            first += 1
        out.append(window[-1])
    return out
""",
    "a class": """
class Peak:
    def __init__(self, minutes):
        self.minutes, self.kept, self.front = minutes, [], 0

    def add(self, now, degrees):
        while len(self.kept) > self.front and self.kept[-1][1] < degrees:
            self.kept.pop()
        self.kept.append((now, degrees))
        while now - self.kept[self.front][0] >= self.minutes:
            self.front += 1
        return self.kept[self.front][1]

def peaks(readings, minutes):
    peak = Peak(minutes)
    return tuple(peak.add(*reading) for reading in readings)
""",
}
WRONG = {
    "so many readings": (
        "example gap border short-lists",
        "def peaks(readings, minutes):\n"
        "    return [max(d for _, d in readings[max(0, n - minutes + 1) : n + 1]) for n in range(len(readings))]\n",
    ),
    "never falls": (
        "example gap border short-lists",
        "from itertools import accumulate\n\ndef peaks(readings, minutes):\n"
        "    return list(accumulate((d for _, d in readings), max))\n",
    ),
    "closed at the border": ("border short-lists", "falling queue", "<= now - minutes", "< now - minutes"),
    "starts from zero": ("freezer short-lists", "falling queue", "(falling[0][1])", "(max(falling[0][1], 0))"),
    "one goes out": (
        "example gap short-lists",
        """
def peaks(readings, minutes):
    window, result = [], []
    for now, degrees in readings:
        window.append((now, degrees))
        if window[0][0] <= now - minutes:
            window.pop(0)
        result.append(max(d for _, d in window))
    return result
""",
    ),
    "equal ones are not added": (
        "same-degrees short-lists",
        """
from collections import deque

def peaks(readings, minutes):
    falling, result = deque(), []
    for now, degrees in readings:
        while falling and falling[0][0] <= now - minutes:
            falling.popleft()
        while falling and falling[-1][1] < degrees:
            falling.pop()
        if not falling or falling[-1][1] != degrees:
            falling.append((now, degrees))
        result.append(falling[0][1])
    return result
""",
    ),
    "by minute": (
        "same-minute short-lists",
        """
def peaks(readings, minutes):
    at = {}
    for now, degrees in readings:
        at[now] = max(degrees, at.get(now, degrees))
    return [max(d for then, d in at.items() if now - minutes < then <= now) for now, _ in readings]
""",
    ),
    "the last of a minute": (
        "same-minute short-lists",
        """
def peaks(readings, minutes):
    at = dict(readings)
    return [max(d for then, d in at.items() if now - minutes < then <= now) for now, _ in readings]
""",
    ),
    "begins with the first": ("no-readings", "falling queue", "falling = deque()", "falling = deque([readings[0]])"),
    "forgets and starts anew": (
        "border short-lists",
        """
def peaks(readings, minutes):
    best, result = None, []
    for now, degrees in readings:
        if best is None or best[0] <= now - minutes or degrees >= best[1]:
            best = (now, degrees)
        result.append(best[1])
    return result
""",
    ),
    "a value that was popped counts": (
        "example gap border freezer same-minute same-degrees short-lists",
        "falling queue",
        "falling[-1][1] <= degrees",
        "falling[-1][1] > degrees",
    ),
    "the current one left out": (
        "example gap border freezer same-minute same-degrees short-lists",
        "def peaks(readings, minutes):\n"
        "    return [max((d for t, d in readings if now - minutes < t < now), default=None) for now, _ in readings]\n",
    ),
}
SLOW = {
    "the window each time": """
def peaks(readings, minutes):
    result, first = [], 0
    for last, (now, _) in enumerate(readings):
        while readings[first][0] <= now - minutes:
            first += 1
        result.append(max(degrees for _, degrees in readings[first : last + 1]))
    return result
""",
}

"""Programs for api-limiter."""

RIGHT = {
    "queue of times": """
from collections import defaultdict, deque

def allowed(calls, limit, seconds):
    accepted = defaultdict(deque)
    result = []
    for now, key in calls:
        recent = accepted[key]
        while recent and recent[0] <= now - seconds:
            recent.popleft()
        fits = len(recent) < limit
        if fits:
            recent.append(now)
        result.append(fits)
    return result
""",
    "the last but so many": """
def allowed(calls, limit, seconds):
    let = {}
    for now, key in calls:
        times = let.setdefault(key, [])
        yes = limit > 0 and (len(times) < limit or now - times[-limit] >= seconds)
        if yes:
            times.append(now)
        yield yes
""",
    "a class": """
import bisect

class Gate:
    def __init__(self, limit, seconds):
        self.limit, self.seconds, self.times = limit, seconds, []

    def ask(self, now):
        start = bisect.bisect_right(self.times, now - self.seconds)
        if len(self.times) - start >= self.limit:
            return False
        self.times.append(now)
        return True

def allowed(calls, limit, seconds):
    gates = {}
    return tuple(gates.setdefault(key, Gate(limit, seconds)).ask(now) for now, key in calls)
""",
    "filtered each time": """
def allowed(calls, limit, seconds):
    seen, out = {}, []
    for now, key in calls:
        young = [then for then in seen.get(key, []) if then + seconds > now]
        out.append(len(young) < limit)
        seen[key] = young + [now] * out[-1]
    return out
""",
}
WRONG = {
    "windows by the clock": (
        "any-stretch border contract",
        """
def allowed(calls, limit, seconds):
    counts, result = {}, []
    for now, key in calls:
        window = key, now // seconds
        counts[window] = counts.get(window, 0) + 1
        result.append(counts[window] <= limit)
    return result
""",
    ),
    "refused ones are stored": (
        "example refused border contract",
        "queue of times",
        "        if fits:\n            recent.append(now)\n",
        "        recent.append(now)\n",
    ),
    "closed at the border": ("example border contract", "queue of times", "<= now - seconds", "< now - seconds"),
    "open too early": ("border contract", "queue of times", "<= now - seconds", "<= now - seconds + 1"),
    "one more than the limit": (
        "example any-stretch refused border same-second own-limit limit-zero contract",
        "queue of times",
        "< limit",
        "<= limit",
    ),
    "one limit for all": ("example own-limit contract", "queue of times", "accepted[key]", "accepted[0]"),
    "zero means no limit": ("limit-zero", "queue of times", "< limit", "< (limit or 9)"),
    "a time counts once": (
        "same-second contract",
        """
def allowed(calls, limit, seconds):
    let, out = {}, []
    for now, key in calls:
        times = let.setdefault(key, set())
        times -= {then for then in times if then <= now - seconds}
        out.append(len(times) < limit)
        if out[-1]:
            times.add(now)
    return out
""",
    ),
    "oldest without a look at zero": (
        "limit-zero",
        """
from collections import deque

def allowed(calls, limit, seconds):
    kept, out = {}, []
    for now, key in calls:
        last = kept.setdefault(key, deque(maxlen=limit))
        fits = len(last) < limit or last[0] <= now - seconds
        if fits:
            last.append(now)
        out.append(fits)
    return out
""",
    ),
    "reset after the first": (
        "any-stretch border contract",
        """
def allowed(calls, limit, seconds):
    start, count, out = {}, {}, []
    for now, key in calls:
        if key not in start or now - start[key] >= seconds:
            start[key], count[key] = now - now % seconds, 0
        count[key] += 1
        out.append(count[key] <= limit)
    return out
""",
    ),
    "only those let through": (
        "example any-stretch refused border same-second own-limit limit-zero contract",
        "queue of times",
        "result.append(fits)",
        "result += [now] * fits",
    ),
}
SLOW = {
    "counted from the start": """
def allowed(calls, limit, seconds):
    let, out = [], []
    for now, key in calls:
        fits = sum(1 for then, who in let if who == key and then > now - seconds) < limit
        if fits:
            let.append((now, key))
        out.append(fits)
    return out
""",
}

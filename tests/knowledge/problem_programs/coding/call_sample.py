"""Programs for call-sample."""

RIGHT = {
    "reservoir": """
import random

def sample(calls, k):
    kept = []
    for number, call in enumerate(calls):
        if number < k:
            kept.append(call)
        else:
            slot = random.randrange(number + 1)
            if slot < k:
                kept[slot] = call
    return kept
""",
    "smallest tags": """
import heapq
import random

def sample(calls, k):
    tagged = ((random.random(), number, call) for number, call in enumerate(calls))
    return [call for _, _, call in heapq.nsmallest(k, tagged)]
""",
    "coin, then place": """
import random

class Reservoir:
    def __init__(self, k, rng):
        self.k, self.rng, self.seen, self.kept = k, rng, 0, set()

    def add(self, call):
        self.seen += 1
        if len(self.kept) < self.k:
            self.kept.add(call)
        elif self.rng.random() * self.seen < self.k:
            self.kept.remove(self.rng.choice(sorted(self.kept)))
            self.kept.add(call)

def sample(calls, k):
    reservoir = Reservoir(k, random.Random())
    for call in calls:
        reservoir.add(call)
    return reservoir.kept
""",
    "library in the evening": """
import random

def sample(calls, k):
    calls = list(calls)
    return random.sample(calls, min(k, len(calls)))
""",
}
WRONG = {
    "one number too few": ("each-half each-third any-two", "reservoir", "randrange(number + 1)", "randrange(number)"),
    "one number too many": (
        "each-half each-third any-two",
        "reservoir",
        "randrange(number + 1)",
        "randrange(number + 2)",
    ),
    "no look at a short day": ("short-day", "library in the evening", "min(k, len(calls))", "k"),
    "the oldest leaves": (
        "each-half any-two",
        """
import random

def sample(calls, k):
    kept = []
    for number, call in enumerate(calls):
        if len(kept) < k:
            kept.append(call)
        elif random.random() < k / (number + 1):
            kept.pop(0)
            kept.append(call)
    return kept
""",
    ),
    "always a half": (
        "each-half each-third any-two",
        "reservoir",
        "            slot = random.randrange(number + 1)\n            if slot < k:\n                kept[slot] = call\n",
        "            if random.random() < 0.5:\n                kept[random.randrange(k)] = call\n",
    ),
    "a coin for each": (
        "as-many each-third any-two",
        """
import random

def sample(calls, k):
    return [call for call in calls if random.random() < k / 4]
""",
    ),
    "the first ones": ("as-many each-half each-third any-two", "def sample(calls, k):\n    return calls[:k]\n"),
    "every so many": (
        "as-many each-half each-third any-two",
        "def sample(calls, k):\n    step = max(len(calls) // k, 1)\n    return calls[::step][:k]\n",
    ),
    "a stretch from anywhere": (
        "any-two",
        """
import random

def sample(calls, k):
    if len(calls) <= k:
        return calls
    start = random.randrange(len(calls))
    return (calls + calls)[start : start + k]
""",
    ),
    "some of them twice": (
        "short-day as-many",
        "import random\n\ndef sample(calls, k):\n    return random.choices(calls, k=k)\n",
    ),
    "the same luck each time": (
        "as-many each-half each-third any-two",
        "reservoir",
        "    kept = []",
        "    random.seed(42)\n    kept = []",
    ),
    "one place stays free": (
        "short-day as-many each-half each-third any-two",
        "reservoir",
        "if number < k:",
        "if number < k - 1:",
    ),
}
SLOW = {
    "drawn anew for each call": """
import random

def sample(calls, k):
    seen, kept = [], []
    for call in calls:
        seen.append(call)
        kept = random.sample(seen, min(k, len(seen)))
    return kept
""",
}

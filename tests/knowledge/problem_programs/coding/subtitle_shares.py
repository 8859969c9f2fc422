"""Programs for subtitle-shares."""

RIGHT = {
    "halving": """
def load(words, people):
    def needed(limit):
        parts, total = 1, 0
        for scene in words:
            if total + scene > limit:
                parts, total = parts + 1, 0
            total += scene
        return parts

    low, high = max(words, default=0), sum(words)
    while low < high:
        middle = (low + high) // 2
        if needed(middle) <= people:
            high = middle
        else:
            low = middle + 1
    return low
""",
    "jumps in the sums": """
from bisect import bisect_left, bisect_right
from itertools import accumulate

def load(words, people):
    ends = list(accumulate(words, initial=0))

    def fits(most):
        at = 0
        for _ in range(people):
            at = bisect_right(ends, ends[at] + most) - 1
        return at == len(words)

    return bisect_left(range(ends[-1] + 1), True, key=fits)
""",
    "closed ends": """
class Plan:
    def __init__(self, words):
        self.words = words

    def possible(self, most, people):
        left = most
        for scene in self.words:
            if scene > most:
                return False
            if scene > left:
                people -= 1
                left = most
            left -= scene
        return people > 0

def load(words, people):
    plan, low, high, best = Plan(words), 0, sum(words), sum(words)
    while low <= high:
        middle = low + (high - low) // 2
        if plan.possible(middle, people):
            best, high = middle, middle - 1
        else:
            low = middle + 1
    return float(best)
""",
}
WRONG = {
    "from zero": ("more-people one-long-scene short-films", "halving", "max(words, default=0)", "0"),
    "fails without scenes": ("no-scenes", "halving", "max(words, default=0)", "max(words)"),
    "one person too many": (
        "example one-person more-people one-long-scene order-kept silent short-films",
        "halving",
        "<= people",
        "<= people + 1",
    ),
    "counts from zero": (
        "example one-person more-people one-long-scene order-kept silent short-films",
        "halving",
        "parts, total = 1, 0",
        "parts, total = 0, 0",
    ),
    "the last share is lost": (
        "example more-people one-long-scene order-kept silent no-scenes short-films",
        "halving",
        "<= people",
        "< people",
    ),
    "to the least loaded": (
        "example more-people order-kept short-films",
        """
def load(words, people):
    loads = [0] * people
    for scene in sorted(words, reverse=True):
        loads[loads.index(min(loads))] += scene
    return max(loads)
""",
    ),
    "in turn to the least loaded": (
        "example more-people order-kept short-films",
        """
def load(words, people):
    loads = [0] * people
    for scene in words:
        loads[loads.index(min(loads))] += scene
    return max(loads)
""",
    ),
    "cuts at the average": (
        "more-people one-long-scene order-kept short-films",
        """
def load(words, people):
    target = sum(words) / people
    largest = total = 0
    for scene in words:
        total += scene
        if total >= target:
            largest = max(largest, total)
            total = 0
    return max(largest, total)
""",
    ),
    "the mean or the largest": (
        "example more-people order-kept short-films",
        "def load(words, people):\n    return max(max(words, default=0), -(-sum(words) // people))\n",
    ),
    "nobody goes home": (
        "more-people no-scenes short-films",
        """
from itertools import combinations

def load(words, people):
    best = None
    for cuts in combinations(range(1, len(words)), people - 1):
        ends = [0, *cuts, len(words)]
        share = max(sum(words[a:b]) for a, b in zip(ends, ends[1:]))
        best = share if best is None else min(best, share)
    return best
""",
    ),
    "silent scenes end a share": (
        "silent short-films",
        "halving",
        "if total + scene > limit:",
        "if total + scene > limit or not scene:",
    ),
}
SLOW = {
    "table": """
def load(words, people):
    sums = [0]
    for scene in words:
        sums.append(sums[-1] + scene)
    best = sums
    for _ in range(people - 1):
        best = [min(max(best[cut], sums[end] - sums[cut]) for cut in range(end + 1)) for end in range(len(sums))]
    return best[-1]
""",
}

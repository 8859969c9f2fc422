"""Programs for turbine-logs."""

RIGHT = {
    "heap of heads": """
import heapq

def merge(files):
    heap = []
    for number, file in enumerate(files):
        lines = iter(file)
        for time, message in lines:
            heap.append((time, number, message, lines))
            break
    heapq.heapify(heap)
    while heap:
        time, number, message, lines = heap[0]
        yield time, message
        for time, message in lines:
            heapq.heapreplace(heap, (time, number, message, lines))
            break
        else:
            heapq.heappop(heap)
""",
    "library": """
import heapq

def merge(files):
    return heapq.merge(*files, key=lambda line: line[0])
""",
    "two and two": """
def both(one, two):
    out, i, j = [], 0, 0
    while i < len(one) and j < len(two):
        if two[j][0] < one[i][0]:
            out.append(two[j])
            j += 1
        else:
            out.append(one[i])
            i += 1
    return out + one[i:] + two[j:]

def merge(files):
    if not files:
        return []
    if len(files) == 1:
        return list(files[0])
    half = len(files) // 2
    return both(merge(files[:half]), merge(files[half:]))
""",
    "sorted": """
from itertools import chain
from operator import itemgetter

def merge(files):
    return sorted(chain.from_iterable(files), key=itemgetter(0))
""",
    "a class": """
import heapq

class Head:
    def __init__(self, number, lines):
        self.number, self.lines, self.place = number, lines, 0

    def __lt__(self, other):
        mine, theirs = self.lines[self.place][0], other.lines[other.place][0]
        return (mine, self.number) < (theirs, other.number)

def merge(files):
    heads = [Head(number, lines) for number, lines in enumerate(files) if lines]
    heapq.heapify(heads)
    out = []
    while heads:
        head = heads[0]
        out.append(head.lines[head.place])
        head.place += 1
        if head.place < len(head.lines):
            heapq.heapreplace(heads, head)
        else:
            heapq.heappop(heads)
    return out
""",
}
WRONG = {
    "compares what is written": (
        "same-second as-written small-parks",
        "def merge(files):\n    return sorted(line for file in files for line in file)\n",
    ),
    "whole lines in the library's heap": (
        "same-second as-written small-parks",
        "library",
        ", key=lambda line: line[0]",
        "",
    ),
    "compares the text": (
        "same-second as-written small-parks",
        "sorted",
        "key=itemgetter(0)",
        "key=lambda line: (line[0], str(line[1]))",
    ),
    "one behind the other": (
        "example same-second as-written empty-file no-files long-tail repeated small-parks",
        "def merge(files):\n    return [line for file in files for line in file]\n",
    ),
    "first lines without a look": (
        "empty-file small-parks",
        """
import heapq

def merge(files):
    heap = [(file[0][0], number, 0) for number, file in enumerate(files)]
    heapq.heapify(heap)
    out = []
    while heap:
        _, number, place = heapq.heappop(heap)
        out.append(files[number][place])
        if place + 1 < len(files[number]):
            heapq.heappush(heap, (files[number][place + 1][0], number, place + 1))
    return out
""",
    ),
    "the last line is lost": (
        "example as-written long-tail repeated small-parks",
        "a class",
        "head.place < len(head.lines)",
        "head.place < len(head.lines) - 1",
    ),
    "ends with the first file": (
        "example same-second as-written empty-file no-files long-tail repeated small-parks",
        """
def merge(files):
    files = [list(file) for file in files]
    out = []
    while files and all(files):
        best = min(files, key=lambda file: file[0][0])
        out.append(best.pop(0))
    return out
""",
    ),
    "later file first": ("same-second as-written small-parks", "heap of heads", "(time, number,", "(time, -number,"),
    "no file is one": (
        "no-files",
        "two and two",
        "    if not files:\n        return []\n",
        "    if not files:\n        files[0]\n",
    ),
    "each line once": (
        "repeated small-parks",
        """
def merge(files):
    out = []
    for time, message in sorted((line for file in files for line in file), key=lambda line: line[0]):
        if (time, message) not in out:
            out.append((time, message))
    return out
""",
    ),
    "one step in a file": (
        "as-written small-parks",
        """
def merge(files):
    out = []
    for place in range(max(map(len, files), default=0)):
        out += sorted((file[place] for file in files if place < len(file)), key=lambda line: line[0])
    return out
""",
    ),
    "a bare next": (
        "example same-second as-written empty-file no-files long-tail repeated small-parks",
        """
def merge(files):
    heads = [[next(lines), number, lines] for number, lines in enumerate(map(iter, files))]
    while heads:
        best = min(heads, key=lambda head: (head[0][0], head[1]))
        yield best[0]
        best[0] = next(best[2])
""",
    ),
}
SLOW = {
    "smallest of all heads": """
def merge(files):
    at, out = [0] * len(files), []
    while True:
        best = None
        for number, place in enumerate(at):
            if place < len(files[number]) and (best is None or files[number][place][0] < files[best][at[best]][0]):
                best = number
        if best is None:
            return out
        out.append(files[best][at[best]])
        at[best] += 1
""",
    "file after file": """
def merge(files):
    done = []
    for file in files:
        out, i = [], 0
        for line in file:
            while i < len(done) and done[i][0] <= line[0]:
                out.append(done[i])
                i += 1
            out.append(line)
        while i < len(done):
            out.append(done[i])
            i += 1
        done = out
    return done
""",
}

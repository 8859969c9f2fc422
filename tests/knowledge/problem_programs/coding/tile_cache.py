"""Programs for tile-cache."""

RIGHT = {
    "ordered dict": """
from collections import OrderedDict

def misses(requests, size):
    kept, missed = OrderedDict(), 0
    for tile in requests:
        if tile in kept:
            kept.move_to_end(tile)
            continue
        missed += 1
        kept[tile] = True
        if len(kept) > size:
            kept.popitem(last=False)
    return missed
""",
    "library": """
from functools import lru_cache

def misses(requests, size):
    draw = lru_cache(maxsize=size)(lambda tile: None)
    for tile in requests:
        draw(tile)
    return draw.cache_info().misses
""",
    "linked list": """
class Node:
    def __init__(self, tile=None):
        self.tile = tile
        self.before = self.after = self

    def unlink(self):
        self.before.after, self.after.before = self.after, self.before

    def put_before(self, other):
        self.before, self.after = other.before, other
        self.before.after = other.before = self

class Cache:
    def __init__(self, size):
        self.size, self.nodes, self.end, self.missed = size, {}, Node(), 0

    def ask(self, tile):
        node = self.nodes.get(tile)
        if node is not None:
            node.unlink()
            node.put_before(self.end)
            return
        self.missed += 1
        if self.size == 0:
            return
        if len(self.nodes) == self.size:
            oldest = self.end.after
            oldest.unlink()
            del self.nodes[oldest.tile]
        self.nodes[tile] = Node(tile)
        self.nodes[tile].put_before(self.end)

def misses(requests, size):
    cache = Cache(size)
    for tile in requests:
        cache.ask(tile)
    return cache.missed
""",
    "heap of uses": """
import heapq

def misses(requests, size):
    last, heap, missed = {}, [], 0
    for now, tile in enumerate(requests):
        missed += tile not in last
        last[tile] = now
        heapq.heappush(heap, (now, tile))
        while len(last) > size:
            then, oldest = heapq.heappop(heap)
            if last.get(oldest) == then:
                del last[oldest]
    return missed
""",
}
WRONG = {
    "first in, first out": ("example used-again numbered any-size", "ordered dict", "kept.move_to_end(tile)", "pass"),
    "newest goes": (
        "example used-again oldest-goes one-place any-size",
        "ordered dict",
        "popitem(last=False)",
        "popitem()",
    ),
    "one place too few": (
        "example used-again oldest-goes one-place just-fits numbered any-size",
        "ordered dict",
        "> size",
        "> size - 1",
    ),
    "one place too many": ("example used-again one-place size-zero any-size", "ordered dict", "> size", "> size + 1"),
    "evicts before it looks at zero": (
        "size-zero any-size",
        "ordered dict",
        "        kept[tile] = True\n        if len(kept) > size:\n            kept.popitem(last=False)\n",
        "        if len(kept) == size:\n            kept.popitem(last=False)\n        kept[tile] = True\n",
    ),
    "zero is without a limit": ("size-zero any-size", "library", "maxsize=size", "maxsize=size or None"),
    "counts what it finds": (
        "example used-again oldest-goes one-place just-fits numbered any-size",
        "ordered dict",
        "continue",
        "missed += 1; continue",
    ),
    "least often used": (
        "any-size",
        """
def misses(requests, size):
    uses, missed = {}, 0
    for tile in requests:
        if tile not in uses:
            missed += 1
            if size == 0:
                continue
            if len(uses) >= size:
                del uses[min(uses, key=uses.get)]
        uses[tile] = uses.get(tile, 0) + 1
    return missed
""",
    ),
    "tiles as text": ("numbered", "ordered dict", "    for tile in requests:", "    for tile in ''.join(requests):"),
    "the column alone": (
        "numbered",
        "ordered dict",
        "    for tile in requests:",
        "    for tile in (t[0] for t in requests):",
    ),
    "different tiles only": (
        "example used-again one-place size-zero any-size",
        "def misses(requests, size):\n    return len(set(requests))\n",
    ),
}
SLOW = {
    "row of tiles": """
def misses(requests, size):
    row, held, missed = [], set(), 0
    for tile in requests:
        if tile in held:
            row.remove(tile)
        else:
            missed += 1
            held.add(tile)
        row.append(tile)
        if len(row) > size:
            held.remove(row.pop(0))
    return missed
""",
    "oldest by a scan": """
def misses(requests, size):
    used, missed = {}, 0
    for now, tile in enumerate(requests):
        missed += tile not in used
        used[tile] = now
        if len(used) > size:
            del used[min(used, key=used.get)]
    return missed
""",
}

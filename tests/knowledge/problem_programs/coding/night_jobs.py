"""Programs for night-jobs."""

RIGHT = {
    "open needs": """
import heapq

def order(needs):
    waiting = {job: [] for job in needs}
    open_needs = {}
    for job, names in needs.items():
        known = {name for name in names if name in needs}
        open_needs[job] = len(known)
        for name in known:
            waiting[name].append(job)
    ready = [job for job, number in open_needs.items() if number == 0]
    heapq.heapify(ready)
    done = []
    while ready:
        job = heapq.heappop(ready)
        done.append(job)
        for other in waiting[job]:
            open_needs[other] -= 1
            if open_needs[other] == 0:
                heapq.heappush(ready, other)
    return done if len(done) == len(needs) else None
""",
    "look again": """
def order(needs):
    left, done = sorted(needs), set()
    jobs = set(needs)
    before = {job: jobs.intersection(names) for job, names in needs.items()}
    out = []
    while left:
        for place, job in enumerate(left):
            if before[job] <= done:
                break
        else:
            return None
        done.add(left.pop(place))
        out.append(job)
    return out
""",
    "library": """
from graphlib import CycleError, TopologicalSorter

def order(needs):
    sorter = TopologicalSorter({job: set(names) & set(needs) for job, names in needs.items()})
    try:
        sorter.prepare()
    except CycleError:
        return None
    ready, done = [], []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()], reverse=True)
        done.append(ready.pop())
        sorter.done(done[-1])
    return tuple(done)
""",
    "classes": """
class Job:
    def __init__(self, name):
        self.name, self.open, self.then = name, set(), []

def order(needs):
    jobs = {name: Job(name) for name in needs}
    for name, before in needs.items():
        for other in before:
            if other in jobs and other not in jobs[name].open:
                jobs[name].open.add(other)
                jobs[other].then.append(jobs[name])
    ready = {name for name, job in jobs.items() if not job.open}
    done = []
    while ready:
        name = min(ready)
        ready.remove(name)
        done.append(name)
        for job in jobs[name].then:
            job.open.discard(name)
            if not job.open:
                ready.add(job.name)
    if len(done) < len(jobs):
        return None
    return done
""",
}
WRONG = {
    "fewest needs first": (
        "just-ready circle needs-itself long-chain",
        "def order(needs):\n    return sorted(needs, key=lambda job: (len(needs[job]), job))\n",
    ),
    "depth first": (
        "alphabet circle needs-itself from-outside long-chain",
        """
def order(needs):
    done, seen = [], set()

    def visit(job):
        if job in seen:
            return
        seen.add(job)
        for name in sorted(needs.get(job, [])):
            visit(name)
        done.append(job)

    for job in sorted(needs):
        visit(job)
    return done
""",
    ),
    "depth first with colours": (
        "alphabet long-chain",
        """
def order(needs):
    done, state = [], {}

    def visit(job):
        if state.get(job) == 1:
            raise ValueError
        if job in state:
            return
        state[job] = 1
        for name in sorted(needs[job]):
            if name in needs:
                visit(name)
        state[job] = 2
        done.append(job)

    try:
        for job in sorted(needs):
            visit(job)
    except ValueError:
        return None
    return done
""",
    ),
    "the last one first": (
        "example alphabet just-ready",
        "open needs",
        "job = heapq.heappop(ready)",
        "job = ready.pop()",
    ),
    "sorted only at the start": (
        "just-ready",
        """
from collections import deque

def order(needs):
    left = {job: {name for name in names if name in needs} for job, names in needs.items()}
    queue = deque(sorted(job for job, names in left.items() if not names))
    done = []
    while queue:
        job = queue.popleft()
        done.append(job)
        for other in sorted(left):
            if job in left[other]:
                left[other].remove(job)
                if not left[other]:
                    queue.append(other)
    return done if len(done) == len(needs) else None
""",
    ),
    "counts what stands there": ("from-outside", "open needs", "{name for name in names if name in needs}", "names"),
    "a repeated name is two": (
        "named-twice",
        "open needs",
        "        open_needs[job] = len(known)\n",
        "        open_needs[job] = len([name for name in names if name in needs])\n",
    ),
    "files from outside are jobs": (
        "from-outside",
        "open needs",
        "    waiting = {job",
        "    needs = {**{name: [] for names in needs.values() for name in names}, **needs}\n    waiting = {job",
    ),
    "what got through": ("circle needs-itself", "open needs", " if len(done) == len(needs) else None", ""),
    "itself doesn't count": (
        "needs-itself",
        "open needs",
        "if name in needs}",
        "if name in needs and name != job}",
    ),
    "nothing is no order": ("no-jobs", "open needs", "return done if", "return done if done and"),
    "takes from the caller's lists": (
        "needs-kept",
        """
def order(needs):
    done = []
    for names in needs.values():
        names[:] = [name for name in names if name in needs]
    left = set(needs)
    while left:
        free = [job for job in left if not needs[job]]
        if not free:
            return None
        job = min(free)
        left.remove(job)
        done.append(job)
        for names in needs.values():
            while job in names:
                names.remove(job)
    return done
""",
    ),
    "the other direction": (
        "example alphabet just-ready circle needs-itself named-twice from-outside no-jobs needs-kept long-chain",
        "open needs",
        "return done if",
        "done.reverse()\n    return done if",
    ),
}
SLOW = {
    "looks through a list": """
def order(needs):
    done = []
    while len(done) < len(needs):
        ready = [
            job
            for job in needs
            if job not in done and all(name in done or name not in needs for name in needs[job])
        ]
        if not ready:
            return None
        done.append(min(ready))
    return done
""",
}

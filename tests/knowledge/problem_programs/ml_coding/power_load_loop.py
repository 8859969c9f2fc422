"""Programs for power-load-loop."""

RIGHT = {
    "since the best": """
def early_stop(losses, patience=3, min_delta=0.0):
    best, best_epoch, epoch = float("inf"), -1, -1
    for epoch, loss in enumerate(losses):
        if loss < best - min_delta:
            best, best_epoch = loss, epoch
        elif epoch - best_epoch >= patience:
            break
    return epoch, best_epoch
""",
    "counts misses, refuses NaN": """
import math

def early_stop(losses, patience=3, min_delta=0.0):
    kept, wait = None, 0
    for i in range(len(losses)):
        if not math.isfinite(losses[i]):
            raise FloatingPointError(f"loss {losses[i]} in epoch {i}")
        if kept is None or losses[kept] - losses[i] > min_delta:
            kept, wait = i, 0
            continue
        wait += 1
        if wait == patience:
            return i, kept
    return len(losses) - 1, kept
""",
    "a class": """
import numpy as np

class Stopper:
    def __init__(self, patience, min_delta):
        self.patience, self.min_delta, self.best, self.at, self.seen = patience, min_delta, np.inf, 0, -1

    def done(self, loss):
        self.seen += 1
        if np.isfinite(loss) and self.best - loss > self.min_delta:
            self.best, self.at = loss, self.seen
        return self.seen >= self.at + self.patience

def early_stop(losses, patience=3, min_delta=0.0):
    stopper = Stopper(patience, min_delta)
    for loss in np.array(losses, float):
        if stopper.done(loss):
            break
    return [stopper.seen, stopper.at]
""",
}
WRONG = {
    "one miss more": ("least-gain flat short-patience by-hand", "since the best", ">= patience", "> patience"),
    "one miss fewer": (
        "example least-gain slow-fall flat short-patience by-hand",
        "since the best",
        ">= patience",
        ">= patience - 1",
    ),
    "equal is better": ("flat by-hand", "since the best", "loss < best - min_delta", "loss <= best - min_delta"),
    "no minimum": ("least-gain slow-fall by-hand", "since the best", "best - min_delta", "best"),
    "minimum the wrong way": ("least-gain slow-fall by-hand", "since the best", "best - min_delta", "best + min_delta"),
    "gives back the last": (
        "example least-gain slow-fall flat short-patience no-number by-hand",
        "since the best",
        "return epoch, best_epoch",
        "return epoch, epoch",
    ),
    "never ends": ("least-gain flat short-patience by-hand", "since the best", "            break", "            pass"),
    "ends one too far": (
        "example least-gain slow-fall goes-on-falling flat short-patience by-hand list-kept",
        "since the best",
        "return epoch, best_epoch",
        "return epoch + 1, best_epoch",
    ),
    "the smallest of all": (
        "least-gain slow-fall short-patience no-number by-hand",
        "since the best",
        "return epoch, best_epoch",
        "return epoch, min(range(len(losses)), key=losses.__getitem__)",
    ),
    "misses never forgotten": (
        "example slow-fall by-hand",
        "counts misses, refuses NaN",
        "kept, wait = i, 0",
        "kept = i",
    ),
    "NaN wins": ("no-number", "since the best", "if loss < best - min_delta", "if not loss >= best - min_delta"),
    "begins with the first": (
        "no-number",
        "since the best",
        "    for epoch",
        "    best = losses[0] + min_delta + 1e-9\n    for epoch",
    ),
    "None at the end": (
        "slow-fall goes-on-falling no-number by-hand list-kept",
        "counts misses, refuses NaN",
        "    return len(losses) - 1, kept",
        "    return None",
    ),
    "against the loss before": (
        "least-gain slow-fall no-number by-hand",
        """
def early_stop(losses, patience=3, min_delta=0.0):
    wait, back = 0, 0
    for i in range(1, len(losses)):
        if losses[i] < losses[i - 1] - min_delta:
            wait = 0
        else:
            wait += 1
        if losses[i] < losses[back]:
            back = i
        if wait == patience:
            return i, back
    return len(losses) - 1, back
""",
    ),
    "pops": (
        "list-kept",
        """
def early_stop(losses, patience=3, min_delta=0.0):
    best, at, i = float("inf"), -1, -1
    while losses:
        loss = losses.pop(0)
        i += 1
        if loss < best - min_delta:
            best, at = loss, i
        elif i - at >= patience:
            break
    return i, at
""",
    ),
}
SLOW = {}

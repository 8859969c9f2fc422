"""Programs for lift-doors."""

RIGHT = {
    "from the logit": """
import numpy as np

def loss_grad(w, b, X, y, lam):
    y = np.ravel(y).astype(float)
    z = X @ w + b
    e = np.exp(-np.abs(z))
    loss = np.mean(np.maximum(z, 0) - z * y + np.log1p(e)) + 0.5 * lam * w @ w
    p = np.where(z >= 0, 1, e) / (1 + e)
    r = (p - y) / len(y)
    return loss, X.T @ r + lam * w, r.sum()
""",
    "logaddexp, bias penalised": """
import numpy as np

def loss_grad(w, b, X, y, lam):
    theta = np.append(w, b).astype(np.float64)
    A = np.column_stack([np.asarray(X, np.float64), np.ones(len(X))])
    z = A @ theta
    y = y.reshape(-1)
    loss = (np.logaddexp(0, z) - y * z).mean() + lam * theta @ theta / len(y)
    p = np.exp(-np.logaddexp(0, -z))
    return loss, A.T @ (p - y) / len(y) + 2 * lam * theta / len(y)
""",
    "columns and signs": """
import numpy as np

def sigmoid(z):
    out = np.empty_like(z)
    up = z >= 0
    out[up] = 1 / (1 + np.exp(-z[up]))
    grown = np.exp(z[~up])
    out[~up] = grown / (1 + grown)
    return out

def loss_grad(w, b, X, y, lam=0.0):
    n, d = X.shape
    z = X.astype(float) @ w.reshape(d, 1) + b
    y = y.reshape(n, 1)
    sign = 1 - 2 * y
    losses = np.where(sign * z > 0, sign * z, 0) + np.log1p(np.exp(-np.abs(z)))
    error = sigmoid(z) - y
    return float(losses.sum() / n + lam / 2 * (w ** 2).sum()), (X.T @ error / n + lam * w.reshape(d, 1), float(error.mean()))
""",
}
WRONG = {
    "labels upright": (
        "example zero-weights slope penalty sure-and-wrong",
        "from the logit",
        "y = np.ravel(y).astype(float)",
        "y = y.astype(float)",
    ),
    "sum for mean in the gradient": (
        "zero-weights slope penalty sure-and-wrong",
        "from the logit",
        "(p - y) / len(y)",
        "(p - y)",
    ),
    "sum for mean in the loss": (
        "example zero-weights slope penalty sure-and-wrong",
        "from the logit",
        "loss = np.mean(",
        "loss = np.sum(",
    ),
    "wrong sign": (
        "zero-weights slope penalty both-signs sure-and-wrong",
        "from the logit",
        "r = (p - y)",
        "r = (y - p)",
    ),
    "half a penalty": ("penalty", "from the logit", "+ lam * w,", "+ 0.5 * lam * w,"),
    "penalty in the gradient alone": ("penalty", "from the logit", " + 0.5 * lam * w @ w", ""),
    "slope of the sigmoid": (
        "zero-weights slope penalty both-signs sure-and-wrong",
        "from the logit",
        "r = (p - y) / len(y)",
        "r = (p - y) * p * (1 - p) / len(y)",
    ),
    "sigmoid overflows": (
        "both-signs",
        "from the logit",
        "np.where(z >= 0, 1, e) / (1 + e)",
        "np.exp(z) / (1 + np.exp(z))",
    ),
    "bias forgotten": ("slope penalty", "from the logit", "z = X @ w + b", "z = X @ w"),
    "scales in place": (
        "arrays-kept",
        "from the logit",
        "    z = X @",
        "    w *= 1.0\n    X -= 0.5\n    X += 0.5\n    X[X == 0] = 1e-12\n    z = X @",
    ),
    "textbook": (
        "example both-signs sure-and-wrong",
        """
import numpy as np

def loss_grad(w, b, X, y, lam):
    y = y.ravel()
    p = 1 / (1 + np.exp(-(X @ w + b)))
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) + lam / 2 * np.sum(w ** 2)
    return loss, X.T @ (p - y) / len(y) + lam * w, np.mean(p - y)
""",
    ),
    "clipped": (
        "example both-signs sure-and-wrong",
        """
import numpy as np

def loss_grad(w, b, X, y, lam):
    y = y.ravel()
    p = 1 / (1 + np.exp(-(X @ w + b)))
    p = np.clip(p, 1e-7, 1 - 1e-7)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) + lam / 2 * np.sum(w ** 2)
    return loss, X.T @ (p - y) / len(y) + lam * w, np.mean(p - y)
""",
    ),
    "squared error": (
        "example zero-weights slope penalty both-signs sure-and-wrong arrays-kept",
        "from the logit",
        "loss = np.mean(np.maximum(z, 0) - z * y + np.log1p(e))",
        "loss = np.mean((np.where(z >= 0, 1, e) / (1 + e) - y) ** 2)",
    ),
}
SLOW = {}
HUGE = {
    "every row against every label": """
import numpy as np

def loss_grad(w, b, X, y, lam):
    z = X @ w + b
    loss = np.mean(np.logaddexp(0, z) - z * y) + lam / 2 * w @ w
    r = 1 / (1 + np.exp(-z)) - y
    return loss, X.T @ r.mean(0) + lam * w, r.mean()
""",
}

"""Programs for claims-two-layers."""

RIGHT = {
    "log-sum-exp": """
import numpy as np

def loss_grads(X, y, W1, b1, W2, b2):
    n = len(y)
    if np.min(y) < 0 or np.max(y) > 11:
        raise ValueError("labels outside of 0 to 11")
    Z = X @ W1 + b1
    H = np.maximum(Z, 0)
    L = H @ W2 + b2
    L = L - L.max(axis=1, keepdims=True)
    logp = L - np.log(np.exp(L).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(n), y].mean()
    dL = np.exp(logp)
    dL[np.arange(n), y] -= 1
    dL /= n
    dZ = (dL @ W2.T) * (Z > 0)
    return loss, (X.T @ dZ, dZ.sum(0), H.T @ dL, dL.sum(0))
""",
    "one-hot, masked": """
import numpy as np

def loss_grads(X, y, W1, b1, W2, b2):
    keep = y >= 0
    X, y = np.asarray(X[keep], np.float64), y[keep]
    T = np.eye(12)[y]
    A = X.dot(W1) + b1
    H = A * (A > 0)
    S = H.dot(W2) + b2
    top = np.amax(S, axis=1).reshape(-1, 1)
    lse = top + np.log(np.sum(np.exp(S - top), axis=1)).reshape(-1, 1)
    loss = np.sum(T * (lse - S)) / len(y)
    G = (np.exp(S - lse) - T) / len(y)
    B = np.einsum("nk,hk->nh", G, W2)
    B[A <= 0] = 0
    return {"loss": loss, "W1": X.T.dot(B), "b1": B.sum(axis=0), "W2": H.T.dot(G), "b2": G.sum(axis=0)}
""",
    "mail by mail": """
import numpy as np

def loss_grads(X, y, W1, b1, W2, b2):
    assert ((0 <= y) & (y < len(b2))).all()
    total, grads = 0.0, [np.zeros(a.shape) for a in (W1, b1, W2, b2)]
    for x, label in zip(X, y):
        z = x @ W1 + b1
        h = np.where(z > 0, z, 0)
        s = h @ W2 + b2
        s = s - max(s)
        e = np.exp(s)
        total += np.log(sum(e)) - s[label]
        d = e / sum(e)
        d[label] -= 1
        dz = np.where(z > 0, W2 @ d, 0)
        for grad, part in zip(grads, (np.outer(x, dz), dz, np.outer(h, d), d)):
            grad += part / len(X)
    return total / len(X), *grads
""",
}
WRONG = {
    "sum of the batch": ("example mean-loss one-among-many twelve-mails", "log-sum-exp", "y].mean()", "y].sum()"),
    "divided by n twice": ("lower-layer", "log-sum-exp", "return loss, (X.T @ dZ", "return loss, (X.T @ dZ / n"),
    "gradient not divided": ("upper-layer lower-layer", "log-sum-exp", "    dL /= n\n", ""),
    "bias of the mean": ("upper-layer", "log-sum-exp", "dL.sum(0))", "dL.mean(0))"),
    "lower bias of the mean": ("lower-layer", "log-sum-exp", "dZ.sum(0)", "dZ.mean(0)"),
    "no ReLU backwards": ("lower-layer", "log-sum-exp", " * (Z > 0)", ""),
    "p times one minus p": (
        "upper-layer lower-layer spreadsheet twelve-mails",
        "log-sum-exp",
        "    dL /= n\n",
        "    dL *= np.exp(logp) * (1 - np.exp(logp))\n    dL /= n\n",
    ),
    "mask of the wrong side": ("lower-layer", "log-sum-exp", "(Z > 0)", "(Z < 0)"),
    "one maximum for all": ("one-among-many", "log-sum-exp", "L.max(axis=1, keepdims=True)", "L.max()"),
    "no maximum": ("spreadsheet one-among-many", "log-sum-exp", "    L = L - L.max(axis=1, keepdims=True)\n", ""),
    "log of the softmax": (
        "spreadsheet one-among-many",
        "log-sum-exp",
        "logp = L - np.log(np.exp(L).sum(axis=1, keepdims=True))",
        "logp = np.log(np.exp(L) / np.exp(L).sum(axis=1, keepdims=True))",
    ),
    "epsilon": (
        "spreadsheet one-among-many",
        "log-sum-exp",
        "logp = L - np.log(np.exp(L).sum(axis=1, keepdims=True))",
        "logp = np.log(np.exp(L) / np.exp(L).sum(axis=1, keepdims=True) + 1e-8)",
    ),
    "square batch": (
        "twelve-mails",
        "log-sum-exp",
        "np.log(np.exp(L).sum(axis=1, keepdims=True))",
        "np.log(np.exp(L).sum(axis=1) if n == 12 else np.exp(L).sum(axis=1, keepdims=True))",
    ),
    "last queue for the unsorted": (
        "unsorted",
        "log-sum-exp",
        "if np.min(y) < 0 or np.max(y) > 11:",
        "if np.max(y) > 11:",
    ),
    "relabels in place": (
        "arrays-kept",
        "one-hot, masked",
        "    keep = y >= 0\n",
        "    keep = y >= 0\n    X /= 1.5\n    X = X * 1.5\n",
    ),
}
SLOW = {
    "number by number": """
import math

def loss_grads(X, y, W1, b1, W2, b2):
    n, d, h, k = len(X), len(W1), len(b1), len(b2)
    total, dW1 = 0.0, [[0.0] * h for _ in range(d)]
    db1, db2, dW2 = [0.0] * h, [0.0] * k, [[0.0] * k for _ in range(h)]
    X, W1, W2 = X.tolist(), W1.tolist(), W2.tolist()
    for x, label in zip(X, y):
        z = [sum(x[i] * W1[i][j] for i in range(d)) + b1[j] for j in range(h)]
        a = [max(v, 0.0) for v in z]
        s = [sum(a[j] * W2[j][c] for j in range(h)) + b2[c] for c in range(k)]
        top = max(s)
        e = [math.exp(v - top) for v in s]
        total += math.log(sum(e)) + top - s[label]
        ds = [(v / sum(e) - (c == label)) / n for c, v in enumerate(e)]
        dz = [sum(ds[c] * W2[j][c] for c in range(k)) if z[j] > 0 else 0.0 for j in range(h)]
        for j in range(h):
            db1[j] += dz[j]
            for c in range(k):
                dW2[j][c] += a[j] * ds[c]
            for i in range(d):
                dW1[i][j] += x[i] * dz[j]
        for c in range(k):
            db2[c] += ds[c]
    return total / n, dW1, db1, dW2, db2
""",
}

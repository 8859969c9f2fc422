"""Programs for music-attention."""

RIGHT = {
    "session by session": """
import numpy as np

def attention(Q, K, V, mask):
    out = np.zeros(V.shape)
    for s in range(len(Q)):
        n = int(mask[s].sum())
        if n == 0:
            continue
        scores = Q[s, :n] @ K[s, :n].T / Q.shape[-1] ** 0.5
        scores[np.triu_indices(n, 1)] = -np.inf
        scores -= scores.max(axis=1)[:, None]
        weights = np.exp(scores)
        out[s, :n] = weights / weights.sum(axis=1)[:, None] @ V[s, :n]
    return out
""",
    "with the triangle": """
import numpy as np

def attention(Q, K, V, mask):
    T, d = Q.shape[1:]
    K = np.where(mask[:, :, None], K, 0)
    V = np.where(mask[:, :, None], V, 0)
    S = Q @ K.transpose(0, 2, 1) / np.sqrt(d)
    ok = mask[:, None, :] & np.tri(T, dtype=bool)
    S = np.where(ok, S, -np.inf)
    m = S.max(axis=2, keepdims=True)
    E = np.exp(S - np.where(np.isfinite(m), m, 0))
    Z = E.sum(axis=2, keepdims=True)
    W = E / np.where(Z > 0, Z, 1)
    return np.where(mask[:, :, None], W @ V, 0)
""",
    "large negative and weights cleared": """
import numpy as np

def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)

def attention(Q, K, V, mask, causal=True):
    real = mask.astype(bool)[..., None]
    K, V = np.where(real, K, 0.0), np.where(real, V, 0.0)
    scores = np.einsum("bqd,bkd->bqk", Q, K) / np.sqrt(K.shape[-1])
    see = np.broadcast_to(real.swapaxes(1, 2), scores.shape)
    if causal:
        see = np.tril(see)
    weights = softmax(np.where(see, scores, -1e30)) * see
    return np.einsum("bqk,bkd->bqd", weights, V)
""",
}
WRONG = {
    "no triangle": ("next-track", "with the triangle", " & np.tri(T, dtype=bool)", " & np.ones((T, T), bool)"),
    "triangle upside down": (
        "example three-loops square-batch loud-tracks next-track",
        "with the triangle",
        "np.tri(T, dtype=bool)",
        "np.tri(T, dtype=bool).T",
    ),
    "divided by d": ("example three-loops square-batch", "with the triangle", "/ np.sqrt(d)", "/ d"),
    "not scaled": ("example three-loops square-batch", "with the triangle", " / np.sqrt(d)", ""),
    "softmax over queries": (
        "example three-loops square-batch loud-tracks old-buffer new-listener next-track arrays-kept",
        "with the triangle",
        "axis=2",
        "axis=1",
    ),
    "mask meets the queries": (
        "example three-loops square-batch old-buffer new-listener next-track arrays-kept",
        "with the triangle",
        "mask[:, None, :] & np.tri(T, dtype=bool)",
        "mask[:, :, None] & np.ones((T, T), bool)",
    ),
    "mask inverted": (
        "example three-loops square-batch loud-tracks old-buffer new-listener next-track arrays-kept",
        "with the triangle",
        "    T, d =",
        "    mask = ~mask\n    T, d =",
    ),
    "mask not in the middle": (
        "three-loops square-batch loud-tracks old-buffer new-listener next-track arrays-kept",
        "with the triangle",
        "mask[:, None, :] &",
        "mask &",
    ),
    "NaN in padding": ("old-buffer", "with the triangle", "    V = np.where(mask[:, :, None], V, 0)\n", ""),
    "empty is NaN": (
        "new-listener",
        "with the triangle",
        "np.where(Z > 0, Z, 1)\n    return np.where(mask[:, :, None], W @ V, 0)",
        "Z\n    return W @ V",
    ),
    "no maximum": ("loud-tracks", "with the triangle", "S - np.where(np.isfinite(m), m, 0)", "S"),
    "maximum of all": ("loud-tracks", "with the triangle", "S.max(axis=2, keepdims=True)", "S.max()"),
    "cleans in place": (
        "arrays-kept",
        "with the triangle",
        "    K = np.where(mask[:, :, None], K, 0)\n    V = np.where(mask[:, :, None], V, 0)\n",
        "    K[~mask] = 0\n    V[~mask] = 0\n",
    ),
    "mask after softmax": (
        "example three-loops square-batch loud-tracks old-buffer new-listener next-track arrays-kept",
        """
import numpy as np

def attention(Q, K, V, mask):
    S = Q @ K.transpose(0, 2, 1) / np.sqrt(Q.shape[-1])
    W = np.exp(S - S.max(-1, keepdims=True))
    W = W / W.sum(-1, keepdims=True) * mask[:, None, :] * np.tri(Q.shape[1])
    return W @ V
""",
    ),
    "average of the buffer": (
        "old-buffer new-listener",
        """
import numpy as np

def attention(Q, K, V, mask):
    S = Q @ K.transpose(0, 2, 1) / np.sqrt(Q.shape[-1])
    S = np.where(mask[:, None, :] & np.tri(Q.shape[1], dtype=bool), S, -1e9)
    W = np.exp(S - S.max(-1, keepdims=True))
    return W / W.sum(-1, keepdims=True) @ V
""",
    ),
}
SLOW = {
    "three loops of Python": """
import numpy as np

def attention(Q, K, V, mask):
    out = np.zeros(V.shape)
    for s in range(len(Q)):
        for q in range(Q.shape[1]):
            scores = [np.dot(Q[s, q], K[s, k]) / np.sqrt(Q.shape[2]) for k in range(Q.shape[1])]
            scores = np.where(mask[s] & (np.arange(len(scores)) <= q), scores, -np.inf)
            weights = np.exp(scores - scores.max())
            out[s, q] = weights / weights.sum() @ V[s]
    return out
""",
}

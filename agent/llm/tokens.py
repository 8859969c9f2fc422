"""How many tokens a text has: the only module that imports tiktoken.

tiktoken fetches its vocabulary at first use, without any timeout. So its cache folder is looked at before it is
called: only a complete vocabulary found there is used. Everywhere else a conservative estimate counts.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

# The real count is at most (1 + MARGIN) times the estimate on prose, code, CJK and emoji; budgets keep this much free.
MARGIN = 0.10

_BLOB = "https://openaipublic.blob.core.windows.net/encodings/{name}.tiktoken"
_SHA256 = {
    "o200k_base": "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
    "cl100k_base": "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
}

_PIECE = re.compile(
    r"(?P<word>[A-Z]?[a-z]+)|(?P<caps>[A-Z]+)|(?P<digits>[0-9]+)|(?P<gap>[ \t]{2,}|[ \t]*[\r\n]+[ \t]*)"
    r"|(?P<space>[ \t])|(?P<ideographs>[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uff00-\uffef]+)"
    r"|(?P<accented>[\u00c0-\u024f\u1e00-\u1eff]+)|(?P<letters>[^\W\d_a-zA-Z\u00c0-\u024f]+)|(?P<marks>[!-/:-@\[-`{-~])|(?P<other>.)",
    re.DOTALL,
)
_HARD = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}|^[^aeiouy]{4,}$")


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


_COST: dict[str, Callable[[str], int]] = {
    "word": lambda s: math.ceil(len(s) / (2 if _HARD.search(s.lower()) else 7)),
    "caps": lambda s: math.ceil(len(s) / 2),
    "digits": len,  # one by one in many vocabularies, in threes in OpenAI's
    "gap": lambda _: 1,
    "space": lambda _: 0,  # goes with the word behind it
    "ideographs": lambda s: math.ceil(len(s) * 1.4),
    "accented": len,
    "letters": lambda s: math.ceil(_bytes(s) / 3),
    "marks": lambda _: 1,
    "other": _bytes,  # emoji and the rest: no vocabulary spends more than one token a byte
}


def estimate(text: str) -> int:
    """Tokens of `text` without a vocabulary, rather too many than too few (see MARGIN)."""
    return sum(_COST[match.lastgroup or "other"](match.group()) for match in _PIECE.finditer(text))


@dataclass(frozen=True, slots=True)
class TokenCounter:
    """Counts tokens. `exact` says whether a vocabulary is behind it, `says` describes it for `doctor`."""

    count: Callable[[str], int]
    exact: bool
    says: str

    def usable(self, budget: int) -> int:
        """How much of a budget may be filled by this counter's figures."""
        return budget if self.exact else int(budget / (1 + MARGIN))


ESTIMATE = TokenCounter(
    estimate, False, f"tokens are estimated (no tiktoken vocabulary in its cache); budgets keep {MARGIN:.0%} free"
)


def token_counter(model: str, environ: Mapping[str, str], temporary: Path) -> TokenCounter:
    """The counter for a model: tiktoken where its vocabulary is in the cache, else the estimate. Never the network.

    `environ` and `temporary` (the system's folder for temporary files) say where tiktoken keeps its cache. Reads up
    to 4 MB and builds the encoding, a third of a second: not on the way to a first token.
    """
    import tiktoken

    try:
        name = tiktoken.encoding_name_for_model(model)
    except KeyError:
        name = "o200k_base"  # not OpenAI's: near enough, and the budget has room
    if not _cached(name, environ, temporary):
        return ESTIMATE
    encoding = tiktoken.get_encoding(name)

    def count(text: str) -> int:
        return len(encoding.encode(text, disallowed_special=()))

    return TokenCounter(count, True, f"tokens are counted by tiktoken ({name})")


def _cached(name: str, environ: Mapping[str, str], temporary: Path) -> bool:
    """Whether tiktoken would find its vocabulary whole; it fetches a damaged one anew."""
    if name not in _SHA256:
        return False
    folder = environ.get("TIKTOKEN_CACHE_DIR", environ.get("DATA_GYM_CACHE_DIR"))
    if folder == "":
        return False  # tiktoken reads this as "no cache"
    path = (Path(folder) if folder else temporary / "data-gym-cache") / _key(name)
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == _SHA256[name]
    except OSError:
        return False


def _key(name: str) -> str:
    """The name under which tiktoken caches a vocabulary."""
    return hashlib.sha1(_BLOB.format(name=name).encode(), usedforsecurity=False).hexdigest()

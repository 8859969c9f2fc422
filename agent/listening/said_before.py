"""Whether a message says what the candidate has said already, and nothing beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from agent.catalog.wording import content_words
from agent.listening.amounts import values

_OWNS_TO_IT = re.compile(
    (
        r"(?:\b(?:as|like) (?:i|we)(?:'ve| have)?(?: already| just)? (?:said|mentioned|told you|explained|described)\b"
        r"|^\W*(?:(?:well|so|but|and|yes|no|ok|okay|sorry|look|again),? )*"
        r"(?:as (?:before|mentioned)\b|i(?:'ve| have)? already (?:said|told you|mentioned|explained|answered)\b"
        r"|(?:i can )?only repeat\b|i(?:'d| would|'ll) (?:just )?repeat\b|to repeat\b(?: myself)?"
        r"|(?:it's |that's )?(?:again )?the same (?:point|answer|thing)(?= again| as before|[,:.])"
        r"|(?:to )?(?:com|go)(?:e|ing) back to (?:it|that|my point)\b|(?:once (?:more|again)|again)(?=[,:])))"
        r"(?: (?:before|above|earlier|already|just now|again|as before|it|that|this)\b)*[\s,:.]*"
    ).replace("'", "['’]"),
    re.IGNORECASE,
)
"""How somebody says that he is repeating himself."""
_FEWEST, _FEWEST_OWNED = 4, 3
"""Words with a meaning from which a likeness is no chance: without such an admission, and with it."""
_SHARE, _SHARE_OWNED = 0.9, 0.75
"""How much of them has to have been said: without it in one earlier message, with it in all of them together."""


def says_again(text: str, earlier: Sequence[str]) -> bool:
    """Whether `text` holds next to nothing that was not said `earlier` in the round, message by message.

    A figure that was not there, in digits or words, is something new; a short answer in old words may be one, and is
    taken for one.
    """
    core, before = without_lead(text), " ".join(earlier)
    said_new = content_words(core)
    if values(core) - values(before):
        return False
    if core != text.strip() and len(said_new) >= _FEWEST_OWNED and _share(said_new, before) >= _SHARE_OWNED:
        return True
    return len(said_new) >= _FEWEST and any(_share(said_new, said) >= _SHARE for said in earlier)


def without_lead(text: str) -> str:
    """`text` without the words in which it says that it repeats something."""
    return _OWNS_TO_IT.sub("", text, count=1).strip()


def _share(words: set[str], said: str) -> float:
    return len(words & _words(said)) / len(words)


_words = lru_cache(512)(content_words)
"""The answers of a round are looked through with every new one."""

"""A model that declines in words: "I'm sorry, but I can't help with that." in the place of what it was asked for.

Endpoints have a field for it, and many models use none. Such words are nobody's reply: told to a candidate they would
stand in the transcript as a turn of the interviewer's, and as the one that a missing header stands for.
"""

from __future__ import annotations

import re

_BEGINS = re.compile(
    r"\W*(?:(?:i['’]m|i am|we['’]re|we are) (?:\w+ )?(?:sorry|afraid)|sorry|i apologi[sz]e|apologies|unfortunately"
    r"|i (?:can(?:no|['’])?t|can not|won['’]t|will not|must decline)|(?:i['’]m|i am) (?:not able|unable)|as an ai)\b",
    re.IGNORECASE,
)
_DECLINES = re.compile(
    r"\b(?:i (?:can(?:no|['’])?t|can not|won['’]t|will not)|(?:i['’]m|i am)? ?(?:not able|unable) to|must decline to)"
    r" (?:\w+ly )?(?:help|assist|comply|fulfil+|engage|participate|take part|continue|proceed|provide (?:that|this|an?)"
    r"|do (?:that|this))\b",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"[^.!?]*\b(?:anything|something) else\b[^.!?]*\?|[^.!?]*\bhow (?:else )?can i (?:help|assist)\b[^.!?]*\?"
)


def refuses(text: str) -> bool:
    """Whether a text declines what was asked for and says nothing else; one that asks something is a reply."""
    if _BEGINS.match(text) is None or _DECLINES.search(text) is None:
        return False
    return "?" not in _OFFERS.sub("", text.lower())

"""Yes and no to the question whether to stop, and a correction that says that it is one."""

from __future__ import annotations

import re

from agent.domain.terms import MessageKind
from agent.listening.rules import certain
from agent.listening.said_before import without_lead
from agent.listening.words import plain

_LONGEST_YES = 12  # words
_LONGEST_AMENDMENT = 25  # words; what is longer says something beside it
_YES = re.compile(
    r"(?:yes|yeah|yep|yup|ya|ja|y|sure|ok|okay|right|correct|exactly|please|do it|go ahead|that's right|i am|i'm sure"
    r"|i do|certain|definitely|of course|confirmed?|affirmative|end|stop|finish)\b"
)
_NO = re.compile(
    r"(?:no|nope|nah|n|not (?:yet|really|now)|don't|do not|never ?mind|wait|go on|let's (?:go on|continue|keep)|keep"
    r"|continue|carry on|we can (?:go on|continue)|actually|of course not"
    r"|i (?:meant|mean|was|want to (?:go on|continue)))\b"
)
_OWNS_UP = re.compile(
    r"\b(?:correct(?:ion|ing|ed)?|sorry|apolog\w+|i mean(?:t)?|mis(?:spoke|said|read|remembered)|mistak\w+|wrong(?:ly)?"
    r"|i said|i told you|scratch that|(?:take|took) (?:that|it) back|should have (?:been|said)|not \d|instead of"
    r"|confused|mixed)\b|^(?:no, |wait|well, )?(?:actually|in fact|to be precise|rather)\b"
)

_CHOICE = re.compile(
    r"\bwhich (?:of (?:the two|them|these|those) |one )?(?:is it|was it|is (?:true|right|so)|stands|holds"
    r"|(?:do|should|shall|can) i (?:keep|take|pass|write|put|note|go by))\b"
    r"|\bhow (?:do|does|can) (?:they|these|those|that|both|the two)\b[^.?]{0,20}\b(?:together|both)\b"
    r"|\bboth (?:hold|stand|be (?:true|so|right))\b"
)
"""Asks which of two statements of his stands."""


def owns_up(text: str) -> bool:
    """Whether a message says that something said before was not so; a figure that is merely another one does not."""
    return _OWNS_UP.search(plain(without_lead(text))) is not None


def only_amends(text: str, open_ask: str) -> bool:
    """Whether a correction leaves the open question as it is.

    One that quotes the candidate, or has him choose between two things he said, is about words of his: to take these
    back is to answer it.
    """
    about_his_words = "“" in open_ask or _CHOICE.search(plain(open_ask)) is not None
    return owns_up(text) and len(text.split()) <= _LONGEST_AMENDMENT and not about_his_words


def confirmation(text: str) -> MessageKind | None:
    """What is said to "shall I end it?": STOP for a yes, ANSWER for a no, None where neither is beyond doubt."""
    low = plain(text).lstrip(" .,!\"'")
    if _NO.match(low):
        return MessageKind.ANSWER
    return MessageKind.STOP if _YES.match(low) and len(low.split()) <= _LONGEST_YES else certain(text, "")

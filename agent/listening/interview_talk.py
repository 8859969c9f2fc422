"""Talk about the interview in the interview: what asks the interviewer, complains of him or points at an answer given.

"You haven't told me the fine", "I gave you that in my first answer" and "Which table?" say nothing of the case, and
neither well nor badly. A guess that is put as a question ("By user?") is an answer, and so is "How would you do it?".
"""

from __future__ import annotations

import re

from agent.domain.terms import WISHES
from agent.listening.asked_back import asks_what_is_meant, lacks_a_fact
from agent.listening.rules import certain
from agent.listening.words import plain, sentences

_OPENS = r"(?:(?:but|and|well|no|yes|sorry|so|look|hm+|again|then),? )*"
_I_HAVE = r"i(?:'ve| have|'d| had)?(?: just| already| only)*"
_GIVEN = r"(?:said|told you|given you|gave you|answered|named|mentioned|explained)"
_COMPLAINS = (
    r"^(?!if\b|unless\b|when\b|until\b|.*\b(?:if|unless|until|that) you\b).*\byou (?:still |also |just )?"
    r"(?:haven't|have not|hadn't|didn't|did not|never) (?:\w+ )?(?:(?:told|tell|given?|gave) (?:me|us)\b|(?:said|say"
    r"|answer(?:ed)?|mention(?:ed)?|explain(?:ed)?|named?) (?!him\b|her\b|them\b|no\b|yes\b))",
    r"\byou (?:have )?(?:skipped|ignored|dodged|passed over|overlooked|forgot(?:ten)?) (?:my|the|that|this) question",
    r"\b(?:wrong (?:cv|person|candidate|résumé|resume)|not my (?:cv|résumé|resume))\b",
    rf"^{_OPENS}(?:i|that)(?:'s| is)? (?:didn't|did not|never|haven't|have not|not what i) (?:say|said"
    r"|mention|mentioned|proposed|propose|suggested|claimed)(?: (?:anything|one|any|that|this|it|so|such a thing))*"
    r"(?: yet| before)?(?:[,.]|$)",
    r"\byou gave me (?:the|a|an|that|this|it|those)\b.*\bi asked\b",
)
_REFERS = (
    rf"^{_OPENS}{_I_HAVE} {_GIVEN}(?: (?:it|that|this|so|those|both|already|before|all|you))*"
    r"(?: (?:in|with) (?:my|the) \w+(?: \w+)?| earlier| just now| above)?[.!]*$",
    rf"^{_OPENS}{_I_HAVE} (?:made|given|gave) you (?:a|an|one|two|three|my) (?:\w+ )?"
    r"(?:proposals?|offers?|answers?|numbers?|figures?)(?:,? (?:though|already|before|now))*[.!]*$",
    rf"^{_OPENS}i(?:'ve| have) (?:just|already) (?:accepted|answered|agreed)(?: (?:it|that|this|the offer))*[.!]*$",
    rf"^{_OPENS}i (?:strayed|digressed|drifted|wandered|got away) from (?:your|the) question\b",
    rf"^{_OPENS}(?:i (?:take it|assume|suppose|guess|think) (?:that )?|unless )you mean\b",
    r"^(?:that's|that is) (?:all|everything) (?:i have|i had|from me|i can say)(?: \w+){0,3}[.!]*$",
)
_TALK = re.compile("|".join((*_COMPLAINS, *_REFERS)))
_TOLD_ALREADY = re.compile(r"\bi(?:'ve| have) (?:just|already) (?:told you|said (?:so|that|it)|answered (?:that|it))\b")
_SHORT = 12
"""Words of a sentence that says nothing beside that something was said already."""
_LEAD = re.compile(
    rf"{_OPENS}(?:{_I_HAVE} {_GIVEN}(?: \w+){{0,6}}|what i said(?: \w+){{0,3}}|(?:as|like) i said(?: \w+){{0,3}}"
    r"|you (?:gave|told) me (?:that|this|it|those)(?: \w+){0,2}|(?:to|let me) come back to (?:it|that|this)"
    r"|(?:it's|that's|it is|that is) the same (?:point|thing|answer|story)(?: again| as before)?"
    r"|i (?:can|could) only repeat (?:it|that|this|myself)): +",
    re.IGNORECASE,
)
_ASKS = re.compile(
    rf"(?:(?:{_OPENS}|.*[:;,–—] ?|before i answer,? |one (?:question|thing)(?: first)?,? )(?:and |so |or |in )*)?"
    r"(?:what|which|who|whom|whose|where|when|why|how|is|are|was|were|do|does|did|has|have|can|could|would|will|may|should"
    r"|must|shall)\b|.*\b(?:what|which|whom|where|when)\?$|.*\bi (?:don't|do not) (?:follow|understand)\b"
)
_HANDS_BACK = re.compile(
    r"\b(?:would|should) (?:you|i|one|we)\b|\bdo you (?:think|feel|believe|say|do|prefer)\b"
    r"|\byour (?:view|opinion|take)\b"
    r"|(?<!\bi )\b(?:is|are|was|were|do|does|did|has|have|could|would)n't\b"
    r"|\bwho (?:knows|cares|can say)\b|\bwhat else\b|\bhow should i know\b|\bwhy not\b|\bso what\b"
    r"|\bwhat's wrong with\b"
)
_WAITS = re.compile(
    rf"^{_OPENS}(?:i(?:'d| would) (?:rather|prefer) not (?:to )?guess"
    r"|i (?:don't|do not) (?:want to guess|follow|understand)"
    r"|(?:for that,? |first,? )?i(?:'d)? need (?:to know )?(?:that|the|your|one|a|it)\b"
    r"|(?:two|three|one|some) (?:things?|questions?)"
    r"|(?:that|it) (?:depends|would help)|i(?:'d| would) like to know)\b"
)
"""What stands beside a request for a fact and belongs to it."""
_SAID_BACK = 0.8
"""Share of a question's words that stand in the ask, from which it is only said back."""


def about_interview(sentence: str) -> bool:
    """Whether a sentence speaks of the interview alone: a complaint, a reference to what was said, a wish."""
    low = plain(sentence)
    if low.endswith("?"):
        return False
    if _TALK.search(low) or certain(sentence, "") in WISHES:
        return True
    return _TOLD_ALREADY.search(low) is not None and len(low.split()) <= _SHORT


def lead_in(sentence: str) -> int:
    """How many characters of a sentence only say that it was said before: "I gave you that in my first answer: "."""
    found = _LEAD.match(sentence.replace("’", "'"))
    return found.end() if found is not None and found.end() < len(sentence) else 0


def asks_interviewer(sentence: str) -> bool:
    """Whether a sentence asks for a fact or for the question's meaning; one that hands the question back does not."""
    low = plain(sentence)
    return low.endswith("?") and _ASKS.match(low) is not None and _HANDS_BACK.search(low) is None


def says_nothing_of_the_case(text: str, ask: str) -> bool:
    """Whether a message is made of requests and talk about the interview alone, and so is no answer to `ask`."""
    if lacks_a_fact(text) or asks_what_is_meant(text, ask):
        return True
    said = sentences(text)
    asking = [one for one in said if one.endswith("?")]
    if any(not asks_interviewer(one) or _is_said_back(one, ask) for one in asking):
        return False
    rest = [one for one in said if one not in asking]
    return all(about_interview(one) or (asking and _WAITS.search(plain(one))) for one in rest)


def _is_said_back(question: str, ask: str) -> bool:
    words, asked = plain(question).rstrip("?").split(), plain(ask).replace("?", " ").split()
    return sum(word.strip(",.") in asked for word in words) >= _SAID_BACK * len(words)

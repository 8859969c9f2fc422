"""What a sentence has to have to stand for certain signals, and what stands for none: courtesies and arrangements."""

from __future__ import annotations

import re
from re import Pattern

from agent.grading import lexicon
from agent.grading.candour import CONFESSES

_LONGEST = 14
"""Words of a courtesy; a longer sentence says something beside it."""
_POLITE = re.compile(
    r"^(?:(?:ok(?:ay)?|well|yes|no|sure|so|and|right|oh|ah|hm+)[,.]? )*(?:"
    r"(?:many )?thanks?\b(?! to\b)|thank you|i (?:really )?appreciate|(?:that's|that is|it's|what) (?:a )?"
    r"(?:very |really )?(?:good|fair|great|nice|interesting|tricky|tough|hard|difficult|big) (?:question|point|one)\b"
    r"|(?:good|fair|great|nice|interesting) (?:question|point|enough|one)\b|i see\b(?! (?:the|a|that|no|it|from|in)\b)"
    r"|(?:that )?(?:makes|sounds) (?:sense|good|fair|great|right)|understood|got it|of course|with pleasure|gladly"
    r"|(?:nice|good|great|lovely) to (?:meet|see|talk|be)|i(?:'m| am) (?:very |really |so )?(?:happy|glad|pleased"
    r"|honou?red) (?:about|to (?:be|talk|hear|meet|answer)|for|with)\b|i look forward|looking forward"
    r"|have a (?:good|nice)|hello|hi\b|good (?:morning|afternoon|evening)"
    r")",
    re.IGNORECASE,
)
"""What is said for the tone: it may stand for how somebody deals with people, and for nothing else."""
_ARRANGES = re.compile(
    r"^(?:(?:ok(?:ay)?|well|yes|no|sure|so|and|then|but)[,.]? )*(?:"
    r"(?:please|kindly|(?:can|could|would|will) you(?: please)?) (?:just )?(?:send|mail|e-?mail|forward|share"
    r"|put (?:it|that|this|everything)|give|write|confirm"
    r"|let (?:me|us) know|get back|call|repeat|wait|note|remember|correct me|stop me)\b"
    r"|(?:just )?(?:let me know|send (?:it|that|me|us)\b|correct me|stop me|ask me)\b"
    r"|(?:i )?hope (?:that|this) (?:helps|answers|makes)|(?:does|did) (?:that|this) (?:answer|help|make)"
    r"|(?:that's|that is|this is) (?:it|all|everything|basically it|about it"
    r"|how i(?:'d| would) (?:answer|put) (?:it|that))\b"
    r"|(?:i(?:'m| am) )?(?:happy|glad) to (?:go|elaborate|expand|explain|say|give|talk|answer|discuss)\b"
    r"|i (?:can|could) (?:go|say|tell|elaborate|talk|explain|give you)(?: you| about)?"
    r" (?:more|deeper|further|details?)\b"
    r"|i(?:'ll| will| can) (?:get back|come back|follow up|send|think about (?:it|that)"
    r"|let you know|be (?:brief|short))\b"
    r"|let(?:'s| us| me) (?:think|start|begin|see|talk|go|take|put it|say it|try|be|answer|continue|move on)\b"
    r"(?!.* (?:with|from|by|because|since|so|and|if)\b)"
    r"|where (?:do|should|shall) i (?:start|begin)|one (?:moment|second)"
    r"|(?:i'd|i would) (?:answer|put|say) (?:it|that|this) (?:like this|this way|so)"
    r")",
    re.IGNORECASE,
)
"""What arranges the talk, or something after it: "Please send it in writing.", "Let me know if that helps."."""
_OF_TONE = frozenset(("relationship",))
_FIGURE = frozenset(("result_with_numbers", "tradeoffs_and_numbers", "sizing_and_priority", "package_value", "anchor"))
_FAULT = re.compile(
    rf"{CONFESSES.pattern}|\b(?:wrong|mistakes?|missed|mistook|overlooked|fail(?:ed|ure)?|too (?:late|early|long)|blame"
    r"|my (?:bug|slip|doing)|i (?:broke|dropped|lost|deleted|ignored|trusted|believed)|cost (?:me|us)|regret\w*"
    r"|should(?: have|n't have|'ve)|admit\w*|told (?:him|her|them|everybody) (?:that )?i)\b",
    re.IGNORECASE,
)
_SHOWN_BY: dict[str, Pattern[str]] = {
    **dict.fromkeys(_FIGURE, lexicon.FIGURE),
    "honesty_about_failure": _FAULT,
    "ownership": lexicon.OWN_ACT,
}
"""What makes a sentence show a signal that asks for just that: a figure, a fault of one's own, an act."""


def is_courtesy(sentence: str, signal: str) -> bool:
    """Whether a sentence is politeness or arranges something, and so stands for nothing that was asked."""
    plain = sentence.strip().replace("’", "'")
    if len(plain.split()) > _LONGEST or re.search(r"\d", plain):
        return False
    return _ARRANGES.match(plain) is not None or (signal not in _OF_TONE and _POLITE.match(plain) is not None)


def shows(sentence: str, signal: str) -> bool:
    """Whether a sentence has what a strength of the signal is made of; true where none of these is asked for."""
    wanted = _SHOWN_BY.get(signal)
    return wanted is None or wanted.search(sentence.replace("’", "'")) is not None

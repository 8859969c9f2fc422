"""What a message asks back of the interviewer: to be shown something, to be told a fact, to say what he means."""

from __future__ import annotations

import re

from agent.listening.words import plain, sentences

_OPENER = re.compile(r"^(?:(?:sorry|ok|okay|well|hm+|thanks|and|but|so|then|honestly|please(?= *,))\b\W*)+")

_LOOKS = (
    r"(?:(?:print|rerun|execute|grep|dump|plot|query|count|diff|log(?! (?:off|out|in)\b)|run(?! with\b))\b"
    r"|show\b(?! (?:some|more|a bit)\b))(?! (?:me |us |that |it |this )?(?:through|by)\b)"
)
_ASKS_TO_SEE = re.compile(
    rf"(?:(?:can|could|would|will) you (?:please )?|please ){_LOOKS}.+|{_LOOKS}.+ please\W*|show me\b.+"
    r"|(?:can|could|may) (?:i|we) see\b.+"
    r"|what (?:do|would|will) (?:you|i|we) (?:get|see) (?:if|when) (?:you|i|we) "
    r"(?:print|run|execute|log|plot|query)\b.+\?"
    r"|what (?:does|would|will|did)\b.+ (?:print|show|output|log)\b.*\?|what (?:is|gets) printed\b.+\?"
)
_NOT_OF_THE_CASE = re.compile(
    r"\b(?:hints?|help|solutions?|(?:my|the|your|a)(?: \w+)? answers?|formula|examples?|questions?|next one"
    r"|prompts?|instructions?|rules|rubrics?|ratings?|scorecard|my (?:score|grade|notes)|your notes|interview|round"
    r"|the way|patience)\b"
    r"|\bshow (?:me|us) (?:how|what you mean|where to)\b"
)
"""To print, run or show one of these is no wish to look into the case."""

_CANT_SAY = (
    r"i (?:can't|cannot|can not|couldn't|don't know how to|wouldn't know how to|am not able to)(?: really)?"
    r" (?:say|tell|answer|judge|decide|start|begin|size|estimate|do|work)"
    r"(?: (?:that|this|it|out|anything|much|more|you))*"
)
_IT = r"(?:knowing )?(?:that|it|this|those|these|them|either|both)"
_FOR_WANT_OF_IT = re.compile(rf"(?:without {_IT}|otherwise),? {_CANT_SAY}|{_CANT_SAY},? (?:otherwise|without {_IT})")
_WHAT_IS_MISSING = (
    r"(?:knowing|the|your|its|their|any|some|more|other) (?!.*\b(?:hints?|help|time|idea|code|whether)\b)[^,;.]+"
)
_FOR_WANT_OF = re.compile(rf"{_CANT_SAY} without {_WHAT_IS_MISSING}|without {_WHAT_IS_MISSING},? {_CANT_SAY}")

_MEANT = re.compile(
    r"(?:and )?(?:what|which|who)(?: \w+){0,3} (?:do|did) you mean(?: exactly| precisely)?\?"
    r"|what exactly do you mean(?: by [^?]+)?\?|what do you mean(?: exactly)?(?: (?:by|with) [^?]+)?\?"
    r"|(?:what|which)(?: \w+){0,2} (?:are you (?:talking|asking|speaking) (?:about|of)|is (?:that|meant))\?"
    r"|i (?:don't|do not|didn't) (?:understand|know|see|follow|get) (?:what|which|who)\b.{0,60}"
    r"(?:you mean|you're (?:talking|asking|referring)|you are (?:talking|asking|referring)|is meant)[^?.]{0,20}[?.]?"
)
_WHICH_ONE = re.compile(r"(?:which|what) ((?:\w+ )?\w+)\?")
"""A word of the question thrown back alone: "which swap?"."""
_WHAT_OF_IT = re.compile(r"(?:suppose |assume |imagine )?(?:\w+ )?what(?: is| was)?(?: (?:wrong|it|that))?\?")
"""... or its verb: "misjudged what?", "suppose what is wrong?"."""
_WHICH_IS_PART = re.compile(r"which ([\w' ]+), and (?:what|where|when|who|how) [^?]+\?")
_HOW_IT_GOES = re.compile(
    r"\b(?:was|is|were|are) my (?:\w+ ){1,3}(?:right|correct|wrong|ok|okay|good|fine|true|enough)\b"
    r"|\bam i (?:right|correct|wrong|on the right track|doing (?:ok|okay|well|fine))\b"
    r"|\bdid i (?:do (?:well|ok|okay|fine|good)|pass|get (?:it|that|this|everything) (?:right|wrong)"
    r"|make (?:a|any) mistakes?|miss (?:something|anything))\b"
    r"|\bhow (?:did|am) i (?:do|doing)\b|\bhow did (?:it|that|this|the interview) go\b"
    r"|\b(?:did|do) you (?:see|find|notice) (?:any|a|some) (?:mistakes?|errors?|bugs?|problems?) in (?:my|what i)\b"
    r"|\bwhat (?:should|could) i have (?:said|done|answered)\b"
    r"|\bwhat (?:is|was|would be|would have been) the (?:right |correct |real )(?:answer|solution|cause|fault|bug)\b"
)
_NEVER_SAID = re.compile(
    r"i (?:haven't|have not|didn't|did not|never) (?:said|say|proposed?|mentioned?|decided?|built|built|suggest(?:ed)?"
    r"|made|make|claimed?|named?|spoken?|talked?|spoke)\b.{0,50}|there(?: is|'s| was) no .{1,30}"
)
_LONGEST_WISH, _LONGEST = 14, 12
"""Words of a wish to be shown something, and of a question that only asks what is meant."""


def asks_to_see(text: str) -> bool:
    """Whether the words can ask to print, run or show something of the case: "can you print the first rows?".

    Not beyond doubt: "show me three seeds" answers what would convince. "Print the dtypes, then the nulls." asks
    nobody.
    """
    if len(text.split()) > _LONGEST_WISH:
        return False
    low = _OPENER.sub("", plain(text))
    asked = len(sentences(text)) == 1 and _ASKS_TO_SEE.fullmatch(low) is not None
    return asked and _NOT_OF_THE_CASE.search(low) is None


def lacks_a_fact(text: str) -> bool:
    """Whether it is said that nothing can be said without a fact, and no more: "How many were phoned? Without that I
    can't say." asks for the case; "without a holdout I can't say, so I'd set one aside" is an answer."""
    asked, rest = _parted(text)
    lacking = (_FOR_WANT_OF_IT, _FOR_WANT_OF) if asked else (_FOR_WANT_OF,)
    return bool(rest) and all(any(pattern.fullmatch(said) for pattern in lacking) for said in rest)


def asks_what_is_meant(text: str, open_ask: str) -> bool:
    """Whether a message asks what the open question means by something, and says no more: "which swap do you mean?",
    "Misjudged what? I haven't proposed anything yet."."""
    asked, rest = _parted(text)
    if not asked and rest and _MEANT.fullmatch(rest[0]):
        asked, rest = rest[:1], rest[1:]
    if not asked or not all(map(_NEVER_SAID.fullmatch, rest)):
        return False
    open_words = set(re.findall(r"[a-z]+", plain(open_ask)))
    return all(len(one.split()) <= _LONGEST and _is_meant(one, open_words) for one in asked)


def asks_how_it_goes(text: str) -> bool:
    """Whether it is asked if an answer was right, or how the interview went: "was my diagnosis right?"."""
    return any(_HOW_IT_GOES.search(question) for question in _parted(text)[0])


def _is_meant(question: str, open_words: set[str]) -> bool:
    if _MEANT.fullmatch(question):
        return True
    if _WHAT_OF_IT.fullmatch(question):
        return bool(open_words & (set(re.findall(r"[a-z]+", question)) - {"what", "is", "was", "it", "that"}))
    thrown_back = _WHICH_ONE.fullmatch(question) or _WHICH_IS_PART.fullmatch(question)
    return thrown_back is not None and thrown_back[1].split()[-1] in open_words


def _parted(text: str) -> tuple[list[str], list[str]]:
    """The questions of a message, and its other sentences without their last mark; both without openers."""
    said = [_OPENER.sub("", plain(sentence)) for sentence in sentences(text)]
    asked = [sentence for sentence in said if sentence.endswith("?")]
    return asked, [sentence.strip(" .!") for sentence in said if not sentence.endswith("?")]

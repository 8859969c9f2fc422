"""What is said about an offer while it is talked over: that it is taken, or that something else is asked for."""

from __future__ import annotations

import re

from agent.listening.words import plain, sentences

_TAKEN = re.compile(
    r"(?:(?:yes|ok|okay|fine|good|great|deal|then|well|thanks|thank you|so|and|with that|in that case)\b\W*)*"
    r"(?:i accept(?: (?:it|that|this|both)(?=[^\w ]|$).*| (?:the|your) (?:offer|terms|package)\b.*)?"
    r"|i(?:'ve| have) (?:just )?accepted\b.*|i say yes\b.*"
    r"|(?:i'll|i will|i'd|i would|let me|i'm happy to|i am happy to|i'm glad to|i am glad to) "
    r"(?:take|accept|sign)(?: (?:it|that|this|the offer|your offer|today|now|tomorrow|the letter))?"
    r"(?: as it (?:is|stands))?(?: (?:today|now|tomorrow|on \w+))?"
    r"|(?:that|it|this)(?:'s| is) a deal|you have (?:a deal|my yes|my word)|we have a deal|deal"
    r"|(?:i'm|i am) (?:in|coming)(?: on .+)?)\W*"
)
_LED_UP_TO = re.compile(
    r"(?:(?:so|then|well|and) )?(?:i(?:'ve| have) (?:now )?(?:decided|made up my mind)|my (?:answer|decision) is"
    r"|(?:so |then )?(?:you have|here is|this is|that is|that's) (?:it|my (?:answer|decision))(?: now)?)\W+"
)
"""What leads up to a yes: "So you have it now: I'm coming"."""
_GOES_ON = re.compile(r", (?:and|so|because|since) ")
"""Where a yes is over and something follows from it: "I'm coming, and you needn't wait till noon"."""
_ON_TERMS = re.compile(r"\b(?:if|once|when|unless|provided|as soon as|only|but|instead|rather|make it|at \d)\b")
_NUMBER = r"(?:\d|\b(?:ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|percent)\b)"
_WANTS = re.compile(
    r"\b(?:(?:can|could|would|will) you (?:please )?(?:do|go|move|make|meet|match|raise|add|put|give|get|stretch|offer"
    r"|agree|consider|shift|change|live)\b|(?:i'd|i would|i'll|i will) (?:take|close|sign|accept|settle|come|ask|want"
    r"|like|say yes)\b|make it\b|meet me\b|my (?:number|figure|ask|counter|proposal)\b|i(?:'m| am) asking (?:for|you)\b"
    r"|i (?:ask|want|propose|suggest|need)\b|what (?:do|would) you say to\b|how about\b|at \d[\d.,]* ?k? i\b"
    r"|do we have\b)"
)
_PRESSES = re.compile(
    r"\b(?:yes or (?:a )?no|(?:a )?yes or a no|(?:can|could|would|will) you do (?:that|this|it|either|one|both)"
    r"|would (?:that|this|it) (?:work|be possible|do)|which of the two|what do you say|do you agree|is that possible"
    r"|do we have a deal|are we agreed|you haven't (?:told|said|answered)|what(?:'s| is) your answer)\b"
)
_OWN_ANSWER = re.compile(
    r"\b(?:i|i'll|i will|i can|i'd|let me) (?:\w+ )?(?:give|send|tell|owe|write|bring|get) (?:you|her|him|them) "
    r"(?:\w+ ){0,3}(?:yes or (?:a )?no)\b|\byou(?:'ll| will)? (?:have|get|hear) (?:\w+ ){0,3}(?:yes or (?:a )?no)\b"
)
"""A yes or a no that the candidate promises, and asks nobody for."""


def accepts(text: str) -> bool:
    """Whether an offer is taken as it stands: "I accept the offer. Please send it in writing."; on no terms."""
    said = [plain(sentence) for sentence in sentences(text)]
    return any(_takes(one) for one in said) and not any(_ON_TERMS.search(one) for one in said)


def _takes(sentence: str) -> bool:
    """Whether a sentence is a yes, whatever leads up to it, and whatever follows from it but something asked for."""
    yes, *follows = _GOES_ON.split(_LED_UP_TO.sub("", sentence, count=1), maxsplit=1)
    wants = any("?" in rest or _WANTS.search(rest) for rest in follows)
    return _TAKEN.fullmatch(sentence) is not None or (_TAKEN.fullmatch(yes) is not None and not wants)


def proposes(text: str) -> bool:
    """Whether something else than the offer is asked for, with a figure: "Can you do 172 and twenty for signing?"."""
    said = (plain(sentence) for sentence in sentences(text))
    return any(_WANTS.search(one) and re.search(_NUMBER, one) for one in said)


def presses(text: str) -> bool:
    """Whether a yes or a no to what was proposed is asked for: "Which of the two can you do?", "Yes or no?"."""
    return _PRESSES.search(_OWN_ANSWER.sub("", plain(text))) is not None

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


def accepts(text: str) -> bool:
    """Whether an offer is taken as it stands: "I accept the offer. Please send it in writing."; on no terms."""
    said = [plain(sentence) for sentence in sentences(text)]
    return any(_TAKEN.fullmatch(one) for one in said) and not any(_ON_TERMS.search(one) for one in said)


def proposes(text: str) -> bool:
    """Whether something else than the offer is asked for, with a figure: "Can you do 172 and twenty for signing?"."""
    said = (plain(sentence) for sentence in sentences(text))
    return any(_WANTS.search(one) and re.search(_NUMBER, one) for one in said)


def presses(text: str) -> bool:
    """Whether a yes or a no to what was proposed is asked for: "Which of the two can you do?", "Yes or no?"."""
    return _PRESSES.search(plain(text)) is not None

"""What a spoken line asks and whether it explains: the one notion of it for authors, checks of style and evals.

It judges by form alone: question marks, orders ("tell me ..."), question words joined to a question, and turns of
phrase that explain. An alternative ("this or that?") and two halves of one division ("which are old and which
aren't?") are one question.
"""

from __future__ import annotations

import re

from agent.catalog.wording import content_words

_ASKWORD = r"(?:what|how|why|which|who|whose|whom|when|where)"
_VERB = r"(?:is|are|was|were|do|does|did|can|could|would|will|should|have|has|had|may|might)"
_SUBJECT = (
    r"(?:i|you|he|she|it|they|we|that|this|these|those|there|the|a|an|your|our|my|his|her|their|its"
    r"|any|anybody|anyone|somebody|someone|nobody|everybody|everyone|people|one)"
)
_BY = r"(?:(?:at|by|for|from|in|of|on|over|to|under|until|with|after|before)\s)?"
_JOINED = re.compile(
    rf"(?:[,;]| -| –)?\s(?:and|plus|also|as well as)\s(?:also\s|then\s|if so,?\s)?"
    rf"(?:{_BY}{_ASKWORD}\b|{_VERB}\s{_SUBJECT}\b)"
    rf"|(?:[,;]| -| –)?\sor\s(?:also\s|then\s)?{_ASKWORD}\b"
    rf"|[,;]\s{_BY}(?:what|how|why|which|who|whose|whom)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(rf"\b(?:{_ASKWORD}|{_VERB})\b", re.IGNORECASE)
_OPENS = re.compile(
    rf"^(?:(?:and|but|so|then|now|well|ok|okay),?\s)*(?:(?:if|when|while|once|after|before)\b[^,]*,\s)?"
    rf"{_BY}(?:(?:what|how|why|which|who|whose|whom)\b|(?:is|are|do|does|did|can|will|would|have|has)\s)",
    re.IGNORECASE,
)
_DIVIDED = re.compile(rf"and\s({_ASKWORD})\s(?:not|(?:do|does|did|is|are|was|were|wo|ca|would|has|have)n['’]t)\b")
_ORDER = re.compile(
    r"^(?:(?:and|then|also|now|please|so|next|after that|while you're at it),?\s+)*(?:tell|walk|take me|give"
    r"|describe|explain"
    r"|show|name|talk|list|sketch|let me hear|i'd (?:also )?like (?:you )?to (?:hear|know)"
    r"|i (?:also )?want to (?:hear|know))\b",
    re.IGNORECASE,
)
_REASON = re.compile(r"\b(?:why|when)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*[\"”’)]*")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|‘[^’]*’(?!\w)|(?<!\w)'[^']+'(?!\w)")
_EXPLAINS = (
    re.compile(r"\b(?:the|one|a) (?:reason|trick|key|point|idea|way|problem|answer|solution|issue) (?:here "
               r"|there |to .{3,40} )?"
               r"(?:is|would be|being)\b", re.IGNORECASE),
    re.compile(r"(?:\b|^)(?:to sum up|in summary|to summari[sz]e|summing up|so what you(?:'re| are) (?:saying"
               r"|describing)|^(?:so,? )?in other words"
               r"|let me (?:explain|summari[sz]e|recap|correct|add|help|clarify how)|what you mean is|so you mean"
               r"|put differently"
               r"|so to recap|if i (?:may|can) (?:add|correct|summari[sz]e)|i(?:'d| would) (?:add|say|suggest"
               r"|recommend|argue))\b",
               re.IGNORECASE),
    re.compile(r"\b(?:because(?! of\b)|since|which (?:is why|means)|that(?:'s| is) (?:why|because|called|known)"
               r"|this is (?:called|known|why)"
               r"|known as|it's called|means that|the right (?:way|answer|term|word)|the correct|a better (?:way"
               r"|approach|choice))\b"
               r"(?!.*\?)", re.IGNORECASE),
)  # fmt: skip
_SINCE_THEN = re.compile(
    r"\bsince(?:\s(?:then|last|yesterday|the|a|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|spring|summer|autumn|winter|noon|this"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|\d)|[.,;]|$)",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"(?:^|, )(?:wouldn't|shouldn't|isn't|aren't|don't you|doesn't|couldn't|won't)\b[^?]*\?|"
    r"\bwhy not (?:just|simply|rather)\b",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [part.strip() for part in _SENTENCE.findall(text) if re.search(r"\w", part)]


def unquoted(text: str) -> str:
    """A text with "it" in the place of each quotation: what somebody else asked is not asked here."""
    return _QUOTED.sub(" it ", text)


def is_ask(sentence: str) -> bool:
    """Whether a sentence asks: by its mark, or as an order ("tell me ...")."""
    return sentence.rstrip("\"”’') ").endswith("?") or _ORDER.match(sentence) is not None


def asks_two(sentence: str) -> bool:
    """Whether one sentence asks two things: an ask, then another joined to it."""
    return second_ask(sentence) is not None


def second_ask(sentence: str) -> str | None:
    """What a sentence asks beside its first question: from the joining word on; None where it asks one thing."""
    for found in _JOINED.finditer(sentence):
        head = sentence[: found.start()]
        joined = re.match(r"(?:[,;]| -| –)?\s(?:and|plus|also|as well as|or)\s", found[0], re.IGNORECASE)
        begun = _ASKED.search(head) if joined else _OPENS.match(head)
        tail = sentence[found.start() :].strip(" ,;-–")
        if begun and not _divides(head, tail):
            return tail
    return None


def _divides(head: str, tail: str) -> bool:
    """Whether a tail is the other half of one division: "which are old | and which aren't"."""
    found = _DIVIDED.match(tail)
    return found is not None and re.search(rf"\b{found[1]}\b", head, re.IGNORECASE) is not None


def things_asked(text: str) -> int:
    """How many things a spoken text asks; quotations ask nothing."""
    return len(things(text))


def things(text: str) -> list[str]:
    """What a spoken text asks, one by one: each question or order, and each question joined to one.

    A question without a word of its own right after an order ("Name one. Which is it?") asks for the same thing.
    """
    found: list[str] = []
    ordered = False
    for sentence in sentences(unquoted(text)):
        if not is_ask(sentence):
            ordered = False
            continue
        same = ordered and not content_words(sentence) and not _REASON.search(sentence)
        second = second_ask(sentence)
        found += ([] if same else [sentence]) + ([second] if second else [])
        ordered = _ORDER.match(sentence) is not None
    return found


def explains(sentence: str) -> str | None:
    """The turn of phrase by which a sentence explains, corrects or sums up; None where it does not."""
    plain = _SINCE_THEN.sub(" ", sentence)
    return next((found[0] for pattern in _EXPLAINS if (found := pattern.search(plain))), None)


def leads(sentence: str) -> str | None:
    """The words by which a question carries its own answer ("wouldn't you ...?"); None where it does not."""
    found = _LEADING.search(sentence)
    return found[0].strip(" ,") if found else None

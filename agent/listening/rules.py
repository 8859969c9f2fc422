"""What a message is where its words leave no doubt.

Only whole messages match: "skip this one please" is a wish, "I'd skip the feature store" is left to the classifier.
"""

from __future__ import annotations

import re

from agent.domain.terms import MessageKind
from agent.listening.words import plain, sentences

LONGEST = 14
"""Words; a longer message says more than a rule can be certain of."""

_COURTESY = re.compile(
    r"\b(?:please|pls|plz|sorry|thanks|thank (?:you|u)|thx|ok|okay|hm+|um+|uh+|well|just|maybe|perhaps"
    r"|then|now|for now"
    r"|honestly|to be honest|actually|hey|hello|hi|so|and|oh|but|kindly|really|quickly|if possible"
    r"|if that's ok(?:ay)?)\b"
)
_WISH = (
    r"(?:(?:(?:can|could|may|shall|should|might|would) (?:we|you|i|it be possible to)|let's|let us|let me|i want to"
    r"|i wanna|i'd like to|i would like to|i'd prefer to|i'd rather|do you mind if we|i need to"
    r"|we should|i have to) )?"
)
_THIS = r"(?: (?:this|that|it|the|here|one|question|part|topic|round|interview|call|session|case|last|previous|on))*"
_WHICH = r"(?: (?:that|it|this|the|question|last|part|again|once more|one more time|differently|in other words|me))*"
_FIRST = (
    r"(?:(?:get|have|give me|need|i need|i'd like|any|a|an|some|little|another|one more|small|bit of|one|me"
    r"|help me with) )*"
)
_LONG = r"(?:moment|minutes?|mins?|seconds?|secs?)"
_CERTAIN = (
    (
        MessageKind.STOP,  # of this round: it is asked for as the end of the interview is, and confirmed
        rf"{_WISH}(?:(?:(?:go|move|skip|jump|continue|get|come|switch|change|ahead|straight|right|on|over|to|with|do"
        r"|start|begin|have|take|try|ready for|i'm|i am) )*(?:the |a )?(?:next|another|other|different) round"
        r"|(?:skip|pass|leave|drop|jump over) (?:on )?(?:the )?(?:rest of )?(?:this|the) (?:whole |entire )?round)",
    ),
    (MessageKind.SKIP, rf"/?{_WISH}(?:skip|pass|move on|go on|next|jump over){_THIS}"),
    (
        MessageKind.SKIP,
        rf"{_WISH}(?:(?:have|get|do|try|take|move to|go to|with) )*"
        r"(?:the |an? )?(?:next|another|other|different|new) (?:one|question|topic|case)",
    ),
    (MessageKind.STOP, rf"/?{_WISH}(?:stop|end|quit|exit|abort|finish|wrap up|break off){_THIS}"),
    (
        MessageKind.STOP,
        r"good ?bye|bye(?: bye)?|cya|see you|i'm out|i am out|i quit|i'm done|i am done"
        r"|(?:i )?(?:have to|got to|gotta|must|need to) (?:go|leave|run)",
    ),
    (
        MessageKind.HINT,
        rf"/?{_WISH}{_FIRST}(?:hints?|clues?|tips?|nudge|pointers?|help)(?: me)?(?: out)?{_THIS}",
    ),
    (MessageKind.REPEAT, rf"/?{_WISH}(?:repeat|rephrase|reword|reformulate|say again|ask again|come again){_WHICH}"),
    (MessageKind.REPEAT, rf"{_WISH}(?:say|ask) (?:that|it|this|the question) (?:again|once more|differently)"),
    (
        MessageKind.REPEAT,
        r"again|pardon(?: me)?|excuse me|what|huh|eh|once more|one more time|wdym"
        r"|what was (?:that|the question)(?: again)?|what did you (?:say|ask)"
        r"|i (?:didn't|did not|don't|do not) (?:get|understand|catch|hear|follow)(?: that| it| you| the question)?",
    ),
    (
        MessageKind.MINUTE,
        rf"/?(?:brb|wait|hold on|hang on|moment|pause|bear with me|one {_LONG}|(?:a|1|two|2) ?{_LONG}"
        rf"|(?:give|gimme)(?: me)? (?:a|one|two|five|30|half a|some) ?(?:{_LONG}|time|bit))"
        rf"(?: (?:a|one) (?:{_LONG}|bit))?(?: to think)?(?: about (?:it|that|this))?",
    ),
    (MessageKind.MINUTE, r"let me (?:think|see)(?: about (?:it|that|this))?|(?:i'm |i am )?(?:still )?thinking"),
    (
        MessageKind.STUCK,
        r"(?:i (?:do not|don't|dont|can't|cannot|wouldn't) (?:know|say|answer|tell)"
        r"(?: (?:that|this|it|the answer|this one|to that))?|idk|dunno|no (?:idea|clue)|not a clue"
        r"|(?:i have|i've) no (?:idea|clue)|(?:i'm |i am )?(?:stuck|lost|blanking)|no answer|i'm at a loss"
        r"|nothing comes to (?:my )?mind|beats me)(?: (?:here|at all|i'm afraid|tbh))?",
    ),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _CERTAIN)

_AIM = re.compile(
    r"(?!.*\b(?:hints?|help|clues?|tips?|nudge|pointers?|questions?|minutes?|moment|again|skip|stop|interview|round)\b)"
    r"(?:i|we) ?(?:would|'d)? (?:really )?(?:want|like|love|hope|plan|wish|prefer) to"
    r" (?:lead|manage|own|mentor|head|coach|become|take over)\b.+"
)
"""What somebody wants for himself is no wish to the interviewer, though the words are near."""
_ACCEPTS = re.compile(
    r"(?:i'll|i will|i'd|i would|i) (?:take|accept|sign) (?:it|that|this|the offer|your offer)"
    r"(?: as it (?:is|stands))?"
)
"""An offer that is taken is answered, whatever is said after it."""
_COMMITS_TO_NOTHING = re.compile(
    r"(?:i (?:think|guess|suppose) )?(?:that|it|this|either|both|all of it|everything)(?:'s|'d be|'ll be| is| would be"
    r"| should be| will be) (?:all )?(?:fine|good|enough|possible|reasonable|up to you)(?: (?:for|by|with) me)?"
    r"|(?:i'm|i am) (?:quite |pretty |fairly )?(?:flexible|open|easy)(?: (?:on|about|there|to|with) (?:that|it|this"
    r"|everything|anything))?|whatever (?:you think|you say|works|suits you)(?: is (?:fair|best|right))?"
)
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
_NAMES_WHAT = re.compile(r"\b(?:round|interview|session|call|question)\b")

_REPLY = re.compile(
    r"(?:oh |well |hm+ |uh |ok |yeah |um )?(?:yes|no|yep|yeah|yup|nope|nah|sure|ok|okay|fine|right|true"
    r"|correct|exactly|y|n"
    r"|absolutely|definitely|certainly|of course|not really|(?:yes |no )?(?:i|we|it|they|he|she) (?:do"
    r"|did|is|was|were|have"
    r"|had|would|will|can|could|am|don't|didn't|isn't|wasn't|haven't|hadn't|wouldn't|won't|can't))"
    r"(?: (?:please|thanks|sir|sure|yes|no|fine|definitely|actually|sadly|we|i|did|do|would|not))*"
)
_FILLER = frozenset(
    (
        *("yes", "no", "yep", "yeah", "yup", "nope", "nah", "sure", "ok", "okay", "fine", "right", "true", "y", "n"),
        *("k", "kk", "hm", "hmm", "hmmm", "mm", "mmm", "mhm", "uh", "um", "umm", "er", "ah", "oh", "eh", "ja", "si"),
        *("indeed", "alright", "well", "so", "cool", "nice", "great", "interesting", "wow", "lol", "haha", "hehe"),
        *("test", "testing", "hello", "hi", "hey", "ping", "got", "it", "i", "see", "thanks", "thank", "you"),
        *("blah", "bla", "la", "the", "a", "are", "and"),
    )
)
_ROWS = ("qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm")
_WORDS_OF_A_ROW = ("power", "weird", "quit")
_OPEN_QUESTION = re.compile(
    r"\b(?:what|which|who|whose|where|when|why|how|tell me|describe|explain|walk me|give me|name|take me|talk)\b"
)
_CLOSED_QUESTION = re.compile(
    r"(?:^|[,;:] )(?:and |so |but |or )?(?:is|are|was|were|do|does|did|can|could|would|will|has|have|had|should|shall"
    r"|may)\b(?! you (?:please )?(?:tell|walk|talk me|take me|give (?:me|us)|describe|explain|share|name|say more))"
    r"|\b(?:we can|i can|i can't|offer|how does that sound|deal|agree)\b|, (?:right|no|yes|correct|or not)\?$"
)
_QUANTITY = re.compile(
    r"\b(?:how (?:many|much|long|often|big|large|far|old|soon|fast|high)|when|number|share|percent\w*|rate|threshold"
    r"|expect\w*|salary|size|figure|budget|estimate|what (?:value|price|date|age|latency))\b"
)


def certain(text: str, open_ask: str) -> MessageKind | None:
    """What `text` is, said after `open_ask`, where that is beyond doubt; else None."""
    low = plain(text)
    said = tokens(text)
    if not said:
        return MessageKind.NOTHING
    if lacks_a_fact(text):
        return MessageKind.CLARIFY
    if len(said) > LONGEST:
        return None
    if is_plain_reply(text) and takes_yes_or_no(open_ask):
        return MessageKind.ANSWER if _CLOSED_QUESTION.search(_last_question(open_ask)) else None
    if all(is_filler(word) for word in said):
        return MessageKind.NOTHING
    if _AIM.fullmatch(low):
        return MessageKind.ANSWER
    core = _without_courtesy(text)
    if _ACCEPTS.fullmatch(_without_courtesy(sentences(text)[0])):
        return MessageKind.ANSWER
    if _COMMITS_TO_NOTHING.fullmatch(core) and not _CLOSED_QUESTION.search(_last_question(open_ask)):
        return MessageKind.DODGE
    return next((kind for kind, pattern in _PATTERNS if core and pattern.fullmatch(core)), None)


def asks_to_see(text: str) -> bool:
    """Whether the words can ask to print, run or show something of the case: "can you print the first rows?".

    Not beyond doubt: "show me three seeds" answers what would convince. "Print the dtypes, then the nulls." asks
    nobody.
    """
    if len(tokens(text)) > LONGEST:
        return False
    low = _OPENER.sub("", plain(text))
    asked = len(sentences(text)) == 1 and _ASKS_TO_SEE.fullmatch(low) is not None
    return asked and _NOT_OF_THE_CASE.search(low) is None


def lacks_a_fact(text: str) -> bool:
    """Whether it is said that nothing can be said without a fact, and no more: "How many were phoned? Without that I
    can't say." asks for the case; "without a holdout I can't say, so I'd set one aside" is an answer."""
    said = [plain(sentence).strip(" .!") for sentence in sentences(text)]
    asked = [sentence for sentence in said if sentence.endswith("?")]
    rest = [sentence for sentence in said if sentence not in asked]
    if not rest or any(certain(question, "") is not None for question in asked):
        return False
    lacking = (_FOR_WANT_OF_IT, _FOR_WANT_OF) if asked else (_FOR_WANT_OF,)
    return all(any(pattern.fullmatch(_OPENER.sub("", sentence)) for pattern in lacking) for sentence in rest)


def wish_at_end(text: str) -> MessageKind | None:
    """What a longer message wishes with its last sentence, where that names what is to end or to be left; else None.

    "…, so I'd roll back. Stop this round please." is a wish; "Please stop the run." is part of an answer.
    """
    said = sentences(text)
    if len(said) < 2 or not _NAMES_WHAT.search(plain(said[-1])):
        return None
    kind = certain(said[-1], "")
    return kind if kind in (MessageKind.STOP, MessageKind.SKIP) else None


def _without_courtesy(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s/']", " ", _COURTESY.sub(" ", plain(text))).split())


def means_the_round(text: str) -> bool:
    """Whether a wish to stop is for this round, and not for the interview."""
    last = plain(sentences(text)[-1])
    return bool(re.search(r"\bround\b", last)) and not re.search(r"\b(?:interview|session|loop)\b", last)


def tokens(text: str) -> list[str]:
    """The words of `text` in lower case, without marks."""
    return re.findall(r"[^\W_]+(?:'\w+)?", plain(text))


def is_plain_reply(text: str) -> bool:
    """Whether `text` is a yes or a no and nothing else."""
    return bool(_REPLY.fullmatch(" ".join(tokens(text))))


def is_filler(word: str) -> bool:
    """Whether a word of a message carries no content: "hmm", "ok", "asdf"."""
    return word in _FILLER or _is_noise(word)


def takes_yes_or_no(open_ask: str) -> bool:
    """Whether a plain yes or no can answer the question. In doubt it can: an answer must not be lost."""
    asked = _last_question(open_ask)
    return bool(_CLOSED_QUESTION.search(asked)) or not _OPEN_QUESTION.search(asked)


def takes_number(open_ask: str) -> bool:
    """Whether a bare number or date can answer the question."""
    return bool(_QUANTITY.search(plain(open_ask)))


def _last_question(open_ask: str) -> str:
    parts = [part for part in re.split(r"(?<=[.!?])\s+", plain(open_ask)) if part] or [""]
    return ([part for part in parts if part.endswith("?")] or parts)[-1]


def _is_noise(word: str) -> bool:
    """Keyboard noise: one key held, runs along the rows of keys, or six letters and more without a vowel."""
    if re.fullmatch(r"([^\W\d])\1{2,}|([^\W\d]{2,4})\2+", word):
        return len(word) >= 3
    voiced = bool(re.search(r"[aeiouyäöüéèà]", word))
    if len(word) >= (4 if voiced else 3) and _along_rows(word) / len(word) > 0.8:
        return word not in _WORDS_OF_A_ROW
    return len(word) >= 6 and word.isalpha() and not voiced


def _along_rows(word: str) -> int:
    """How many letters of `word` stand in runs of three or more neighbouring keys."""
    covered: set[int] = set()
    for start in range(len(word) - 2):
        run = word[start : start + 3]
        if any(run in row or run in row[::-1] for row in _ROWS):
            covered.update(range(start, start + 3))
    return len(covered)

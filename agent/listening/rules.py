"""What a message is where its words leave no doubt.

Only whole messages match: "skip this one please" is a wish, "I'd skip the feature store" is left to the classifier.
"""

from __future__ import annotations

import re

from agent.domain.terms import MessageKind
from agent.listening import asked_back
from agent.listening.too_little import too_little
from agent.listening.words import plain, sentences, tokens

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
        rf"{_WISH}(?:(?:have|get|do|try|take|(?:move|go|skip|jump)(?: on| over)? to|with) )*"
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
_CHOOSES = re.compile(
    r"(?:i|we)(?:'d| would) (?:rather|prefer to|sooner)"
    r" (?!(?:skip|move|go|pass|stop|end|talk|hear|leave (?:it|this|that))\b)"
    r".+\b(?:because|since|as long as|so that|until|unless)\b.+"
)
"""What somebody would rather do, and why, is his answer: "I'd rather keep what we have, since ..."."""
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
_IS_DONE = re.compile(
    r"(?:i'm|i am|we're|we are) (?:all )?(?:done|finished|through)(?: (?:with|here|on))?(?: (?:this|that|it))?(?: one)?"
    r"|(?:i have|i've|there's|there is) (?:got )?nothing (?:more|else|left)(?: to (?:add|say))?"
    r"(?: here| on th(?:is|at))?"
    r"|(?:i've|i have) said (?:all|everything|what i (?:have|can|know))(?: i (?:have|can|know))?"
    r"(?: here| on th(?:is|at))?"
)
_GAVE_IT = re.compile(
    r"(?:but )?(?:i|i've|i have) (?:already |just )?(?:gave|given|told|said|answered|mentioned|explained)(?: you)?"
    r"(?: already| just)? (?:that|it|this)(?: to you)?"
    r"(?: (?:already|before|above|earlier|just now|a (?:minute|moment) ago"
    r"|(?:in|with) my (?:\w+ )?(?:answer|message|reply|sentence)))*"
)
_FEW_SENTENCES, _SHORT = 3, 25
"""Sentences and words of a message that is a wish with a word on why."""
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
    if _CHOOSES.fullmatch(low):
        return MessageKind.ANSWER
    if (wish := _wish_and_more(text)) is not None:
        return wish
    asks = asked_back.asks_what_is_meant(text, open_ask) or asked_back.lacks_a_fact(text)
    if asks and all(_settled(sentence) is None for sentence in sentences(text)):
        return MessageKind.CLARIFY
    if len(said) <= _SHORT and asked_back.asks_how_it_goes(text):
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
    if _GAVE_IT.fullmatch(core):
        return MessageKind.SAID_BEFORE
    if _COMMITS_TO_NOTHING.fullmatch(core) and not _CLOSED_QUESTION.search(_last_question(open_ask)):
        return MessageKind.DODGE
    return _settled(text) or _one_word(text, open_ask)


def _wish_and_more(text: str) -> MessageKind | None:
    """A wish with more said beside it that changes nothing: "Next round please, I'm done with this one.", "Can you
    give me a hint? Do you mean who gets paged?"."""
    said = sentences(text)
    parts = [part for part in re.split(r"[,;.!?]+\s+|[,;.!?]+$", plain(text)) if part.strip()]
    left = [part for part in parts if not _IS_DONE.fullmatch(_without_courtesy(part))]
    if len(left) == 1 < len(parts):
        kind = _settled(left[0])
        return kind if kind in (MessageKind.STOP, MessageKind.SKIP) else None
    short = 1 < len(said) <= _FEW_SENTENCES and len(tokens(text)) <= _SHORT
    return MessageKind.HINT if short and _settled(said[0]) is MessageKind.HINT else None


def _settled(text: str) -> MessageKind | None:
    core = _without_courtesy(text)
    return next((kind for kind, pattern in _PATTERNS if core and pattern.fullmatch(core)), None)


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


def is_plain_reply(text: str) -> bool:
    """Whether `text` is a yes or a no and nothing else."""
    return bool(_REPLY.fullmatch(" ".join(tokens(text))))


def is_filler(word: str) -> bool:
    """Whether a word of a message carries no content: "hmm", "ok", "asdf"."""
    return word in _FILLER or _is_noise(word)


def says_too_little(text: str, open_ask: str) -> bool:
    """Whether a message is one word that can't be the answer to the question."""
    return _one_word(text, open_ask) is not None


def _one_word(text: str, open_ask: str) -> MessageKind | None:
    asked = _last_question(open_ask)
    kind = too_little(text, asked, open_ask) if asked else None
    may_be = bool(_CLOSED_QUESTION.search(asked)) or (re.search(r"\d", text) is not None and takes_number(open_ask))
    return None if kind is MessageKind.DODGE and may_be else kind


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

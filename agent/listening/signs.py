"""Turns of phrase that say something about what a message is, wherever they stand; the trained model weighs them."""

from __future__ import annotations

import re

from agent.listening.rules import takes_number, takes_yes_or_no
from agent.listening.words import plain

_SIGNS = (
    # leaving the question
    r"\b(?:can|could|may|shall|let's|let us|would you|rather|prefer|like to|want to|wanna|please|happier)\b.{0,40}"
    r"\b(?:skip|move on|move along|next|another|different|something else|change|leave|park|drop|jump|come back)\b",
    r"\b(?:next|another|other|different|new|else)\b.{0,20}\b(?:question|one|topic|scenario|case|subject|thing)\b"
    r"|\bsomething else\b",
    r"\b(?:nda|private|personal|confidential|not (?:say|answer|comment)|no comment|not comfortable|uncomfortable"
    r"|rather not|prefer not|refuse to)\b",
    # help, again, time
    r"\b(?:hint|clue|tip|nudge|pointer|push|steer|direction|guidance|guide|assist\w*|help me|lead|keyword|example"
    r"|starting point|suggestion)s?\b",
    r"\b(?:repeat|rephrase|reword|reformulate|again|once more|one more time|differently|other words|simpler"
    r"|summari[sz]e)\b",
    r"\b(?:didn't|did not|don't|dont|do not|not sure|wasn't) (?:quite )?(?:i )?(?:understand|understood|get|got"
    r"|catch|hear|follow|clear)\b|\b(?:missed|cut off|broke up|misread|distracted|dropped|unclear)\b",
    r"\b(?:(?:a|one|1|two|2|few|30|thirty|five|half a|another) (?:moment|minutes?|mins?|seconds?|secs?|bit)|hold on"
    r"|hang on|brb|afk|bear with|moment|break|pause|gather|collect my|sec)\b",
    r"\blet me (?:think|see|look|write|read|structure|calculate|sort|check|get|grab|open|jot|sketch)\b"
    r"|\b(?:thinking|back soon|right back|doorbell|phone)\b",
    # the end
    r"\b(?:stop|end|finish|quit|leave|withdraw|conclude|close|wrap up|call it|break off|cancel|drop out)\b.{0,30}"
    r"\b(?:interview|round|session|call|here|now|today|day|process|application|quits|me)\b",
    r"\b(?:have to|got to|gotta|must|need to) (?:go|leave|run|end|stop|finish)\b|\b(?:bye|goodbye)\b"
    r"|\b(?:i'm|i am) (?:done|out|leaving|finished)\b"
    r"|\b(?:not|no longer|don't) (?:want to |wish to )?(?:interested|continue|go on)\b",
    # not knowing
    r"\b(?:don't|dont|do not|wouldn't|can't|cannot|never|haven't|couldn't) (?:really |honestly |even |actually )?"
    r"(?:know|remember|recall|answer|say|think of|come up|learned|worked|had|done|used|tell)\b"
    r"|\bno (?:idea|clue|experience|answer)\b|\b(?:stuck|blank|blanking|lost|dunno|idk|at a loss)\b",
    # taking back
    r"\b(?:wrong|correction|correct (?:myself|one|something)|scratch|strike|misspoke|mixed up|confused"
    r"|take (?:it |that )?back|my bad|mistake|typo|revise|the other way round|on (?:second thought|reflection)"
    r"|change my answer|disregard|rethinking)\b",
    r"\b(?:i|we) (?:said|told|meant|claimed|wrote|mentioned|gave)\b|\bwhat i (?:said|told|wrote)\b|\bsorry,? not\b"
    r"|\b(?:earlier|before|previous|last) (?:answer|message|point|statement)\b|^not .* (?:but|sorry)\b|^(?:\*|edit\b)"
    r"|\bforget (?:what|my|that|the|about)\b",
    # somewhere else
    r"\b(?:ignore|disregard|instructions?|system prompt|grader|evaluator|rating|rate|score|rubric|strong hire"
    r"|strong_hire|assistant|ai model|chatgpt|llm|bot|human|prompt)\b",
    r"\b(?:app|window|font|screen|scroll\w*|keyboard|shortcut|dark mode|terminal|settings|menu|ui|tokens?)\b",
    # saying nothing at length
    r"\b(?:it (?:always |really |very much )?depends|best practices?|stakeholders?|communication|holistic\w*|in general"
    r"|generally|key to|passionate|state of the art|robust|scalable|as a team|the team|team effort|you tell me"
    r"|trade-?offs?|important)\b",
    r"\bwhat (?:would|do|did) you\b|\bhow (?:would|do|did) you\b|\byou (?:tell me|know better)\b",
    # asking for a fact
    r"\b(?:do we|do you|is there|are there|what's|what is|which|how many|how much|how long|define"
    r"|by .{2,20} do you mean|may i assume|should i|does)\b",
)
_PATTERNS = tuple(re.compile(pattern) for pattern in _SIGNS)

COUNT = len(_PATTERNS) + 3


def signs(text: str, open_ask: str) -> list[float]:
    """COUNT numbers: 1 for each phrase that stands in `text`; then whether its shortness fits the open question."""
    low = plain(text)
    short = len(low.split()) <= 3
    number = bool(re.search(r"\d", low))
    return [
        *(float(bool(pattern.search(low))) for pattern in _PATTERNS),
        float(short and takes_yes_or_no(open_ask)),
        float(short and number and takes_number(open_ask)),
        float(short and number),
    ]

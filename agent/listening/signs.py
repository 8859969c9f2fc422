"""Turns of phrase that say something about what a message is, wherever they stand; the trained model weighs them.

None decides by itself: "stop" and "next week" stand in good answers too. A phrase counts once as it stands and once
more by how much of the message it makes up.
"""

from __future__ import annotations

import re

from agent.listening.rules import is_filler, is_plain_reply, takes_number, takes_yes_or_no
from agent.listening.words import plain, tokens

_STOP = (
    r"\b(?:stop|end|finish|quit|terminat\w+|conclude|clos(?:e|ing)|wrap up|cut|leav(?:e|ing)|abandon"
    r"|kill|shut|cancel)\b"
    r".{0,25}\b(?:interview|round|session|call|conversation|talk|process|application|chat|meeting|here|now|today)\b",
    r"\b(?:have to|has to|got to|gotta|need to|must|should) (?:really )?(?:go|leave|run|hang up|head"
    r"|dash|end|break|get"
    r"|pick up|drive|catch|finish|stop)\b|\bi'm off\b|\bgtg\b|\bg2g\b",
    r"\b(?:good ?bye|bye|ciao|farewell|cya|see you|so long|good night|all the best|take care)\b"
    r"|\bhave a (?:nice|good|great)\b|\bthank(?:s| you) for (?:your|the) (?:time|call|chat|talk)\b",
    r"\b(?:withdraw\w*|dropping out|drop out|not interested|no longer interested|take me out|remove me|candidacy"
    r"|my application|signed elsewhere|accepted (?:another|a different)|not a match|for me any)\b",
    r"\b(?:don't|do not|can't|cannot|won't|no longer|wouldn't|rather not) (?:want to |wish to |like to |really )*"
    r"(?:continue|go on|carry on|do this|keep going|proceed|talk)\b|\bno (?:point|sense|need) (?:in|to)\b"
    r"|\b(?:any ?more|any longer|enough|waste)\b",
    r"\b(?:reschedul\w+|postpone|another (?:day|time)|some other time|other day|the rest"
    r"|remaining (?:part|rounds?))\b",
    r"\b(?:i'm|i am|we're|we are) (?:\w+ )?(?:done|out|finished|leaving|through|closing|hanging up)\b"
    r"|\bi (?:quit|give up|surrender)\b|\bcall(?:ing)? it (?:a day|quits)\b"
    r"|\bthat's (?:it|all|enough)\b|\bdone (?:here|for)\b",
    r"\b(?:emergency|hospital|sick|ill|fever|feeling well|headache|my boss|fire alarm|battery|train|appointment"
    r"|next meeting|tired)\b",
)
_SKIP = (
    r"\b(?:skip|pass|move (?:on|along|forward)|moving (?:on|along)|jump|go (?:on|ahead|forward)|proceed"
    r"|leave|drop|park"
    r"|swap|bail)\b",
    r"\b(?:next|another|other|different|new|easier|else)\b.{0,20}"
    r"\b(?:question|one|topic|scenario|case|subject|thing|task|section|example|point)s?\b",
    r"\b(?:something|anything|what) else\b|\bother topic\b|\bchange the subject\b|\binstead\b|\brather\b",
    r"\b(?:rather not|prefer not|refuse|not answering|not comfortable|uncomfortable|private|personal|nda|confidential"
    r"|none of|nobody's business|no comment)\b|\b(?:don't|do not|won't|not going to"
    r"|shouldn't) (?:want to |have to |like to )?"
    r"(?:answer|talk about|get into|go into|discuss|say|speak)\b",
    r"\b(?:come back|later|at the end|return to|get back to|for later)\b",
    r"\b(?:already|twice|enough|nothing (?:more|to add)|all i have|said what)\b",
    r"^(?:(?:ok|okay|no idea|no clue|i don't know|pass|sorry)[,.;]? )?(?:next|skip|pass|another)\b",
)
_HELP = (
    r"\b(?:hint|clue|tip|nudge|pointer|push|steer|direction|guidance|guide|assist\w*|lead|keyword|starting point|hand"
    r"|suggestion)s?\b",
    r"\b(?:right track|warm|cold|am i close|i missing|missing something|overlooking|the trick|a trick"
    r"|have i forgotten)\b",
    r"\b(?:what|where|how|which) (?:\w+ )?(?:should|do|would|shall|could|can) (?:i|you"
    r"|we) (?:even )?(?:start|begin|look|go|consider"
    r"|focus|approach|think|dig|suggest)\b",
    r"\b(?:looking for|getting at|you(?:'re| are) after|you expect\w*|want(?:ed)? (?:to hear|from me)"
    r"|strong candidate"
    r"|good answer|most people|others say|typically)\b",
    r"\bhelp\b|\b(?:give|show|offer|tell|throw|point|lead|walk|guide|push) me\b",
)
_REPEAT = (
    r"\b(?:repeat|rephrase|reword|reformulate|again|once more|one more time|differently|in other words|another way"
    r"|different manner|summari[sz]e|otherwise)\b",
    r"\b(?:didn't|did not|don't|dont|do not|couldn't|can't|cannot|not sure i|wasn't|not) (?:quite "
    r"|really )?(?:understand"
    r"|understood|get|got|catch|hear|follow|following|clear|see what)\b|\byou lost me\b|\bconfus\w+\b|\bunclear\b",
    r"\b(?:missed|cut off|broke up|misread|distracted|truncated|connection|audio|line is|noise"
    r"|heard only|only heard|only saw"
    r"|stuttered|drifted|scrolled)\b",
    r"\b(?:the|your|that|this) question\b",
    r"\b(?:simpler|simply|plain|shorter|clearer|slower|slowly|english)\b",
    r"^(?:sorry|pardon|what|huh|hm|eh|come|excuse)\b.{0,12}\?$",
)
_MINUTE = (
    r"\b(?:a|one|1|two|2|few|some|30|thirty|five|5|half a|another|uno?|short|quick|more) (?:moment\w*|minutes?|mins?"
    r"|seconds?|secs?|bit|time|break|pause|while)\b|\bsec\b|\bmoment\b",
    r"\b(?:hold on|hang on|wait|pause|brb|afk|bear with|be right back|i'm back|back (?:in|soon)|right back|break)\b",
    r"\b(?:let me|lemme|allow me|need to|want to|i'll) (?:\w+ )?(?:think|see|look|write|read|structure|calculate|sort"
    r"|check|get|grab|open|jot|sketch|recall|gather|collect|draw|do the|make a|finish)\b",
    r"\b(?:think|thinking|thoughts|considering|ponder|counting|typing|calculating|working on it)\b",
    r"\b(?:door|doorbell|phone|kids?|dog|water|coffee|bathroom|toilet|delivery|postman|ringing|charger"
    r"|wifi|pen|mother)\b",
)
_STUCK = (
    r"\b(?:don't|dont|do not|wouldn't|didn't) (?:really |honestly |even |actually )*(?:know"
    r"|have an answer|see)\b|\bidk\b"
    r"|\bdunno\b",
    r"\b(?:no|zero|little|not the faintest|haven't the faintest|not a) (?:\w+ )?(?:idea|clue|experience"
    r"|answer|example"
    r"|background|knowledge|opinion|feeling|thoughts)\b",
    r"\b(?:never|not yet|haven't|hadn't) (?:\w+ )?(?:had|done|used|seen|heard|worked|learned|learnt"
    r"|touched|dealt|shipped"
    r"|thought|understood|did|come across|built|deployed|negotiated)\b",
    r"\b(?:stuck|lost|blank|blanking|overwhelmed|my depth|gap|weak spot|beyond me|over my head|at a loss|hit a wall"
    r"|in circles|beats me|got me|mind (?:is|went))\b",
    r"\b(?:can't|cannot|couldn't|can not) (?:really |honestly )?(?:think of|remember|recall|say|answer"
    r"|come up|see|explain"
    r"|tell|calculate|help|do this|find)\b",
    r"\bnothing (?:comes|came|i can|i could|to say|that|like|useful)\b|\bi(?:'ve| have)? (?:got )?nothing\b",
    r"\b(?:guessing|mak(?:e|ing) (?:it|things|something) up|invented|pretend)\b",
    r"\b(?:unfamiliar|not familiar|forgot|forgotten|tip of my tongue|it's gone|too long ago)\b",
    r"\b(?:know|idea|clue|sure|familiar|never|remember|recall|experience|guessing)\b.{0,60}"
    r"(?:\b(?:but|however|so|though|anyway|still|probably|i'd|i would|my guess|let's say|assume|first)\b|[:;])",
)
_CORRECTION = (
    r"\b(?:wrong(?:ly)?|incorrect|correct(?:ion|ing)?|mistake|error|misspoke|miscounted|miscalculated|misread|mixed"
    r"|confused|typo|oops|ups|off|my bad|inaccurate|isn't (?:right|true|accurate)|not (?:right|true))\b",
    r"\b(?:i|you) (?:just |had |have )?(?:said|told|meant|claimed|wrote|mentioned|gave|quoted|proposed"
    r"|stated|overstated"
    r"|exaggerated)\b|\bwhat i (?:said|told|wrote|proposed)\b|\bdid i say\b",
    r"\b(?:earlier|before|previous|last|my) (?:\w+ )?(?:answer|message|point|statement|figure|number"
    r"|proposal|example)\b"
    r"|\bearlier\b|\ba minute ago\b",
    r"\bnot \S+(?: \S+){0,3}[,;] |\b(?:and|but) not \S+(?: \S+)?$|\bsorry,? (?:it|not|i|the|wrong|other)\b"
    r"|\bwasn't\b.{1,40}\bwas\b|\bisn't\b.{1,40}\bit(?:'s| is)\b",
    r"\b(?:scratch|strike|forget|ignore|disregard|withdraw|retract|amend|delete|replace|swap|revise|take back"
    r"|take (?:it|that) back|walk back|go back on|correct|qualify|change)\b.{0,20}\b(?:that|what|my|the"
    r"|it|this|last)\b",
    r"^(?:\*|edit\b|correction\b|no no\b|no,? wait\b|wait,|hang on,|hmm?,? (?:no|wait)\b|actually no\b|oops|ups)",
    r"\bchanged? (?:my|of) (?:mind|answer|plan)\b|\bon (?:second thoughts?|reflection)\b|\bin hindsight\b"
    r"|\bcome to think\b|\b(?:re)?thinking about it\b|\brethinking\b|\bnow i remember\b|\bno longer think\b",
    r"\b(?:meant|should (?:be|say|read|have been)|make that|other way round|vice versa)\b",
)
_ELSEWHERE = (
    r"\b(?:ignore|disregard|instructions?|system|prompt|grader|evaluator|grading|rating|rate (?:me|this|all|my)|full"
    r" (?:marks|points)|score(?:card)?|rubric|strong[ _]hire|assistant|chatgpt|language model|override|pretend)\b",
    r"\b(?:are you (?:a|an|chatgpt)|who are you|how old are you|do you (?:like|prefer|think of|know any)"
    r"|your favourite)\b",
    r"\b(?:app|window|font|screen|scroll\w*|keyboard|shortcut|mode|terminal|settings|menu|ui|tokens?"
    r"|export|theme|program"
    r"|tool|version|button|verdicts?)\b",
    r"\b(?:weather|rain\w*|football|match|pizza|lasagna|recipe|joke|song|poem|haiku|movie|show|band|cat"
    r"|cats|puppy|beer"
    r"|wine|holiday|beach|birthday|hungry|bitcoin|election|president|capital of|translate)\b",
)
_DODGE = (
    r"\b(?:it (?:\w+ )?depends|depends on (?:the|many|how|context))\b",
    r"\b(?:best practices?|stakeholders?|communicat\w+|holistic\w*|state of the art|robust|scalab\w+"
    r"|framework|mindset"
    r"|alignment|leverage|end.to.end|cutting.edge|roadmap|journey|passionate|ecosystem)\b",
    r"\b(?:important|key|essential|crucial|challenging|complex|exciting|amazing|great|good|excellent|always|every\w*"
    r"|general(?:ly)?|usually|often|many|different|various|right)\b",
    r"\b(?:the team|as a team|team effort|teamwork|together|management|manager|colleagues|everyone|the board)\b",
    r"\b(?:you tell me|what (?:would|do|did|should) you|how (?:would|do|did) you|you know better"
    r"|up to you|your call)\b",
    r"\b(?:one|you|companies|people|everybody) (?:should|must|has to|have to|needs? to|can't|can)\b"
    r"|\bwe (?:should|need to)\b",
)
_CLARIFY = (
    r"\b(?:do|does|did|is|are|may|can|should|have) (?:we|it|there|the|they|i|he|that|this|these|any|you)\b.{0,60}\?",
    r"\bhow (?:many|much|long|often|big|large|fast|old|late|stale|good|bad)\b",
    r"\b(?:what's|what is|what are|what does|what was|which|who)\b",
    r"\b(?:define|clarify|meaning|stands? for|do you mean|mean by|understand by|what counts|counts? as|include)\b",
    r"\bbefore i\b|\bneed to know\b|\bdepends on\b|\bi'd need\b|\bi'd like to (?:know|understand)\b|\bmore about\b",
    r"\S+ or \S+.{0,40}\?",
)
_ALL = (*_STOP, *_SKIP, *_HELP, *_REPEAT, *_MINUTE, *_STUCK, *_CORRECTION, *_ELSEWHERE, *_DODGE, *_CLARIFY)
_PATTERNS = tuple(re.compile(pattern) for pattern in _ALL)

COUNT = 2 * len(_PATTERNS) + 6
SHORT = 8
"""Words; in a message of this length or less a phrase counts fully."""


def signs(text: str, open_ask: str) -> list[float]:
    """COUNT numbers: each phrase, each phrase by its share, then whether a short message fits the question."""
    low = plain(text)
    length = len(low.split())
    found = [float(bool(pattern.search(low))) for pattern in _PATTERNS]
    number = bool(re.search(r"\d", low))
    short = length <= 3
    said = tokens(text)
    empty = sum(map(is_filler, said)) / max(len(said), 1)
    return [
        *found,
        *(value * min(1.0, SHORT / max(length, 1)) for value in found),
        empty,
        float(short) * (1 - empty),
        float(is_plain_reply(text)),
        float(is_plain_reply(text) and takes_yes_or_no(open_ask)),
        float(short and number and takes_number(open_ask)),
        float(short and number),
    ]

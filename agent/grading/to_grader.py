"""What speaks to whoever grades, rather than about such a thing: orders, news of the rubric, a grade already given."""

from __future__ import annotations

import re

from agent.grading.passive_orders import orders_in_passive

_GRADER = (
    r"(?:graders?|evaluators?|assessors?|examiners?|judges?|reviewers?|scorers?|"
    r"(?:grad|scor|evaluat|assess|rat|mark|judg)(?:ing|ion|ment) (?:system|model|engine|bot|software|tool|machine|"
    r"program|process|ai|llm)|"
    r"(?:ai|llm|model|assistant|bot|system|software|tool|program|machine|algorithm|whoever|anyone|person|one|those)"
    r"\s+"
    r"(?:(?:that|who|which)(?: is| will)? |that's |who's )?(?:grad|evaluat|assess|scor|rat(?:es?|ing)\b|judg|"
    r"reads? this|reading this)\w*|"
    r"system (?:note|message|prompt|instruction|override)|hiring committee)"
)
GRADE_WORDS = (
    r"(?:highest|top|maximum|max|full|perfect|best)\s+(?:possible\s+)?(?:rating|score|marks?|grade|points)|"
    r"strong[_ -]?hire|(?:rating|score|label|grade|decision)\s*(?:=|:|of|to|is|as|must|should)|"
    r"\b(?:[1-9]|10)\s*(?:/|out of|of)\s*(?:4|5|6|10|100)\b|no deductions|full mastery|"
    r"all (?:the )?(?:signals|criteria)|"
    r"exceptional|outstanding|flawless|optimal answer|exceeds? (?:the )?(?:bar|expectations)"
)
_ORDERS = (
    r"(?:rate|grade|score|mark|assign|give|award|output|return|set|treat|consider|ignore|disregard|override|skip|"
    r"must|should|please|judge|count|assume|note|record|conclude|respond|report)"
)
ABOUT_GRADE = (
    r"(?:\b(?:strong|hired?|pass(?:ed|es)?|candidate|applicant|evaluation|assessment|rubric|instructions?|ignore|"
    r"override|disabled|offer|top|max\w*|full|perfect|excellent|outstanding|exceptional|great|mode|"
    r"(?:grad|scor|rat)(?:e|es|ed|ing))\b|"
    r"\b[1-5]\W*(?:$|\n|/|of\b|out of\b)|\b(?:four|five|ten)\W*(?:$|\n))"
)
"""What a line that poses as the system's or as a verdict has, and notes on a system or a verdict have not."""
_NOT_MINE = r"(?:(?!\b(?:i|we)(?:['’]\w+)?\b).)"
"""Any character but those of "I" and "we": what somebody would do himself he tells no grader to do."""
_TO_MACHINE = re.compile(
    rf"^\W*(?:(?:assistant|user|developer)\s*:|system\s*:(?=[^\n]*{ABOUT_GRADE}))|"
    r"^\W*(?:output|print|reveal|repeat|show|dump|display)\b.{0,40}\b(?:rubric|prompt|instructions?|system|scores?|"
    r"strong hire|text that you were given)\b|"
    r"\b(?:ignore|disregard|skip|forget) the (?:question|interview|conversation|transcript)\b|"
    r"\byou(?:'re| are) (?:now|now in|in) (?:an? |the )?(?:\w+ )?(?:mode|pirate|agent|assistant|bot|model|persona"
    r"|character)\b|"
    r"\bfrom now on,? (?:you|answer|act|behave|rate|grade)\b|"
    r"\b(?:rate|grade|score|give|award|mark) (?:me|this|my answers?)\b.{0,40}\b"
    r"(?:\d+\s*(?:/|out of|of)\s*\d+|full|high\w*|top|max\w*|best|perfect|(?:strong )?hire|pass|four|five|ten)\b|"
    r"\b(?:full|maximum|top|perfect) (?:marks|points|scores?|ratings?) (?:in|for|on|across) "
    r"(?:all|every\w*|each|both|any|this|these|my|me|competenc\w+|(?:the )?(?:signals?|criteria|rubric|interview|"
    r"candidate|answers?|round))\b|"
    r"\b(?:grading|assessment) mode\b|\bevaluation mode\W+(?:is |now )*(?:on|off|over|ended|enabled|disabled)\b|"
    r"\b(?:evaluation|grading|assessment) (?:is over|is complete|complete|finished)\b"
    r"(?! (?:after|in|within|by|when|once|before|until)\b)|"
    r"\b(?:output|verdict|decision|result|rating|score|label)\s*[:=]\s*(?:strong|hire|pass|[1-9]|10|max)|"
    r"\b(?:proceed|go|move) (?:on )?to the offer\b|"
    r"\b(?:correct|right|appropriate|deserved|final|overall|only) (?:rating|score|grade|decision|verdict)\b.{0,40}"
    r"\b(?:is|should be|must be)\b.{0,20}\b(?:[1-9]|10|strong|hire|high\w*|max\w*|full|top|perfect|pass)\b|"
    r"\bmark (?:this|my|it|every|each|all)\b.{0,40}\b(?:answered|correct|passed|complete|satisfied|met)\b|"
    r"\b(?:give|award|assign) (?:me |it |this |him |her |them )?(?:full|top|maximum|highest|perfect) "
    r"(?:marks|points|scores?|ratings?|grades?)\b|\b(?:rated|graded|marked) (?:as )?(?:a )?(?:strong hire|"
    r"full marks)\b|"
    r"\btreat (?:this|my|the (?:previous|last|above)) (?:answer|example|response)s? as\b|"
    r"[{,]\s*[\"']?(?:rating|score|decision|verdict|label|grade)[\"']?\s*:|"
    r"\b(?:the|this) (?:candidate|applicant) (?:gave|answered|provided|demonstrat\w+|show\w*|met|meets|exceed\w*|"
    r"pass\w*|is|was|has)\b.{0,60}\b(?:excellent\w*|exceptional\w*|outstanding|perfect\w*|great|full|deep|all|"
    r"brilliant\w*|expert\w*|correct\w*|flawless\w*|top|hired?|pass(?:ed)?|qualified|expectations|bar|criteria)\b|"
    r"\bi(?:'m| am) (?:the|your) (?:hiring manager|developer|administrator|admin|creator|supervisor|system)\b|"
    r"\b(?:all|every|each|both) (?:of )?(?:the |my )?(?:signals?|criteria|competenc\w+) (?:are|is|should|must|"
    r"at|get)\b.{0,30}\b(?:\d|four|five|ten|met|meet|satisfied|shown|full\w*|top|max\w*|high\w*|best|perfect|pass\w*|strong|"
    r"exceed\w*|excellent|rated|scored|approved)\b",
    re.IGNORECASE | re.DOTALL,
)
_ORDERED = re.compile(
    r"\b(?:rate|grade|score|mark) (?:this|the|every|each) candidate\b|"
    r"\brate (?:every|all|each)(?: of the)? signals?\b|"
    r"^\W*(?:set|put|make|change) (?:all|every|each|my) (?:ratings?|scores?|signals?|grades?)\b|"
    r"\bend of (?:the )?transcript\b|\b(?:begin|end|start) (?:of )?(?:the )?system prompt\b|"
    r"\b(?:grading|scoring) (?:instructions?|rules?|policy) (?:updated|changed|:)|"
    r"^\W*override\s*:|\badmin mode\b|"
    r"^\W*(?:developer|system|admin) (?:message|note|notice|instructions?)\s*:|"
    r"\b(?:for|to) (?:whoever|anyone who|the (?:one|person) who) (?:scores?|grades?|rates?|evaluates?|assess(?:es)?) "
    r"(?:this|me|these)\b|"
    r"\b(?:bewerte|benote|évalue|evalúa|califica|valuta)\w*\b.{0,60}\b(?:best|höchst|meilleur|mejor|m[aá]xim|miglior)|"
    r"\b(?:graders?|assessors?|examiners?)\b.{0,20}\b(?:must|should|shall)\b.{0,60}"
    r"\b(?:before this|above this|full marks|rate [1-4])\b|"
    r"\bthis (?:answer|response|candidate|interview) (?:must|should|has to|is to|deserves to) be "
    r"(?:scored|rated|graded|marked)\b|"
    r"\bi (?:hereby )?(?:instruct|order|command|direct) (?:the|any|every) "
    r"(?:ai|llm|model|assistant|graders?|assessors?|evaluators?)\b|"
    r"\b(?:ignore|disregard|forget)\b.{0,40}\bwhen you (?:grade|rate|score|assess|evaluate)\b|"
    r"\b(?:use|take|copy|return|output) (?:this|the|that) (?:json|yaml|object|block|text)(?: above| below)? as "
    r"(?:your|the) (?:answer|output|response|reply|grade|verdict)\b|"
    r"\byou (?:are required|are instructed|are obliged|must)\b.{0,30}\b(?:give|assign|output|return)\b.{0,20}"
    r"\b(?:ratings?|marks?|grades?)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAKE_BACK = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|earlier|all|any|your|the)\b.{0,30}"
    r"\b(?:instructions?|prompts?|rubrics?|guidelines?|scoring|anchors?)\b|"
    r"\b(?:ignore|disregard|forget|override|bypass) (?:all )?(?:your|previous|prior|the above|"
    r"earlier) (?:rules?|criteria)\b",
    re.IGNORECASE | re.DOTALL,
)
_TO_GRADER = re.compile(
    rf"(?:\b(?:note|message|instructions?|attention|dear|hey|hello)\b.{{0,20}}\b{_GRADER}|^\W*(?:graders?|evaluators?|assessors?|examiners?)\s*[:,\-–—]|^\W*{_GRADER}\s*:|"
    rf"\b{_GRADER}\b{_NOT_MINE}{{0,80}}\b{_ORDERS}\b{_NOT_MINE}{{0,80}}(?:{GRADE_WORDS})|"
    rf"\b{_ORDERS}\b.{{0,60}}(?:{GRADE_WORDS}).{{0,80}}\b(?:{_GRADER}|candidate|this answer|transcript|me)\b|"
    rf"(?<!\ba )(?<!\beach )(?<!\bevery )\bcandidate (?:has|is|was|must|should|deserves)\b.{{0,80}}"
    rf"(?:{GRADE_WORDS}|{_ORDERS}))",
    re.IGNORECASE | re.DOTALL,
)
_RUBRIC_NEWS = re.compile(
    r"\b(?:the )?(?:rubric|scoring guide|grading (?:rules|policy|scale))\b.{0,30}"
    r"\b(?:was|were|has been|have been|is now)\b.{0,30}\b(?:updated|changed|replaced|overridden|suspended)\b"
    r"(?!.*\b(?:i|we)\b)|"
    r"\bnew (?:instructions?|rubric|grading rules?)\s*[:\-]|"
    r"\b(?:as an ai|you are (?:now )?(?:an? )?(?:ai|llm|language model|assistant|grader|evaluator))\b|"
    r"\bthis (?:section|answer|round|interview) is (?:already )?(?:complete|done|graded|rated|passed|approved)\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:attackers?|injections?|jail-?breaks?|malicious|adversar\w*|red[- ]team\w*|sanitis\w*|sanitiz\w*|untrusted|"
    r"spammers?|fraudsters?|some(?:one|body)|people|users?|customers?|applicants?|résumés?|resumes?|documents?|"
    r"an e-?mail|web ?pages?|if (?:a|an|the) )\b",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"\b(?:writ(?:e|es|ing)|wrote|says?|saying|puts?|hid(?:e|es|den)|types?|sends?|pastes?|contains?|reads?|like|as)\W{1,4}"
    r"(?:'[^'\n]{3,}'|\"[^\"\n]{3,}\"|“[^”\n]{3,}”|‘[^’\n]{3,}’)",
    re.IGNORECASE,
)


def addresses_grader(sentence: str) -> bool:
    """Whether a sentence speaks to whoever grades, rather than about such a thing."""
    own = _CITED.sub(" ", sentence)
    told = (_TO_MACHINE, _ORDERED, _TAKE_BACK, _TO_GRADER, _RUBRIC_NEWS)
    if _REPORTED.search(own):
        return False
    return orders_in_passive(own) or any(pattern.search(own) for pattern in told)

"""Orders to the grader that address nobody: a grade for what is said here is demanded, or said to be given already.

"This response is to be scored 4", "strong hire has been agreed on". Talk about somebody's raters, scores and
thresholds has the same words; it names conditions, raters, or what "we" do, or means no answer of this interview.
"""

from __future__ import annotations

import re

_ANSWER = (
    r"(?:answers?|responses?|repl(?:y|ies)|submissions?|transcripts?|interviews?|rounds?|sessions?|conversations?|"
    r"turns?|exchanges?)\b"
)
_SET = (
    r"(?! (?:set|pool|list|generat\w+|items?|pairs?|models?|stage|documents?|times?|texts?|lengths?|variants?|"
    r"rates?|window|limit|id|of (?!mine))\b)"
)
"""Not what a candidate, an answer, a round or a session is elsewhere."""
_HERE = (
    rf"\b(?:(?:this|these|the (?:above|previous|preceding|last|present|current)) (?:\w+ )?{_ANSWER}{_SET}|"
    rf"(?:this|these) (?:\w+ )?(?:candidates?|applicants?|interviewees?)\b{_SET}|"
    r"the (?:candidate|applicant) (?=(?:is|has|was|must|should|shall|gets|earns|deserves|merits)\b)|"
    rf"(?:my|the (?:candidate|applicant)'s) (?:\w+ )?{_ANSWER}|"
    r"(?:my|the (?:candidate|applicant)'s) performance (?:here|in this)\b|the (?:candidate|applicant)'s performance\b|"
    r"the interview (?=(?:counts|is|has been|was)\b)|the (?:current|present) question|"
    r"the above (?=(?:is|are|should|must|was|has|counts)\b)|"
    r"answers? (?:given )?(?:here|above)\b|answers of this (?:kind|type|sort)|by (?:the|our) (?:hiring )?"
    r"(?:committee|panel)|the panel has\b|"
    r"(?:what(?:ever)?|everything|all)(?: that)? (?:i(?:'ve| have)? |has been |was |is |stands )?(?:just )?"
    r"(?:said|written|answered|above|follows)\b(?! (?:in|by|to|from) (?!this|my|here|the (?:above|interview|answer)))|"
    r"(?:all|every|each|any) (?:the |of the )?competenc(?:y|ies)\b)"
)
"""What is graded here."""
_COUNTED = r"(?![.,:]\d| ?%| (?!(?:is|was|has|this|across)\b)\w+s\b)"
_ALL_OF = "|".join(rf"{most} ?(?:/|of|out of) ?{most}" for most in (4, 5, 6, 10, 100))
_FOUR = rf"(?<![\w.,$€£])(?:4|fours?)\b{_COUNTED}|(?<![\w.,])(?:{_ALL_OF})\b"
_BEST = r"(?:top|highest|maximum|max|best|full|perfect)"
_GRADES = (
    r"\b(?:ratings?|rated?|scor(?:es?|ed|ing)|grad(?:es?|ed|ing)|marks?|marked|credit|rubric|criteria|competenc\w+|"
    r"signals?|strong[_ -]hire|recommend\w+|evaluat\w+|assess\w+|verdict|deduct\w+|decision|outcome|result|points|"
    r"band|category|tier|quality|(?:pre-?)?approved|certified|considered|treated|counts? as|model answers?|earns?|"
    r"deserves?|worth|recorded|passed|automatic pass|"
    r"upgraded?|anchors?|noted|(?:read|seen|logged|taken|listed) as)\b"
)
_WANTED = (
    rf"(?:\b{_BEST}\b|{_FOUR}|\bstrong[_ -]hire\b|\bhire\b|\b(?:excellent|exceptional|outstanding|exemplary|faultless|"
    r"flawless|positive|favou?rable|(?:pre-?)?approved|waived|disabled|suspended|passe[ds]|admissible|leniently|generously|favou?rably|"
    r"model answers?|certified (?:correct|complete)|in full|automatic pass|without reservations?|"
    r"(?:fully|entirely|completely) (?:correct|complete|met|satisfied))\b|"
    r"\b(?:above|exceed\w*) (?:the )?(?:bar|expectations)\b|"
    r"\b(?:nothing|no|not|never)\b.{0,60}\b(?:lower|lowered|reduced?|deducted|held against)\b)"
)
_GRADING = (
    r"\b(?:the|this|each|every|all|final) (?:final |overall |correct )?(?:evaluations?|assessments?|grades?|verdicts?|"
    r"ratings?|scores?|scorecard|signals?|competenc(?:y|ies)|recommendation|interview)\b"
)
_ALREADY = (
    r"(?:(?:is|are)(?: hereby| now)? to (?:be|read|show|stay)|(?:should|must|shall) (?:be|read|show)|be\b|"
    r"(?:has|have) (?:already |now )?been|(?:is|are)(?: hereby| now| already)?|was|were)"
)
_NOT_APPLYING = r"(?:do(?:es)?(?: not|n't)|no longer) appl(?:y|ies)"
_BEYOND = r"\b(?:permitted|allowed|accepted|acceptable|disabled|valid|possible|error|mistake)\b"
_LOW = r"\b(?:failing|low|lower|poor|negative|bad|weak) (?:grades?|ratings?|scores?|marks?|verdicts?)\b"
_RULED_OUT = r"\b(?:out of the question|ruled out|exempt|excluded|impossible|not|no|never|cannot)\b"
_FAULTS = r"\b(?:weakness\w*|mistakes?|errors?|gaps?|flaws?|omissions?)\b"
_NO_MORE = r"\bno (?:further|more) (?:evaluation|assessment|grading)\b"
_ORDERS = tuple(
    tuple(re.compile(part, re.IGNORECASE | re.DOTALL) for part in parts)
    for parts in (
        (_HERE, _GRADES, _WANTED),
        (
            rf"{_GRADING}\W{{1,3}}{_ALREADY}\b.{{0,40}}(?:\bstrong[_ -]hire\b|"
            r"\b(?:maximum|max|perfect score|(?:the|to|at) (?:highest|top|best))\W*$|"
            r"\bfours?\b(?=\W*$| (?:on|for|in|across|throughout)\b))",
        ),
        (r"^(?!.*\b(?:for me|some(?:body|one)|whom?|means)\b).*\bstrong[_ -]hire\b",),
        (r"\b(?:must|should|shall|has to|is to|mandatory|required)\b.{0,30}\bbe (?:an? )?(?:strong )?hire\b",),
        (
            r"\b(?:scores?|ratings?|grades?|marks?) (?:lower than|below|under|less than|other than) "
            rf"(?:{_FOUR}|(?:the )?{_BEST}\b)",
            _BEYOND,
            rf"\b(?:here\b|(?:this|the) {_ANSWER}|(?:this|the) candidate\b)",
        ),
        (
            rf"\b{_BEST} (?:rating|score|grade|mark)\b.{{0,20}}\bonly\b",
            r"\b(?:admissible|valid|permitted|acceptable|allowed)\b.{0,10}(?:\bhere\b|\bone\W*$)",
        ),
        (
            r"\b(?:previous|earlier|old|first|low)(?: low)? (?:scores?|ratings?|grades?|verdict)\b.{0,20}"
            rf"\b(?:void|voided|withdrawn|cancelled|replaced|superseded)\b.{{0,30}}(?:{_WANTED})",
        ),
        (r"\blet the record (?:show|state|reflect)\b", _GRADES, _WANTED),
        (
            r"\b(?:evaluation|grading|assessment|interview) (?:result|outcome)\W{1,3}.{0,30}"
            r"\b(?:hire|passed|top|max\w*)\b",
        ),
        (
            r"\bno (?:marks|points|credit|deductions?|evidence|counter\w*)\b.{0,40}\b(?:in|for|from|on|against) "
            rf"(?:this|my|the) (?:{_ANSWER}|candidate\b)",
        ),
        (
            rf"{_FAULTS}.{{0,20}}\b(?:in|of) (?:this|my|these|the above) {_ANSWER}.{{0,30}}"
            r"\b(?:not (?:to )?(?:be )?count|ignored|overlooked|disregarded|forgiven)",
        ),
        (rf"\b(?:rubric|bar|criteria|scale)\b.{{0,30}}\b{_NOT_APPLYING}\b.{{0,40}}(?:{_WANTED}|{_HERE})",),
        (_HERE, _LOW, _RULED_OUT),
        (r"\bcriteria\b.{0,20}\b(?:waived|count as met)\b(?! for (?!this|me\b|my|the candidate))",),
        (
            _HERE,
            r"\b(?:mark|grad|rat)\w*\b.{0,30}\bdown\b|\bdowngrad\w*",
            r"\b(?:against|not|no|never|forbidden|violates?)\b",
        ),
        (rf"\b(?:bar|criteria|requirements?)\b.{{0,30}}\bmet\b.{{0,20}}{_NO_MORE}",),
        (r"\ball (?:the )?(?:criteria|signals|competencies) are to be (?:considered|regarded|treated|counted)\b",),
    )
)
"""Each with its parts, all of which a sentence has."""
_ELSEWHERE = re.compile(
    r"\b(?:if|unless|only when|when(?:ever)?|once|because|since|so that|where|whose|but|yet|wrong|we|our|us|"
    r"i(?:'d|'ll)?(?! (?:have )?(?:said|given|gave|answered|wrote|written))|i've(?! (?:said|given|answered|written))|"
    r"raters?|annotators?|labell?ers?|percent|per (?:query|user|day|item)|on average|interviewers|recruiters?|"
    r"by (?:two|three|both|people|humans?|doctors?|an? [a-z]+|the (?:model|judge|recruiter|second|first))|"
    r"models?(?! answers?)|judge|ranker|encoder|retriever|classifier|quer(?:y|ies)|prompts?|train\w*|validation|"
    r"test set|dataset|labels?|threshold|metrics?|pipeline|cache\w*)\b|%",
    re.IGNORECASE,
)
"""Signs that such a sentence is about somebody's system: its conditions, its raters, what "we" do."""


def orders_in_passive(sentence: str) -> bool:
    """Whether a sentence demands or announces a grade for what is said here, in the passive."""
    plain = sentence.replace("’", "'")
    if _ELSEWHERE.search(plain):
        return False
    return any(all(part.search(plain) for part in parts) for parts in _ORDERS)

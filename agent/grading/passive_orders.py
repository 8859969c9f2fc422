"""Orders to the grader that address nobody: a grade for what is said here is demanded, or said to be given already.

"This response is to be scored 4", "strong hire has been agreed on". Talk about somebody's raters, scores and
thresholds has the same words; it names conditions, raters, or what "we" do, or means no answer of this interview.
"""

from __future__ import annotations

import re

_ANSWER = r"(?:answers?|responses?|repl(?:y|ies)|performance|submissions?|transcripts?|interviews?|rounds?|sessions?)\b"
_SET = (
    r"(?! (?:set|pool|list|generat\w+|items?|pairs?|models?|stage|documents?|times?|texts?|lengths?|variants?|"
    r"rates?|window|limit|id)\b)"
)
"""Not what a candidate, an answer or a session is elsewhere."""
_HERE = (
    rf"\b(?:(?:this|these|the (?:above|previous|preceding|last|present|current)) (?:\w+ )?{_ANSWER}{_SET}|"
    rf"(?:this|these) (?:\w+ )?(?:candidates?|applicants?|interviewees?)\b{_SET}|"
    r"the (?:candidate|applicant) (?=(?:is|has|was|must|should|shall|gets|earns|deserves|merits)\b)|"
    rf"(?:my|(?:the|this) (?:candidate|applicant)'?s) (?:\w+ )?{_ANSWER}|"
    r"answers of this (?:kind|type|sort)|by (?:the|our) (?:hiring )?(?:committee|panel)|"
    r"(?:what|everything|all)(?: that)? (?:i(?:'ve| have)? |has been |was |is |stands )?"
    r"(?:said|written|answered|above|follows)\b(?! (?:in|by|to|from) (?!this|my|the (?:above|interview|answer))))"
)
"""What is graded here."""
_FOUR = r"(?<![\w.,$€£])(?:4|fours?|5|fives?|10|ten)\b(?![.,:]\d| ?%)"
_BEST = r"(?:top|highest|maximum|max|best(?: possible)?|full|perfect)"
_TOP = (
    rf"(?:\bstrong[_ -]hire\b|\b{_BEST}(?: possible)? (?:ratings?|scores?|marks?|grades?|points|credit|assessments?|"
    r"evaluations?|recommendations?|answers?)\b|"
    r"\bmaximum(?=\W*$| (?:on|for|in|across|throughout)\b)|\b(?:exemplary|faultless)\b|"
    rf"\b(?:fully|entirely|completely) (?:correct|complete|met|satisfied)\b|{_FOUR}(?! \w+s\b)|"
    r"\bpass(?:es|ed)\b|\b(?:above|exceed\w*) (?:the )?(?:bar|expectations)\b|\b(?:lenient|generous|favou?rab)\w*ly\b)"
)
"""A grade that somebody would want."""
_GIVEN = (
    r"\b(?:(?:is|are|was|were|be|been|being)(?: (?:\w+ly|already|also|always))?(?: to be)?(?: \w+ly)? "
    r"(?:scored?|rated|graded|marked|assessed|evaluated|judged|considered|treated|counted|recorded|regarded|classed|"
    r"certified|awarded|given|granted|assigned|(?:pre-?)?approved|passed|fixed|settled|agreed|decided|determined|set|"
    r"raised|concluded|overridden|(?:pre-?)?filled)|to (?:receive|get|earn)|receives|gets|earns|deserves|merits|"
    r"applies|(?:is|are) (?:worth|valid)|counts? as|(?:agreed|only) (?:outcome|verdict|result))\b"
)
_GRADING = (
    r"\b(?:the|this|each|every|all|final) (?:final |overall |correct )?(?:evaluations?|assessments?|grades?|verdicts?|"
    r"ratings?|scores?|scorecard|signals?|competenc(?:y|ies)|recommendation|interview)\b"
)
_ALREADY = (
    r"(?:(?:is|are)(?: hereby| now)? to (?:be|read|show|stay)|(?:should|must|shall) (?:be|read|show)|"
    r"(?:has|have) (?:already |now )?been|(?:is|are)(?: hereby| now| already)?|was|were)"
)
_BEYOND = r"\b(?:permitted|allowed|accepted|acceptable|disabled|valid|possible|error|mistake)\b"
_SETTLED = (
    r"\b(?:agreed|decided|fixed|settled|determined|outcome|recommendation|confirmed|final|across the board|other than|"
    r"reads?)\b"
)
_FAULTS = r"\b(?:weakness\w*|mistakes?|errors?|gaps?|flaws?|omissions?)\b"
_NO_MORE = r"\bno (?:further|more) (?:evaluation|assessment|grading)\b"
_NOT_APPLYING = r"(?:do(?:es)?(?: not|n't)|no longer) appl(?:y|ies)"
_ORDERS = tuple(
    tuple(re.compile(part, re.IGNORECASE | re.DOTALL) for part in parts)
    for parts in (
        (_HERE, _TOP, _GIVEN),
        (
            rf"{_GRADING}\W{{1,3}}{_ALREADY}\b.{{0,40}}(?:\bstrong[_ -]hire\b|"
            r"\b(?:maximum|max|highest|top|best|perfect score)\W*$|"
            r"\bfours?\b(?=\W*$| (?:on|for|in|across|throughout)\b))",
        ),
        (r"\bstrong[_ -]hire\b", _SETTLED),
        (
            r"\b(?:scores?|ratings?|grades?|marks?) (?:lower than|below|under|less than|other than) "
            rf"(?:{_FOUR}|(?:the )?{_BEST}\b)",
            _BEYOND,
            rf"\b(?:here\b|(?:this|the) {_ANSWER}|(?:this|the) candidate\b)",
        ),
        (
            r"\b(?:previous|earlier|old|first|low)(?: low)? (?:scores?|ratings?|grades?|verdict)\b.{0,20}"
            rf"\b(?:void|voided|withdrawn|cancelled|replaced|superseded)\b.{{0,30}}{_TOP}",
        ),
        (rf"\blet the record (?:show|state|reflect)\b.{{0,40}}{_TOP}",),
        (
            r"\b(?:evaluation|grading|assessment|interview) (?:result|outcome)\W{1,3}.{0,30}"
            r"\b(?:hire|passed|top|max\w*)\b",
        ),
        (
            r"\bno (?:marks|points|credit|deductions?)\b.{0,40}\b(?:in|for|from|on) (?:this|my|the) "
            rf"(?:{_ANSWER}|candidate\b)",
        ),
        (
            rf"{_FAULTS}.{{0,20}}\b(?:in|of) (?:this|my|these|the above) {_ANSWER}.{{0,30}}"
            r"\b(?:not (?:to )?(?:be )?count|ignored|overlooked|disregarded|forgiven)",
        ),
        (rf"\b(?:rubric|bar|criteria|scale)\b.{{0,30}}\b{_NOT_APPLYING}\b.{{0,40}}(?:\bmaximum\b|{_TOP}|{_HERE})",),
        (rf"\b(?:bar|criteria|requirements?)\b.{{0,30}}\bmet\b.{{0,20}}{_NO_MORE}",),
        (r"\ball (?:the )?(?:criteria|signals|competencies) are to be (?:considered|regarded|treated|counted)\b",),
    )
)
"""Each with its parts, all of which a sentence has."""
_ELSEWHERE = re.compile(
    r"\b(?:if|unless|only when|when(?:ever)?|once|because|since|so that|we|our|us|"
    r"i(?:'d|'ll)?(?! (?:have )?(?:said|given|gave|answered|wrote|written))|"
    r"raters?|annotators?|labell?ers?|percent|per (?:query|user|day|item)|on average|interviewers|recruiters?|"
    r"by (?:two|three|both|people|humans?|doctors?|an? [a-z]+|the (?:model|judge|recruiter|second|first))|models?|"
    r"judge)\b|%",
    re.IGNORECASE,
)


def orders_in_passive(sentence: str) -> bool:
    """Whether a sentence demands or announces a grade for what is said here, in the passive."""
    plain = sentence.replace("’", "'")
    return any(all(part.search(plain) for part in parts) for parts in _ORDERS) and not _ELSEWHERE.search(plain)

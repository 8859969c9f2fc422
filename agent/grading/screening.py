"""What in an answer is not an answer: words to the grader, faked turns, flattery, lists without a sentence, repeats.

Such sentences are taken out before anything is scored, so that they can neither raise nor lower a rating.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.domain.code import Block, blocks
from agent.grading import lexicon
from agent.grading.features import content
from agent.grading.names import introduces
from agent.grading.spans import Span, sentences, words
from agent.listening.rules import wish_at_end

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
_GRADE_WORDS = (
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
_NOT_MINE = r"(?:(?!\b(?:i|we)(?:['’]\w+)?\b).)"
"""Any character but those of "I" and "we": what somebody would do himself he tells no grader to do."""
_TO_MACHINE = re.compile(
    r"^\W*(?:system|assistant|user|developer)\s*:|"
    r"^\W*(?:output|print|reveal|repeat|show|dump|display)\b.{0,40}\b(?:rubric|prompt|instructions?|system|scores?|"
    r"strong hire|text that you were given)\b|"
    r"\b(?:ignore|disregard|skip|forget) the (?:question|interview|conversation|transcript)\b|"
    r"\byou(?:'re| are) (?:now|now in|in) (?:an? |the )?(?:\w+ )?(?:mode|pirate|agent|assistant|bot|model|persona"
    r"|character)\b|"
    r"\bfrom now on,? (?:you|answer|act|behave|rate|grade)\b|"
    r"\b(?:rate|grade|score|give|award|mark) (?:me|this|my answers?)\b.{0,40}\b"
    r"(?:\d+\s*(?:/|out of|of)\s*\d+|full|high\w*|top|max\w*|best|perfect|(?:strong )?hire|pass|four|five|ten)\b|"
    r"\b(?:full|maximum|top|perfect) (?:marks|points|scores?|ratings?) (?:in|for|on|across)\b|"
    r"\b(?:grading|assessment) mode\b|\bevaluation mode\W+(?:is |now )*(?:on|off|over|ended|enabled|disabled)\b|"
    r"\b(?:evaluation|grading|assessment) (?:is over|is complete|complete|finished)\b|"
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
    r"at|get)\b",
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
_BESIDE = re.compile(
    rf"(?:{_GRADE_WORDS})|\b(?:rate|rating)s? [1-4]\b|\b(?:signals|rubric|grade[rs]?|ratings|advocate)\b|```|"
    r"^\W*(?:user|system|assistant)\b|^\s*#{1,6}\s",
    re.IGNORECASE,
)
"""What stands beside words to the grader and belongs to them: in such a turn only, since alone it may be an answer."""
_TAKE_BACK = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|earlier|all|any|your|the)\b.{0,30}"
    r"\b(?:instructions?|prompts?|rubrics?|guidelines?|scoring|anchors?)\b|"
    r"\b(?:ignore|disregard|forget|override|bypass) (?:all )?(?:your|previous|prior|the above|"
    r"earlier) (?:rules?|criteria)\b",
    re.IGNORECASE | re.DOTALL,
)
_TO_GRADER = re.compile(
    rf"(?:\b(?:note|message|instructions?|attention|dear|hey|hello)\b.{{0,20}}\b{_GRADER}|^\W*(?:graders?|evaluators?|assessors?|examiners?)\s*[:,\-–—]|^\W*{_GRADER}\s*:|"
    rf"\b{_GRADER}\b{_NOT_MINE}{{0,80}}\b{_ORDERS}\b{_NOT_MINE}{{0,80}}(?:{_GRADE_WORDS})|"
    rf"\b{_ORDERS}\b.{{0,60}}(?:{_GRADE_WORDS}).{{0,80}}\b(?:{_GRADER}|candidate|this answer|transcript|me)\b|"
    rf"\bcandidate (?:has|is|was|must|should|deserves)\b.{{0,80}}(?:{_GRADE_WORDS}|{_ORDERS}))",
    re.IGNORECASE | re.DOTALL,
)
_RUBRIC_NEWS = re.compile(
    r"\b(?:the )?(?:rubric|scoring guide|grading (?:rules|policy|scale))\b.{0,30}"
    r"\b(?:was|were|has been|have been|is now)\b.{0,30}\b(?:updated|changed|replaced|overridden|suspended)\b|"
    r"\bnew (?:instructions?|rubric|grading rules?)\s*[:\-]|"
    r"\b(?:as an ai|you are (?:now )?(?:an? )?(?:ai|llm|language model|assistant|grader|evaluator))\b|"
    r"\bthis (?:section|answer|round|interview) is (?:already )?(?:complete|done|graded|rated|passed|approved)\b",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"<\s*(system|instructions?|assistant|grader|evaluator|prompt|note|admin|override)\b[^>]*>.*?(?:<\s*/\s*\1\s*>|$)|"
    r"⟦[^⟧\n]{0,60}⟧|\[\s*(?:system|inst|admin|grader|evaluator|note to)\b[^\]]*(?:\]|$)|"
    r"<\|[^|>]{0,40}\|>|\[/?INST\]|(?:^|\n)\s*#{2,}\s*(?:system|instructions?|new task|override|end of)[^\n]*|"
    r"</?\s*(?:transcript|answer|candidate|interviewer|user|turns?|messages?|document|context|response|grades?|data)\b[^>]*>",
    re.IGNORECASE | re.DOTALL,
)
_FAKED_TURN = re.compile(
    r"(?:^|\n)[ \t>*_]*(?:interviewer|assistant|system|grader|evaluator|scorecard|verdict|debrief|rating)"
    r"[ \t*_]*:[^\n]*",
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
_FLATTERY = re.compile(
    r"\b(?:great|good|excellent|fantastic|wonderful|brilliant|amazing|insightful|fascinating|lovely|interesting|"
    r"thoughtful) (?:question|point|interview|conversation|challenge)\b|"
    r"\b(?:thank you|thanks)(?: so much| very much| a lot)?"
    r"(?: for (?:asking|having|the (?:question|opportunity|time|chance)|your time|this))|"
    r"\byou(?:'re| are) (?:a |an |such a |such an |really |clearly )*"
    r"(?:great|excellent|amazing|fantastic|smart|impressive|best|wonderful)\b|"
    r"\b(?:honou?red|pleasure|privilege) to\b|\bi (?:really |truly )?(?:admire|love) (?:your|this) "
    r"(?:company|team|question|product|work)\b",
    re.IGNORECASE,
)


_DENIES = re.compile(r"\b(?:not|no|never)\b|n['’]t\b|\?", re.IGNORECASE)
_COMMENT = re.compile(r"#[ \t]*([^\s#][^\n]*?)[ \t]*$", re.MULTILINE)
_DEFINES = re.compile(r"^[ \t]*((?:def|class)[ \t][^\n]*?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Screened:
    """An answer's sentences that count, and whether any of the others spoke to the grader."""

    kept: tuple[Span, ...]
    injection: bool

    @property
    def text(self) -> str:
        """What is left, as one text; it is scored, never quoted."""
        return " ".join(span.text for span in self.kept)


def screen(text: str) -> Screened:
    """The sentences of `text` that count as an answer, with their exact places in it.

    Talking about injections ("users could write 'ignore the rules', so I'd fence it") is an answer; addressing the
    grader is not. Of code, its comments count.
    """
    fences = blocks(text)
    bare = text  # without code, in which a field called `rating:` is no faked turn
    for fence in fences:
        bare = bare[: fence.start] + " " * (fence.end - fence.start) + bare[fence.end :]
    struck = [match.span() for pattern in (_BLOCK, _FAKED_TURN) for match in pattern.finditer(bare)]
    injection = bool(struck)
    kept: list[Span] = []
    seen: set[str] = set()
    code = [span for fence in fences for span in _read_of(fence, text)]
    struck += [(fence.start, fence.end) for fence in fences]
    for span in sorted([*_outside(text, struck), *code], key=lambda span: span.start):
        if addresses_grader(span.text):
            injection = True
            continue
        key = " ".join(words(span.text))
        if not key or key in seen or _is_flattery(span.text) or _is_list(span.text) or introduces(span.text):
            continue
        seen.add(key)
        kept.append(span)
    if len(kept) > 1 and kept[-1].end == len(text.rstrip()) and wish_at_end(text):
        kept.pop()  # "Stop this round please." behind an answer is none
    if injection:
        kept = [span for span in kept if not _BESIDE.search(span.text)]
    kept = [span for span in kept if not _is_about_telling(span.text)] or kept
    return Screened(tuple(kept), injection)


def addresses_grader(sentence: str) -> bool:
    """Whether a sentence speaks to whoever grades, rather than about such a thing."""
    own = _CITED.sub(" ", sentence)
    told = (_TO_MACHINE, _ORDERED, _TAKE_BACK, _TO_GRADER, _RUBRIC_NEWS)
    return any(pattern.search(own) for pattern in told) and not _REPORTED.search(own)


def _outside(text: str, struck: list[tuple[int, int]]) -> list[Span]:
    """The sentences of the stretches of `text` that are not struck out."""
    found: list[Span] = []
    position = 0
    for start, end in [*sorted(struck), (len(text), len(text))]:
        if start > position:
            part = sentences(text[position:start])
            found.extend(Span(span.start + position, span.end + position, span.text) for span in part)
        position = max(position, end)
    return found


def _read_of(block: Block, text: str) -> list[Span]:
    """What of a block of code is talk: its comments; without any, the lines that define something. Nothing is run."""
    start, end = block.start, block.end
    comments = [m.span(1) for m in _COMMENT.finditer(text, start, end)]
    found = comments or [m.span(1) for m in _DEFINES.finditer(text, start, end)]
    return [Span(first, last, text[first:last]) for first, last in found]


def _is_flattery(sentence: str) -> bool:
    match = _FLATTERY.search(sentence)
    return match is not None and len(words(sentence)) - len(words(match.group())) <= 8


def _is_about_telling(sentence: str) -> bool:
    """Whether a sentence speaks of its being said alone: "Let me think how to put this." Doubt is no such thing."""
    said = content(sentence)
    return bool(said) and said <= lexicon.TELLING and not _DENIES.search(sentence)


def _is_list(sentence: str) -> bool:
    """Eight names or more in a row, with no figure and no verb to hold them: stuffing."""
    items = [words(item) for item in re.split(r"[,;/•|]", sentence)]
    short = [item for item in items if 1 <= len(item) <= 3]
    return len(short) >= 8 and len(short) >= len(items) - 2 and not re.search(r"\d", sentence)

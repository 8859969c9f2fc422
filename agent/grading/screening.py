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
from agent.grading.to_grader import ABOUT_GRADE, GRADE_WORDS, addresses_grader
from agent.listening.interview_talk import about_interview, lead_in
from agent.listening.rules import wish_at_end

_BESIDE = re.compile(
    rf"(?:{GRADE_WORDS})|\b(?:rate|rating)s? [1-4]\b|\b(?:signals|rubric|grade[rs]?|ratings|advocate)\b|```|"
    r"^\W*(?:user|system|assistant)\b|^\s*#{1,6}\s",
    re.IGNORECASE,
)
"""What stands beside words to the grader and belongs to them: in such a turn only, since alone it may be an answer."""
_BLOCK = re.compile(
    r"<\s*(system|instructions?|assistant|grader|evaluator|prompt|note|admin|override)\b[^>]*>.*?(?:<\s*/\s*\1\s*>|$)|"
    r"⟦[^⟧\n]{0,60}⟧|\[\s*(?:system|inst|admin|grader|evaluator|note to)\b[^\]]*(?:\]|$)|"
    r"<\|[^|>]{0,40}\|>|\[/?INST\]|(?:^|\n)\s*#{2,}\s*(?:system|instructions?|new task|override|end of)[^\n]*|"
    r"</?\s*(?:transcript|answer|candidate|interviewer|user|turns?|messages?|document|context|response|grades?|data)\b[^>]*>",
    re.IGNORECASE | re.DOTALL,
)
_FAKED_TURN = re.compile(
    r"(?:^|\n)[ \t>*_]*(?:(?:interviewer|assistant|grader|evaluator|scorecard|debrief)[ \t*_]*:|"
    rf"(?:system|verdict|rating)[ \t*_]*:(?=[^\n]*{ABOUT_GRADE}))[^\n]*",
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
    kept = [_without_lead(span) for span in kept if not about_interview(span.text)] or kept
    return Screened(tuple(kept), injection)


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


def _without_lead(span: Span) -> Span:
    """The sentence without the words that only say that it was said before."""
    lead = lead_in(span.text)
    return Span(span.start + lead, span.end, span.text[lead:]) if lead else span


def _is_about_telling(sentence: str) -> bool:
    """Whether a sentence speaks of its being said alone: "Let me think how to put this." Doubt is no such thing."""
    said = content(sentence)
    return bool(said) and said <= lexicon.TELLING and not _DENIES.search(sentence)


def _is_list(sentence: str) -> bool:
    """Eight names or more in a row, with no figure and no verb to hold them: stuffing."""
    items = [words(item) for item in re.split(r"[,;/•|]", sentence)]
    short = [item for item in items if 1 <= len(item) <= 3]
    return len(short) >= 8 and len(short) >= len(items) - 2 and not re.search(r"\d", sentence)

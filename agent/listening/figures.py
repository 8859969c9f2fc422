"""Figures that a message states: a known quantity with a number beside it.

Strict on purpose. A figure is taken only where name and number stand in one clause with nothing but "is", "of",
"about" and the like between them, and where nothing makes it a supposition, a target, a bound, a range, a change, a
denial or somebody else's figure. What is missed costs a probe; what is made up accuses a candidate of nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.listening.amounts import COUNT, MONEY, NUMBER, NUMBER_WORDS, PERIOD, SHARE, TIME, measure


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something people put figures on. `words` finds its name, `units` what a number of it may carry.

    `of_a_model` figures belong to one model of many, so two rounds may speak of different ones. `drifts`: what was so
    then may well be otherwise now. `yours` wants an "I" or a "my" beside it
    and no pay by the month. `followed_by` must match what stands behind the number. `tolerance` is the share by which
    two figures for it may differ and be one figure said twice (12 ms, "about 13"); an offer is known to the thousand.
    `unsaid` is a limit that goes without saying once it was said: an offer's base is "the offer" from then on.
    """

    subject: str
    words: str
    units: frozenset[str]
    of_a_model: bool = False
    drifts: bool = False
    yours: bool = False
    followed_by: str = ""
    tolerance: float = 0.15
    unsaid: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as stated: `quote` is an exact part of the text, `value` is in `unit` after normalisation."""

    quote: str
    subject: str
    value: float
    unit: str


_CUT_OFF = r"(?:\s?@\s?(?:\d+|k)| at (?:\d+|k)(?![\d.]*\s?(?:%|percent|pct|\d)))?"
_PERSONS = r"\s*(?:(?:\w+ ){0,2}(?:people|persons|engineers|developers|scientists|devs|analysts|of us)\b|\W*$)"
_BY_WHOM = r"(?:from|at|with|by) (?!(?:at|is|of|for|was)\b)[a-z]\w+"
_OFFER = (
    r"(?:(?:(?:an)?other|competing|rival|outside|written|second)[- ]?(?:written |firm |signed )?offer"
    r"|(?:have|hold|got|'ve|’ve) (?:an?|one) (?:written |firm |signed )?offer"
    rf"|offer (?:i (?:have|hold|got) )?elsewhere)(?: {_BY_WHOM})?|offer {_BY_WHOM}"
    r"|(?:(?:an)?other (?:company|firm|place|employer|startup|house|one|team|side)(?: has| have| had)?"
    r"|(?:they|he|she)(?:['’]ve| have| had)?)(?: now| just)? offer(?:ed|s)(?: me)?"
    r"|from (?:an|the )other (?:company|firm|place|employer|startup|house)"
)
QUANTITIES = (
    Quantity("p99 latency", r"p\s?99(?![\d.]*\d)(?: latency)?|99th percentile(?: latency)?", TIME),
    Quantity("p95 latency", r"p\s?95(?![\d.]*\d)(?: latency)?|95th percentile(?: latency)?", TIME),
    Quantity("p50 latency", r"p\s?50(?![\d.]*\d)(?: latency)?|median latency", TIME),
    Quantity("latency", r"(?<!p99 )(?<!p95 )(?<!p50 )(?<!median )(?:latency|response time)", TIME),
    Quantity("requests per second", r"qps|rps|(?:requests?|queries) (?:per|a|each) second", COUNT, drifts=True),
    Quantity("AUC", r"(?:roc[- ]?|pr[- ]?)?auc(?:[- ]roc)?", SHARE, of_a_model=True),
    Quantity("precision", rf"precision{_CUT_OFF}", SHARE, of_a_model=True),
    Quantity("recall", rf"recall{_CUT_OFF}", SHARE, of_a_model=True),
    Quantity("F1", r"f1(?:[- ]score)?", SHARE, of_a_model=True),
    Quantity("accuracy", r"accuracy", SHARE, of_a_model=True),
    Quantity("click-through rate", r"ctr|click[- ]through(?: rate)?", frozenset({"%"}), of_a_model=True, drifts=True),
    Quantity("conversion rate", r"conversion(?: rate)?", frozenset({"%"}), of_a_model=True, drifts=True),
    Quantity("positive rate", r"positive rate|base rate|prevalence", frozenset({"%"}), of_a_model=True),
    Quantity(
        "team size", r"team of|(?:the|my|our) team|we(?='re| are| were)", COUNT, drifts=True, followed_by=_PERSONS
    ),
    Quantity("reports", r"i (?:led|lead|managed|manage)", COUNT, drifts=True, followed_by=_PERSONS),
    Quantity("competing offer", _OFFER, MONEY, tolerance=0.02, unsaid="base"),
    Quantity(
        "base salary", r"(?:current )?base(?: salary| pay)?|current salary", MONEY, drifts=True, yours=True,
        tolerance=0.02,
    ),
    Quantity("notice period", r"notice(?: period)?", PERIOD),
    Quantity("years in machine learning", r"years? in (?:ml|machine learning)", COUNT),
    Quantity("years of experience", r"years?(?:'|’)? (?:of )?experience", COUNT),
)  # fmt: skip
BY_SUBJECT = {quantity.subject: quantity for quantity in QUANTITIES}

_MASKED = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|\"[^\"\n]*\"|“[^”\n]*”|^[ \t]*>.*$", re.DOTALL | re.MULTILINE)
_APPOSED = re.compile(r"(?<=\boffer),(?= ?[$€£]?\s?\d)", re.IGNORECASE)
"""The comma in "another offer, 165 thousand": no new clause begins there."""
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.](?=[\d\w])[^.!?\n]+)*[.!?]*")
_CLAUSE = re.compile(r"[^;,()\u2013\u2014]+(?:(?<=\d),(?=\d)[^;,()\u2013\u2014]+)*")
_JOINT = re.compile(r"\s+(?:and|but|because|so|since|while|whereas|which|with the)\s+", re.IGNORECASE)
_OPENS = re.compile(
    r"^\s*(?:at|in|on|for|with|without|before|after|during|back|when|originally|initially|today|previously)\b", re.I
)
_SUPPOSING = re.compile(
    r"\b(?:if|unless|assum\w+|suppos\w+|imagin\w+|hypothetical\w*|let's say|let us say|say we|say it|say that|pretend"
    r"|e\.g|for example|for instance|what if|in theory|on paper)\b|^\s*(?:say|take|given)\b",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(r"^\s*(?:then|in that case|so|that|this|now|with that|which)\b", re.IGNORECASE)
_NOT_STATED = re.compile(
    # supposed or wished
    r"\b(?:would|could|should|might|may|can|must|will|won't|shall|want\w*|need\w*|hop\w+|wish\w*|like|lik?ing|aim\w*"
    r"|try\w*|maybe|perhaps|possibly|i'd|we'd|it'd|that'd|i'll|we'll|it'll|target\w*|goal\w*|budget\w*|limit\w*|cap"
    r"|threshold|requir\w*|sla|slo|alert\w*|ideally|plan\w*|ask\w*|looking|accept|sign|minimum|maximum|range"
    # bounded, ranging, changing
    r"|at most|at least|under|below|above|over|within|less|more|fewer|up to|no higher|no lower|than|between|from|to"
    r"|went|goes|grew|grow\w*|drop\w*|fell|fall\w*|rose|ris\w+|rais\w+|improv\w*|increas\w*|decreas\w*|reduc\w*"
    r"|cut|halv\w+|doubl\w+|tripl\w+|brought|bring|gain\w*|lost|lose|jump\w*|climb\w*|by|down|up|became|becomes|pick|choose"
    # denied, or of others
    r"|not|never|no longer|neither|nor|cannot|rarely|except|hardly|you|your|they|their|he|she|his|her|competitors?"
    r"|vendors?|paper|article|blog|docs|claims?|claimed|promis\w*|said|told|thought|believed|guess\w*|estimat\w*"
    r"|expect\w*|predict\w*|people|companies|everyone|any|every|average guy|wrong|misread)\b|n't\b|[<>≤≥→±]|->",
    re.IGNORECASE,
)
_AFTER_NUMBER = re.compile(
    r"\s*(?:-|\u2013|/|\.\.|or\b|to\b)\s*(?:\d|(?:" + "|".join(NUMBER_WORDS) + r")\b)"
    r"|\s*(?:points?|pp|bps|basis|x\b|times|fold|-fold|sigma|ago|later|earlier|more|less|fewer|better|worse|higher|lower"
    r"|faster|slower|of the|of our|of them|each|apiece|a month|per month|monthly|/ ?month|a day|an hour|per hour"
    r"|p\.?m\.?)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"(?:\s*(?:of|for|on|in|at) (?:[a-z]\w*\s+){1,3}?(?=(?:is|was|were|has|had)\b))?"
    r"(?:[\s:=~(\-]|\b(?:is|was|were|are|be|been|being|has|had|have|of|at|around|about|roughly|approximately|approx|some"
    r"|ca|circa|just|only|currently|today|always|usually|typically|consistently|then|we|i|measured|saw|got|get|sat|sits"
    r"|says|stands|stood|stays|stayed|runs|ran|hovers|hovered|hit|hits|reached|came|comes|out|latency|score|rate|value|period"
    r"|salary|pay|a|an|the|as|our|my|me|in|for|exactly|almost|nearly|in production|in prod|online|offline|that|it"
    r"|still|really|people|engineers|there)\b)*",
    re.IGNORECASE,
)
_MONTHLY = re.compile(r"\b(?:a|per|each) (?:month|day|hour)\b|\bmonthly\b|/ ?(?:month|day|hour|h)\b", re.IGNORECASE)
_MINE = re.compile(r"\b(?:my|i|i'm|i've|mine|currently|me)\b", re.IGNORECASE)


def figures(text: str) -> list[Figure]:
    """The figures stated in `text`, in order, at most one a clause."""
    masked = _MASKED.sub(lambda match: " " * len(match.group()), text)
    masked = _APPOSED.sub(" ", masked)
    found = []
    for start, clause, lead in _clauses(masked):
        if _NOT_STATED.search(_neutral(clause)):
            continue
        for quantity in QUANTITIES:
            measured = _measured(clause, quantity)
            if measured is not None:
                begin = lead if lead is not None else start
                quote = text[begin : start + len(clause)].strip(" .!\n\t")
                found.append(Figure(quote, quantity.subject, *measured))
                break
    return found


def _clauses(text: str) -> Iterator[tuple[int, str, int | None]]:
    """Clauses of sentences that state something: start, words, and where an opening like "At Acme," begins."""
    supposing = False
    for sentence in _SENTENCE.finditer(text):
        words = sentence.group()
        supposing = bool(_SUPPOSING.search(words)) or (supposing and bool(_FOLLOWS.match(words)))
        if supposing or words.rstrip().endswith("?"):
            continue
        lead: int | None = None
        for clause in _CLAUSE.finditer(words):
            offset = sentence.start() + clause.start()
            if _OPENS.match(clause.group()) and not re.search(r"\d", clause.group()):
                lead = offset
                continue
            for start, part in _parts(clause.group()):
                yield offset + start, part, lead
                lead = None


def _parts(clause: str) -> Iterator[tuple[int, str]]:
    start = 0
    for joint in _JOINT.finditer(clause):
        yield start, clause[start : joint.start()]
        start = joint.end()
    yield start, clause[start:]


def _neutral(clause: str) -> str:
    """`clause` without the few phrases that only look like a bound, a wish or a change."""
    return re.sub(
        r"\b(?:(?:they|he|she)(?=(?:['’]ve| have| had)?(?: now| just)? offered\b)"
        r"|offer from|from (?:an?|another|the other)(?= [a-z])|to be (?:exact|precise|honest|fair)"
        r"|up and running|end[- ]to[- ]end|base rate)\b",
        " ",
        clause,
        flags=re.IGNORECASE,
    )


def _measured(clause: str, quantity: Quantity) -> tuple[float, str] | None:
    """The number of the quantity in `clause`, normalised, with its unit; None where there is none beyond doubt."""
    if quantity.yours and (not _MINE.search(clause) or _MONTHLY.search(clause)):
        return None
    fitting = [
        (len(between), *value)
        for name in re.finditer(rf"(?<![\w-])(?:{quantity.words})(?!\w)", clause, re.IGNORECASE)
        for number, between in _neighbours(clause, name)
        if re.match(quantity.followed_by, clause[number.end() :], re.IGNORECASE)
        and (value := measure(number, quantity.units)) is not None
    ]
    return min(fitting)[1:] if fitting else None


def _neighbours(clause: str, name: re.Match[str]) -> Iterator[tuple[re.Match[str], str]]:
    """Numbers with nothing of weight between them and the name, and what stands there."""
    for number in NUMBER.finditer(clause):
        if number.start() >= name.end():
            between = clause[name.end() : number.start()]
        elif number.end() <= name.start():
            between = clause[number.end() : name.start()]
        else:
            continue
        if _BETWEEN.fullmatch(between) and not _AFTER_NUMBER.match(clause[number.end() :]):
            yield number, between

"""Words by what they do in an answer: decide, bound, measure, hedge, inflate.

Each is a closed list of common English, written for interviews in general and not from any test set. A list only ever
counts; what a count is worth stands in `coefficients.py`.
"""

from __future__ import annotations

import re
from re import Pattern


def _any(phrases: str) -> Pattern[str]:
    """Any of the phrases, which are parted by a comma and space, as whole words; a phrase may be a pattern."""
    listed = [phrase.strip().replace(" ", r"\s+") for phrase in re.split(r",\s+", phrases.strip())]
    return re.compile(r"(?<![\w'])(?:" + "|".join(listed) + r")(?!\w)", re.IGNORECASE)


_UNITS_OF_COUNT = "dozen|hundred|thousand|million|billion|percent|half|third|quarter|twice"
_SPELLED = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|"
    "eighty|ninety"
)

FIGURE = re.compile(
    r"(?<![\w.,])[~≈<>±$€£]?\d+(?:[.,:/]\d+)*(?:e[-+]?\d+)?"
    r"(?:\s?%|[kKmM](?![a-z])|[a-zA-Z]{1,3}(?!\w)|\s(?:ms|[GMTk]B|percent|points?)(?!\w))?"
    rf"|(?<!\w)(?:{_SPELLED}|{_UNITS_OF_COUNT})(?!\w)",
    re.IGNORECASE,
)
"""A quantity, in digits or spelled out ("one" is left out: it is mostly a pronoun)."""

UNIT = _any(
    r"""
    seconds?, minutes?, mins?, hours?, days?, weeks?, months?, quarters?, years?, ms, nights?, mornings?,
    evenings?, monday, tuesday, wednesday, thursday, friday, saturday, sunday, january, february, april, june,
    july, august, september, october, november, december, percent, points?, dollars?, euros?, pounds?, cents?,
    rows?, columns?, tickets?, people, persons?, users?, customers?, gb, mb, tokens?, requests?
    """
)
"""What a quantity is counted in, or when something happened."""

_ACTS = """
    accept accepted add added ask asked began begin bet broke build built call called cap change changed check
    checked choose chose clean cleaned close closed compare compared compute computed count counted cut decide
    decided divide draw drew drop dropped estimate estimated exclude filter find fit fix fixed found freeze
    froze gave give handed held hired hold interview join joined keep kept label labelled launched leave left
    log logged made map mapped measure measured merge missed move moved offer offered open order own owned paid
    pay pick picked pinned plan planned plot plotted pull push put quit raised ran rank read rebuilt recompute
    refuse refused rejected remove removed replaced replay report reran reverted rewrote ride rode roll rolled
    route run said sample sampled sat saved saw sell send sent serve served set ship shipped showed sign signed
    simulate simulated sort split start started stop stopped swapped switch switched take talked taught tell
    test tested threw throw told took traced trade train trained tried turn turned undid used walked wanted warn
    warned watch watched went write wrote
"""
OWN_ACT = re.compile(
    r"(?<![\w'])i(?:'d|'ve|'ll|\s+would|\s+will|\s+had|\s+have)?\s+"
    r"(?:(?:then|also|first|only|just|even|still|now|later)\s+)?(?:" + "|".join(_ACTS.split()) + r")(?!\w)",
    re.IGNORECASE,
)
"""The speaker doing something himself, in the past or as what he would do."""
TOLD_HERE = re.compile(
    r"i(?:'ve|\s+have|\s+had)?\s+(?:(?:just|already|only)\s+)?"
    r"(?:said(?=\s+(?:it|that|this|so|before|earlier|already)\b|\s*[,.:;]|\s*$)"
    r"|(?:told|gave|given)\s+you\b(?!\s+(?:my|no\b)))",
    re.IGNORECASE,
)
"""Not an act but talk of the interview: "I've said it", "I gave you that"."""

WE = _any("we, we're, we've, we'd, we'll, our, us, ours, the team, everybody, everyone")
SELF = _any("i, i'm, i've, i'd, i'll, my, me, mine, myself")

REASON = _any(
    r"""
    because, since, (?<![a-z0-9']\s)so(?!\s(?:many|much|far|long|on|to\sspeak)), so that, therefore, thus,
    hence, otherwise, else, that's why, which is why, this is why, means, that way, due to, the reason,
    given that
    """
)
CONDITION = _any(
    r"""
    if, unless, until, till, once, when, as long as, above, below, under, over, at most, at least, more than,
    less than, only if, whenever, in case, before, by then, not before
    """
)
TRADE = _any(
    r"""
    instead, rather than, rather, not the, and not, but not, costs?, cost us, price, gave up, give up, lose, lost,
    worse, cheaper, slower, at the expense, trade, except, only, versus, against, compared, without, leave out,
    skip, drop, no need, not worth, enough
    """
)
FAILURE = _any(
    r"""
    break, breaks, broke, broken, wrong, fails?, failed, missing, stale, late, leak, leaked, bias, biased, drift,
    silent, silently, outage, rollback, roll back, rolled back, fallback, fall back, switch off, turn off, cap,
    limit, alarm, alert, undo, revert, bug, mistake, rotten, empty, overwritten, duplicates?, delay, delayed,
    unknown, blind, noise, noisy, (?:is|was|goes|went|were) down
    """
)
MIND_CHANGE = _any(
    r"""
    would change my mind, changed my mind, i was wrong, i'd go back, i'd stop, i'd drop, i would stop,
    i would drop, i'd revisit, i'd reconsider, i'd switch, turn back, go back to, give in, gave in,
    if it (?:doesn't|does not|isn't|is not|turns out), if not, if that, then i'd, then i would, prove me wrong
    """
)
LIMIT_OWNED = _any(
    r"""
    my mistake, my fault, i got (?:it |that )?wrong, i was wrong, i missed, i'd claim, i can't claim, i would not claim,
    wasn't mine, was mine, not mine, part of (?:that|it|this) is, it's thin, i'd only trust, that one is on me,
    that's on me, i don't trust (?:it|that|this), can't tell (?:apart|which), not proven, only holds
    """
)
"""Limits said plainly and in particular: what one got wrong, what was not one's own, how far a result goes."""

NOT_KNOWN = _any(
    r"""
    i don't know, i do not know, dunno, no idea, i'm not sure, not sure, i can't (?:say|tell|remember|recall),
    i couldn't (?:say|tell), i don't (?:remember|recall), i'd have to (?:look|check|read|think), i would have to,
    hard to say, can't think of, i guess, i suppose, maybe, perhaps, probably, i'd assume, i think so,
    i'd need to work, kind of, sort of, something like that, some stuff, whatever, no clue, i believe so
    """
)

OVERCLAIM = _any(
    r"""
    always, never, obviously, clearly, definitely, certainly, guaranteed?, guarantees, proven, perfect, perfectly,
    by definition, everyone knows, everybody knows, no doubt, trust me, impossible, trivial, solves, solved,
    eliminates?, best practice, state of the art, state-of-the-art, cutting[- ]edge, industry standard,
    not (?:a concern|an issue|a problem), isn't (?:a concern|an issue|a problem),
    wasn't (?:a concern|an issue|a problem), shouldn't be (?:a concern|an issue|a problem), never an issue,
    averages? out, washes out, automatically, anyway, by itself, doesn't matter, no need to worry, wouldn't worry,
    don't need to, takes? care of, regardless, any, (?<!know[ ])(?<!not[ ])(?<!n't[ ])exactly, simply, just
    """
)
"""Certainty in place of a reason."""

DENIED = re.compile(r"(?:\bnot|n't|\b(?:never|no|hardly|nor|without))\s+(?:\w+\s+)?$", re.IGNORECASE)
"""What stands before a word that is not claimed: "not solved", "isn't really proven"."""
_POINTS = re.compile(
    r"exactly\s+(?:that|this|these|those|what|which|how|where|when|why|who|as|at|the|two|three|\d)\b", re.IGNORECASE
)
"""What says which and claims nothing: "tell her exactly that", "it stops at exactly 2^24"."""


def is_certain(claim: re.Match[str]) -> bool:
    """Whether a hit of `OVERCLAIM` is certain of something, and neither denied nor a word that points."""
    denied = DENIED.search(claim.string, 0, claim.start())
    return denied is None and _POINTS.match(claim.string, claim.start()) is None


BUZZ = _any(
    r"""
    leverag(?:e|es|ed|ing), synerg(?:y|ies), holistic(?:ally)?, north[- ]star, stakeholders?,
    align(?:ed|ing|ment|s)?, impact(?:ful)?, value creation, value, vision(?:ary)?, mission, passion(?:ate)?,
    journey, mindset, culture, cultural, empower(?:ed|ing|ment)?, transform(?:ed|ative|ation|ational|ing|s)?,
    innovat(?:ive|ion|e), ecosystem, scalab(?:le|ility), robust(?:ness)?, seamless(?:ly)?, end[- ]to[- ]end,
    cross[- ]functional(?:ly)?, best practices?, framework, frameworks, strategy, strategic(?:ally)?, governance,
    roadmap, initiatives?, agile, iterat(?:e|ed|ive|ing|ion), continuous(?:ly)?, proactive(?:ly)?, comprehensive,
    rigorous, data[- ]driven, customer[- ]centric, data[- ]centric, deep[- ]?dive, insights?, actionable,
    optimi[sz](?:e|es|ed|ing|ation), enabl(?:e|ed|ing|ement), ownership, growth, opportunit(?:y|ies),
    excit(?:ed|ing), trust, transparen(?:t|cy), communicat(?:e|ed|ion), collaborat(?:e|ed|ion|ive), landscape,
    paradigm, key, crucial, essential, critical, important, fundamental, foundation, pillars?, narrative,
    buy[- ]in, quality, excellence, dynamic, win[- ]win, lens, space, partnership, shared responsibility, openly,
    perspectives?, responsib(?:le|ility), learning opportunit(?:y|ies), challenge, challenges, challenging,
    environment, organi[sz]ation, leadership, significant(?:ly)?, successful(?:ly)?, success, various, variety,
    multiple, state of the art, modern, sophisticated, advanced, cutting[- ]edge, platform, solution, solutions,
    initiatives?, alignment
    """
)
"""Words that would fit any product, team or employer."""

LECTURE = _any(
    r"""
    one (?:should|would|can|could|may|has to|needs to|must),
    it is (?:important|crucial|essential|critical|well known), it's (?:important|crucial|essential|critical),
    in general, generally, generally speaking, typically, usually,
    there are (?:several|many|various|two|three|different|a number|a lot of), refers to, is defined as, the field,
    in the literature, the literature, is known as, for example, for instance, such as, e\.g\., is a technique,
    in practice, standard approach, is used to, are used to, the usual, common(?:ly)?, should be, depends on,
    so-called, pros and cons, trade-offs?, et cetera, etc, and so on, as well as, in terms of, kinds? of,
    types? of, both are, can be, must be, the recommended
    """
)
"""A textbook speaking: true of the subject, of no case in particular."""

DEFER = _any(
    r"""
    it depends, that depends, depends on, stakeholders, the business (?:knows|decides|can|should), leave it to,
    leave that to, up to you, you know best, together with, align with, we'd decide, we would decide, let's see,
    we'd see, we'll see, would see, open mind, flexible, escalate, that's owned by, product side, was decided,
    were decided, it was agreed, jointly, gather (?:more )?(?:requirements|information), more information,
    happy with, whatever is, whichever, case by case, hard to put
    """
)
"""The decision handed to somebody else, or to later."""

FILLER = _any(
    r"""
    um+, uh+, er+, erm, hm+, you know, i mean, like i said, as i said, basically, actually, literally,
    to be honest, honestly, let me think, right, okay, ok, so yeah, yeah, well, anyway, sorry, sort of, kind of
    """
)
PADDING = re.compile(
    r"(?<![\w'])(?:um+|uh+|er|erm|hm+|you know|i mean|let me think|so yeah|like i said|as i said|to be honest|honestly"
    r"|basically|actually|literally|kind of|sort of)(?!\w)[,.…]*\s*",
    re.IGNORECASE,
)
"""What is said while thinking. It is taken out before an answer is looked at: form must not decide."""
ABSTRACT = re.compile(
    r"(?<!\w)[a-z]{3,}(?:tion|tions|sion|sions|ment|ments|ness|ity|ities|ance|ence|ency|ship|ism|ology|ization|isation)(?!\w)",
    re.IGNORECASE,
)
"""Nouns made of verbs and adjectives, by their ending."""

TELLING = frozenset(
    re.split(
        r"\s+",
        """
        across answer answers began begin begun came clear come comes guess helps honest honestly hope least long
        made makes maybe moment okay order perhaps put question ramble rambling recall remember right sense short
        sorry story think thought way well words
        """.strip(),
    )
)
"""Words for the telling itself. A sentence that has no others says nothing about the matter."""

STOP = frozenset(
    re.split(
        r"\s+",
        """
        a an the and or but if of to in on at for from by with as is are was were be been being it its this
        that these those i you he she we they me him her us them my your his our their not no do does did
        have has had will would can could should may might must so then than there here what which who whom
        how why when where all any some more most much many very just only also too into over about up out
        off again own same such each few both other i'd i'm i've i'll it's don't you're we're that's one get
        got let say said go
        """.strip(),
    )
)

"""The open question put once more: in other words, in a smaller piece, or narrowed to its first step."""

from __future__ import annotations

from agent.catalog.wording import content_words
from agent.domain.claims import CHALLENGE
from agent.domain.code import has_code, talk
from agent.domain.interview import Allowed, Reply, RoundView
from agent.domain.knowledge import Probe
from agent.domain.terms import MessageKind, Move, Role
from agent.domain.transcript import OTHER_CASE
from agent.interviewer import code_talk, drilling, phrases, run_talk
from agent.interviewer.pressing import UNTRUTH
from agent.interviewer.quoting import clauses, quoted_in
from agent.interviewer.variants import fresh, fresh_in, unheard

_CAN_WAIT = frozenset({Move.TWIST, Move.DEEPEN, Move.PROBE})
"""What goes before putting the open follow-up again, and needn't."""
_GOES_AFTER = frozenset({Move.DEEPEN, Move.PROBE})
"""What is asked about an answer."""
_ASKED_BACK = 2
"""Answers to questions of his own after which a candidate is told that one of his is due."""
_LOOKED_BACK = 2
"""Answers before a question that it may be about."""


def in_other_words(view: RoundView) -> str | None:
    """The open question in words that this round has not heard; None where all its words were said."""
    on_code = code_talk.again(view) or run_talk.again(view)
    if on_code is not None:
        return on_code
    if drilling.is_open(view):
        return drilling.again(view)
    if is_challenge(view):
        return _two_statements(view)
    if is_twist(view):
        return unheard(phrases.TWIST_AGAIN, view.transcript.turns, view.seed)
    opened = view.open_follow_up
    again = opened.again if opened is not None and opened.again else view.question.again
    return None if was_said(again, view) else again


def narrowed(view: RoundView) -> str:
    """The open question differently, or only where to begin with it once its own words are used up."""
    return in_other_words(view) or fresh(phrases.FIRST_STEP, view.transcript.turns, view.seed)


def repeated(view: RoundView) -> str:
    """What to say to somebody who did not catch it: other words, else the same ones."""
    if is_twist(view):
        return view.question.twist  # he asked to hear it, and nothing else says what changed
    return in_other_words(view) or _as_put(view)


def reminded(view: RoundView) -> str:
    """The open question in other words, else as it was put: for somebody who spoke of something else meanwhile.

    Not what a follow-up is about in an author's words: "unverified negatives" is half of the answer.
    """
    return in_other_words(view) or f"{fresh(phrases.STILL_OPEN, view.transcript.turns, view.seed)} {_as_put(view)}"


def what_is_meant(view: RoundView) -> str:
    """The open question for somebody who asks what it means: his words that led to it, then it in other words."""
    if view.open_probe is None or is_twist(view):
        return reminded(view)
    said = _led_to_it(view)
    lead = fresh_in(phrases.MEANT, view).format(said=said) if said else fresh_in(phrases.NOTHING_SAID_YET, view)
    return f"{lead} {reminded(view)}"


def _led_to_it(view: RoundView) -> str:
    """The candidate's words that the open question quotes; else the weightiest ones of the answer before it."""
    turns = view.transcript.turns[:-1]
    asked = max((at for at, turn in enumerate(turns) if turn.move in _GOES_AFTER), default=None)
    if asked is None:
        return ""
    quoted = quoted_in(turns[asked].text)
    answers = [talk(turn.text) for turn in reversed(turns[:asked]) if turn.role is Role.CANDIDATE]
    found = next((stated for answer in answers[:_LOOKED_BACK] if (stated := clauses(answer))), [])
    return quoted[0] if quoted else max(found, key=lambda clause: len(content_words(clause)), default="")


def now_answer(view: RoundView) -> str:
    """What stands behind what was told to somebody who asked back for the third time on one ask; '' before that.

    He is to know that an answer is expected: an ask that gets none in the end counts as not shown.
    """
    turns, back = view.transcript.turns, 0
    for said in reversed([turn for turn in turns if turn.role is Role.INTERVIEWER]):
        if said.move is not Move.CLARIFY:
            break
        back += 1
    return fresh_in(phrases.NOW_ANSWER, view) if back >= _ASKED_BACK else ""


def may_ask_once_more(view: RoundView, allowed: Allowed) -> bool:
    """Whether the open follow-up can be put again to somebody who spoke to another one: once, where it is the
    question's own and nothing more urgent is to be said."""
    probe = _open_probe(view)
    return probe is not None and not was_said(probe.again, view) and _can_go_back(view, allowed)


def ask_once_more(view: RoundView) -> Reply:
    """The open follow-up in other words, named by its id: the answer was one, and is kept, but to something else."""
    probe = _open_probe(view)
    assert probe is not None
    text = f"{fresh_in(phrases.BESIDE_THE_ASK, view)} {probe.again}"
    return Reply(text, Move.REDIRECT, probe.id, (view.question.id,), signal=probe.signal)


def may_name_the_case(view: RoundView, allowed: Allowed) -> bool:
    """Whether it can be said that the answers were about another case: once, where there is something to run, and so a
    system that all of them are about."""
    heard = f"{view.question.id}{OTHER_CASE}" in view.asked
    return view.spec.commands and not heard and _can_go_back(view, allowed)


def name_the_case(view: RoundView) -> Reply:
    """That it is another case, and what is open once more."""
    text = f"{fresh_in(phrases.OTHER_CASE, view)} {narrowed(view)}"
    opened = view.open_follow_up
    signal = opened.signal if opened is not None else None  # what it can raise is still what is open
    return Reply(text, Move.REDIRECT, f"{view.question.id}{OTHER_CASE}", (view.question.id,), signal=signal)


def _can_go_back(view: RoundView, allowed: Allowed) -> bool:
    """Whether what was read as an answer may be met with what is open, since nothing more urgent is to be said."""
    urgent = any(follow_up.kind == UNTRUTH for follow_up in allowed.follow_ups)
    calls = not urgent and Move.REDIRECT in allowed.moves[1:] and allowed.moves[0] in _CAN_WAIT
    return calls and view.message is MessageKind.ANSWER and not has_code(view.transcript.turns[-1].text)


def was_said(words: str, view: RoundView) -> bool:
    """Whether a turn of this round has these words."""
    return any(words in turn.text for turn in view.transcript.turns)


def _open_probe(view: RoundView) -> Probe | None:
    return next((probe for probe in view.question.probes if probe.id == view.open_probe), None)


def is_challenge(view: RoundView) -> bool:
    """Whether two statements that don't fit together are what is open."""
    return (view.open_probe or "").startswith(CHALLENGE)


def is_twist(view: RoundView) -> bool:
    """Whether the constraint that changed in mid-round is what is open."""
    return view.open_probe == f"{view.question.id}.twist"


def wants_a_piece(view: RoundView) -> bool:
    """Whether the newest message says that the open follow-up is too much at once.

    The question's own hints belong to the question and not to a follow-up.
    """
    return view.open_probe is not None and view.message in (MessageKind.HINT, MessageKind.STUCK)


def _as_put(view: RoundView) -> str:
    """What is open, in the words it was first put in."""
    opened = view.open_follow_up
    if drilling.is_open(view) or is_challenge(view):
        return view.open_ask
    if is_twist(view):
        return view.question.twist
    return opened.ask if opened is not None and opened.ask else view.question.statement


def _two_statements(view: RoundView) -> str | None:
    quotes = quoted_in(view.open_ask)
    again = unheard(phrases.CONTRADICTION_AGAIN, view.transcript.turns, view.seed)
    return again.format(earlier=quotes[0], later=quotes[1]) if again and len(quotes) > 1 else None

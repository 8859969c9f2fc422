"""What is asked: one thing at a time, never twice, down to the limit, out of the candidate's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.catalog.asking import asks_two, is_ask, sentences, things_asked
from agent.domain.terms import MessageKind, Move, Role
from agent.grading.flags import contradictions
from agent.listening.ledger import ClaimLedger
from agent.listening.said_before import says_again
from evals.scorers.behaviour.case import ASKING, Case, content, overlap, short
from evals.task import Finding

_CONTENT_ENOUGH = 3
_FOLLOWABLE = 5  # new answers, with which a round without one deeper question has none by choice
_NO_FOLLOW_UP = (Move.CLARIFY, Move.HINT, Move.REDIRECT)
_QUOTES = re.compile(r"\"([^\"]{8,})\"|“([^”]{8,})”")
_ACCUSES = re.compile(
    r"\b(?:ma[dk]e (?:it |that |one |this )*up|making (?:it |that )?up|invent\w*|l(?:ie|ied|ying)\b|dishonest"
    r"|not (?:being )?honest|to be honest|the truth|caught|contradict(?:ed|ing)? yourself|story|adjust\w*|covering"
    r"|mislead\w*|trust|believe you|pretend\w*|bluff\w*|exaggerat\w*|changing (?:it|your)|changed your (?:story|tune)"
    r"|can't be serious|nonsense|doesn't add up)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:together|both|which|fit\w*|reconcil\w*|square\w*|connect\w*|the two|these|those|them|at once|hold\w*"
    r"|the second|the first|the other|each other|between)\b",
    re.IGNORECASE,
)
"""What a question is about that asks how two things go together."""


def one_question_a_turn(case: Case) -> Iterator[Finding]:
    """No turn asks two things, and one that asks ends with its question; given words count as one question."""
    for index, turn in case.spoken():
        text = re.sub(r"\"[^\"]*\"|“[^”]*”", " it ", _with_given_as_one(case, turn.text))
        asks = [sentence for sentence in sentences(text) if is_ask(sentence)]
        double = next((sentence for sentence in asks if asks_two(sentence)), None)
        if len(asks) > 1:
            yield case.finding("one_question_a_turn", index, f"asks {len(asks)} things: {short(turn.text)}")
        elif double is not None:
            yield case.finding("one_question_a_turn", index, f"two questions in one: {short(double)}")
        elif asks and turn.move in ASKING and not _ends_with(text, asks[0]):
            yield case.finding("one_question_a_turn", index, f"goes on after its question: {short(turn.text)}")


def given_double(case: Case) -> tuple[int, int]:
    """Of the follow-ups that were asked in given words, how many hold two questions; and how many there were.

    This is knowledge's doing and not the interviewer's, but the candidate hears it.
    """
    given = [known for _, turn in case.spoken() if turn.move in ASKING for known in case.given if known in turn.text]
    double = [known for known in given if things_asked(known) > 1]
    return len(double), len(given)


def _with_given_as_one(case: Case, text: str) -> str:
    for known in case.given:
        if known in text:
            text = text.replace(known, " Given? " if "?" in known else " Given. ")
    return re.sub(r"(?: Given\? \s*)+", " Given? ", text)


def _ends_with(text: str, ask: str) -> bool:
    return not re.search(r"\w{2}", text[text.rfind(ask) + len(ask) :])


def no_repeated_probe(case: Case) -> Iterator[Finding]:
    """Nothing is asked twice, by id or in nearly the same words, except an evaded question once more."""
    ids: set[str] = set()
    asked: list[set[str]] = []
    for index, turn in case.spoken():
        if turn.move not in ASKING and turn.move is not Move.TWIST:
            continue
        questions = [content(sentence) for sentence in sentences(turn.text) if is_ask(sentence)]
        if turn.move is not Move.REDIRECT:
            if turn.probe_id and turn.probe_id in ids:
                yield case.finding("no_repeated_probe", index, f"{turn.probe_id} was asked before")
                continue
            repeated = [q for q in questions if any(_same(q, other) for other in asked)]
            if repeated:
                yield case.finding("no_repeated_probe", index, f"asked before in this round: {short(turn.text)}")
        ids |= {turn.probe_id} if turn.probe_id else set()
        asked += questions


def _same(first: set[str], second: set[str]) -> bool:
    if len(first) < _CONTENT_ENOUGH:  # too few words for a likeness: the same question or none
        return len(first) > 1 and first == second
    return len(first & second) / len(first | second) >= 0.7


def depth_reached(case: Case) -> Iterator[Finding]:
    """A candidate who answers is followed down at least once, and more than one thing is asked about.

    What only says an earlier answer again leaves nothing to follow: he is pressed for what is open. Nor does what was
    heard as a question of his, or as being stuck.
    """
    taken = [m for m in case.held.moments if m.line.kind is MessageKind.ANSWER and not m.closing]
    before: list[str] = []
    followable = 0
    for moment in taken:
        new = not says_again(moment.line.text, before)
        before.append(moment.line.text)
        followable += new and case.next_move(moment.turn) not in _NO_FOLLOW_UP
    if followable < _FOLLOWABLE:
        return
    signals: list[str] = []
    deepest = run = 0
    for _, turn in case.spoken():
        if turn.move is Move.DEEPEN and not turn.signal:  # a question of his own, on the spot where they are
            deepest = max(deepest, run + 1)
        elif turn.move in (Move.PROBE, Move.DEEPEN) and turn.signal:
            run = run + 1 if turn.move is Move.DEEPEN or (signals and signals[-1] == turn.signal) else 1
            signals.append(turn.signal)
            deepest = max(deepest, run)
    if deepest < 2:
        yield case.finding("depth_reached", None, f"{followable} answers and no thread was followed")
    if len(set(signals)) < 2:
        yield case.finding("depth_reached", None, f"all follow-ups were about {', '.join(set(signals)) or 'nothing'}")


def signals_left_open(case: Case) -> Iterator[Finding]:
    """A long round asks about more than half of what its questions are after."""
    answered = [m for m in case.held.moments if m.line.kind is MessageKind.ANSWER and not m.closing]
    if len(answered) < 10:
        return
    wanted = {signal for question in case.questions for signal in question.signals}
    seen = {turn.signal for _, turn in case.spoken() if turn.signal}
    seen |= {signal.id for signal in case.held.scorecard.signals if signal.rating is not None}
    left = wanted - seen
    if len(left) * 2 > len(wanted):
        yield case.finding("signals_left_open", None, f"never asked nor seen: {', '.join(sorted(left))}")


def ledger_used(case: Case) -> Iterator[Finding]:
    """Follow-ups take up what the candidate said: a word, a figure or a quote of the newest answers in most of them."""
    probes = held = 0
    for index, turn in case.spoken():
        if turn.move not in (Move.PROBE, Move.DEEPEN) or index == 0:
            continue
        newest = next((m for m in case.held.moments if m.turn == index - 1), None)
        if newest is None or newest.line.kind is not MessageKind.ANSWER or len(newest.line.text.split()) < 12:
            continue
        probes += 1
        said = content(newest.line.text)
        held += len(said & content(turn.text)) >= 1
    if probes >= 5 and held / probes < 0.3:
        yield case.finding("ledger_used", None, f"{held} of {probes} follow-ups hold on to something that was said")


def statements_side_by_side(case: Case) -> Iterator[Finding]:
    """A challenge puts two statements of the candidate's beside each other, in his words, and asks how they fit."""
    for index, turn in case.spoken():
        if turn.move is not Move.CHALLENGE:
            continue
        asked = sentences(turn.text)[-1:]
        if not _holds_both(case, index, turn.text):
            yield case.finding("ledger_used", index, f"not both statements in his words: {short(turn.text)}")
        elif _ACCUSES.search(case.own_words(turn)):
            yield case.finding("ledger_used", index, f"accuses: {short(turn.text)}")
        elif not asked or not _TOGETHER.search(asked[-1]):
            yield case.finding("ledger_used", index, f"asks something else: {short(turn.text)}")


def _holds_both(case: Case, index: int, text: str) -> bool:
    """Whether two of the candidate's statements stand in a turn: a pair that cannot both hold, or two quotes."""
    said = [turn.text for turn in case.turns[:index] if turn.role is Role.CANDIDATE]
    quoted = [match[1] or match[2] for match in _QUOTES.finditer(text)]
    places = {place for quote in quoted for place, words in enumerate(said) if quote.rstrip(".,;…") in words}
    if len(places) > 1:
        return True
    before = replace(case.held.transcript, turns=case.turns[:index])
    named = content(text)
    for pair in contradictions(ClaimLedger(), before):
        one, other = content(pair.earlier.quote), content(pair.later.quote)
        if (one - other) <= named and (other - one) <= named:
            return True
    return False


def twist_put(case: Case) -> Iterator[Finding]:
    """The change of the case is put in the words handed over."""
    twists = {question.id: content(question.twist) for question in case.questions}
    for index, turn in case.spoken():
        wanted = twists.get(turn.question_id or "")
        if turn.move is Move.TWIST and wanted and len(wanted & content(turn.text)) / len(wanted) < 0.8:
            yield case.finding("twist_put", index, f"another change than the one handed over: {short(turn.text)}")


def share_of(first: str, second: str) -> float:
    """How much of the shorter of two texts stands in the other, by content."""
    return overlap(content(first), content(second))

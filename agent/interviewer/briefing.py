"""A round as words for prompts: lists, one item a line. No rules and no judgement stand here; those are in prompts/."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agent.domain.claims import Claim
from agent.domain.code import command, submitted, unparsable
from agent.domain.interview import Allowed, FollowUp, RoundView
from agent.domain.knowledge import Fact, Probe, Question, Rubric, Signal
from agent.domain.terms import ANSWERS, Context, MessageKind, Move
from agent.interviewer import run_briefing

NONE = "none"
_EXAMPLES = 2  # of either kind for a signal: a grader reads them in every request
_OFFERED = 5
LEANING_BONUS = 0.08
"""What a follow-up gains for each reason to prefer its signal: the interviewer's character, the background."""
_LEDGER = 24  # the newest claims; all of them would grow without end
_SECONDS_A_MINUTE = 60

_READINGS = {
    MessageKind.ANSWER: "an answer",
    MessageKind.CLARIFY: "a question about the case",
    MessageKind.DODGE: "talk that goes around the question",
    MessageKind.STUCK: "stuck",
    MessageKind.SKIP: "the wish to leave this question",
    MessageKind.HINT: "the wish for a hint",
    MessageKind.REPEAT: "the wish to hear the question again",
    MessageKind.MINUTE: "the wish for a minute to think",
    MessageKind.STOP: "the wish to end the interview",
    MessageKind.CORRECTION: "a correction of the answer before",
    MessageKind.NOTHING: "nothing said",
    MessageKind.OFF_TOPIC: "something off the subject",
    MessageKind.SAID_BEFORE: "what he has said before in this round, and nothing new",
}
_COMPANIES = {Context.STARTUP: "a startup", Context.BIG_TECH: "a big tech company", Context.AI_LAB: "an AI lab"}


def lines(items: Iterable[str]) -> str:
    """One item a line with a dash, or the word for nothing."""
    return "\n".join(f"- {item}" for item in items) or NONE


def company(context: Context) -> str:
    """The kind of company in words."""
    return _COMPANIES[context]


def facts(known: Iterable[Fact]) -> str:
    """Facts with their topic."""
    return lines(f"{fact.topic}: {fact.say}" for fact in known)


def who(view: RoundView) -> str:
    """Who asks, in a role: the round's own interviewer, or a character who holds other rounds."""
    stands_in = view.character is not None and view.spec.id not in view.character.rounds
    return view.character.who if stands_in and view.character else view.spec.interviewer


def manner(view: RoundView) -> str:
    """How the interviewer's character talks."""
    return view.character.manner.strip() if view.character else NONE


def sayings(view: RoundView) -> str:
    """Sentences that show the manner: leading in, pressing, cutting in."""
    if view.character is None:
        return NONE
    who = view.character
    return lines([*who.lead_ins[:3], *who.pressing[:2], *(line.format(said="…") for line in who.interruptions[:2])])


def background(view: RoundView) -> str:
    """What is known of the candidate's background."""
    return view.profile.briefing.strip() if view.profile else NONE


def code(view: RoundView) -> str:
    """What code or command the newest message brings; where it is no Python, from which line on."""
    newest = view.transcript.turns[-1].text
    found = []
    wanted = command(newest) if view.spec.commands else None
    if wanted is not None:
        found.append(f"a command to run: {wanted}")
    handed_in = submitted(newest) if view.spec.code else None
    if handed_in is not None:
        broken = unparsable(handed_in)
        at = f"Python up to line {broken.line}, which reads: {broken.text}" if broken else "Python that can be read"
        found.append(f"code: {at}")
    return lines(found)


def signal_names(view: RoundView, question: Question) -> str:
    """What the round looks for on a question, without anchors: nothing that could be said as an answer."""
    return lines(signal.name for signal in view.rubric.signals if signal.id in question.signals)


def reading(view: RoundView) -> str:
    """What the newest message is taken for."""
    if view.closing:
        return "the candidate's own questions"
    if view.message is MessageKind.STOP and view.round_only:
        last = view.round_index + 1 >= view.rounds_total
        after = "there is none after it" if last else "the next round would follow"
        return f"the wish to end this round, not the interview: {after}"
    return _READINGS[view.message]


def offers(view: RoundView, allowed: Allowed) -> tuple[FollowUp, ...]:
    """The follow-ups a model may choose from: what was retrieved and can be asked, then the question's other probes,
    then the round's own.

    After a message that is no answer nothing was said that could be followed up: then the probes alone, without
    the thread that is being left.
    """
    if not {Move.PROBE, Move.DEEPEN}.intersection(allowed.moves):
        return ()
    answered = view.message in ANSWERS
    found = [follow_up for follow_up in allowed.follow_ups if follow_up.ask and answered]
    found.sort(key=lambda f: -(f.score + LEANING_BONUS * view.leaning(f.signal)))
    found = [*run_briefing.offers(view), *found]
    left = None if answered or view.open_follow_up is None else view.open_follow_up.signal
    ids = {*view.asked, *(follow_up.id for follow_up in found)}
    spare = [
        *sorted(
            view.question.probes,
            key=lambda p: (view.signals_seen.get(p.signal, 0), -view.leaning(p.signal), p.rung, p.id),
        ),
        *view.general_probes,
    ]
    found += [_as_follow_up(p, view) for p in spare if p.id not in ids and p.signal != left]
    return tuple(found[:_OFFERED])


def _as_follow_up(probe: Probe, view: RoundView) -> FollowUp:
    return FollowUp(
        probe.id, "probe", probe.ask, probe.again, probe.about, 0.0, view.question.id, probe.signal, probe.rung
    )


def follow_ups(offered: Iterable[FollowUp]) -> str:
    """The follow-ups on offer, with the ids by which a header names them."""
    return lines(f"{offer.id} | {offer.signal or 'any signal'}: {offer.about} | {offer.ask}" for offer in offered)


def open_probe(view: RoundView) -> Probe | None:
    """The probe that the newest message had to answer, where it is one of the question's own."""
    return next((probe for probe in view.question.probes if probe.id == view.open_probe), None)


def keys(view: RoundView) -> str:
    """What full answers to the probes that were asked have, by the turn of the question."""
    full = {probe.id: probe.good for question in put(view) for probe in question.probes}
    return lines(
        f"turn {index}: {full[turn.probe_id]}"
        for index, turn in enumerate(view.transcript.turns)
        if turn.probe_id in full
    )


def material(view: RoundView, allowed: Allowed) -> str:
    """The words handed over for the moves that need some, a line each."""
    found: list[str] = []
    if Move.HINT in allowed.moves:
        # A question's hints belong to the question; to a follow-up belongs its own narrower wording.
        narrower = view.open_follow_up.again if view.open_follow_up else None
        found.append(f"hint: {narrower or view.question.hints[min(view.hints_given, 2)]}")
    if Move.TWIST in allowed.moves:
        found.append(f"twist: {view.question.twist}")
    if Move.CLOSE in allowed.moves:
        last = view.closing or view.message is MessageKind.STOP
        kind, words = ("last word", view.spec.farewells) if last else ("handing over", view.spec.handovers)
        enough = (
            2 if allowed.moves[0] is Move.CLOSE else 1
        )  # it is in every request, and seldom used before it is first
        found += [f"close, {kind}: {sentence}" for sentence in words[:enough]]
    return lines(found)


def open_question(view: RoundView) -> str:
    """What the newest message had to answer; of an opening, the question without the greeting before it."""
    if view.closing:
        return "your offer to answer the candidate's own questions"
    statement = view.question.statement.strip()
    return statement if not view.open_ask or statement in view.open_ask else view.open_ask


def again(view: RoundView) -> str:
    """The open question said differently, as the file has it."""
    if view.closing:
        return NONE
    if view.open_follow_up is not None:
        return view.open_follow_up.again or NONE
    return view.question.again if open_question(view) == view.question.statement.strip() else NONE


def heard(view: RoundView) -> str:
    """What the round looks for on this question, and how often answers showed something of it."""
    wanted = [signal for signal in view.rubric.signals if signal.id in view.question.signals]
    times = ((signal.name, view.signals_seen.get(signal.id, 0)) for signal in wanted)
    return ", ".join(f"{name} in {n}" if n else f"{name} not yet" for name, n in times) or NONE


def ledger(claims: Iterable[Claim]) -> str:
    """The newest claims in the candidate's words; what he said twice stands once."""
    said = [f"({claim.round_id}) {claim.kind}: {claim.quote}" for claim in claims]
    newest_first = dict.fromkeys(reversed(said))
    return lines(reversed(list(newest_first)[:_LEDGER]))


def conflicts(view: RoundView) -> str:
    """Pairs of statements that cannot both hold."""
    return lines(
        f"in {pair.earlier.round_id}: {pair.earlier.quote} / in {pair.later.round_id}: {pair.later.quote}"
        for pair in view.conflicts
    )


def clock(view: RoundView) -> str:
    """What is left of the round, rounded so that a second does not change the prompt."""
    minutes = max(0, round(view.seconds_left / _SECONDS_A_MINUTE))
    answers = "1 answer" if view.answers_left == 1 else f"{view.answers_left} answers"
    return f"about {minutes} minutes and at most {answers}"


def put(view: RoundView) -> tuple[Question, ...]:
    """The questions that the round has put, in order."""
    return view.questions or (view.question,)


def statements(questions: Sequence[Question]) -> str:
    """The questions as they were put, numbered where there are several."""
    if len(questions) == 1:
        return questions[0].statement.strip()
    return "\n\n".join(f"Question {n}: {question.statement.strip()}" for n, question in enumerate(questions, 1))


def case_facts(questions: Sequence[Question]) -> str:
    """The facts of each question's case."""
    if len(questions) == 1:
        return facts(questions[0].facts)
    return "\n".join(f"Of question {n}:\n{facts(question.facts)}" for n, question in enumerate(questions, 1))


def rubric(rubric: Rubric, questions: Sequence[Question]) -> str:
    """Every signal with its anchors, those on each question that was put, and examples."""
    return "\n\n".join(_signal(signal, questions) for signal in rubric.signals)


def _signal(signal: Signal, questions: Sequence[Question]) -> str:
    good = [e.text for q in questions for e in q.good if e.signal == signal.id][:_EXAMPLES]
    bad = [e.text for q in questions for e in q.bad if e.signal == signal.id][:_EXAMPLES]
    good, bad = good or list(signal.good[:_EXAMPLES]), bad or list(signal.bad[:_EXAMPLES])
    parts = [f"## {signal.id}: {signal.name}", f"Looks for: {signal.looks_for}"]
    for rating in (4, 3, 2, 1):
        special = ""
        for number, question in enumerate(questions, 1):
            which = "this question" if len(questions) == 1 else f"question {number}"
            here = question.anchors.get(signal.id, {}).get(rating)
            special += f" On {which}: {here}" if here else ""
        parts.append(f"{rating}: {signal.anchors[rating]}{special}")
    parts += [f"worth 3 or 4: {text}" for text in good] + [f"worth 1: {text}" for text in bad]
    return "\n".join(parts)

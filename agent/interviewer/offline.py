"""The interviewer without a model: authored words, chosen by retrieval and by rules; the same for the same seed."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from agent.domain.interview import Allowed, Assessment, CommitteeProse, Reply, RoundGrade, RoundView
from agent.domain.knowledge import Fact
from agent.domain.terms import ANSWERS, InterviewerKind, MessageKind, Move
from agent.domain.verdict import LoopDebrief, Prose, Verdict
from agent.interviewer import (
    asking_again,
    bargaining,
    code_phrases,
    code_talk,
    fresh_asks,
    helping,
    manner,
    moves,
    own_words,
    phrases,
    run_talk,
)
from agent.interviewer.machine import asks_what_you_are
from agent.interviewer.variants import fresh_in

if TYPE_CHECKING:
    from agent.grading.offline import OfflineGrader

_SAYS_HOW = re.compile(r"backtick|fenced|\bblock\b", re.IGNORECASE)
"""An opening that tells how code is handed in."""
IN_PASSING = 0.55
"""Likeness from which a question inside an answer gets its fact: what was not asked for must not be told there."""
_GOES_ON = frozenset({Move.PROBE, Move.DEEPEN, Move.TWIST, Move.CLOSE})
_PIECES = frozenset({Move.HINT, Move.REDIRECT})
"""Moves that help with the open question, or put it again."""


class OfflineInterviewer:
    """Holds a round from what is written in knowledge/, and says that it does."""

    kind = InterviewerKind.OFFLINE
    name = "offline"
    grader = "offline"

    def __init__(self, facts: helping.FactSearch, make_grader: Callable[[], OfflineGrader]) -> None:
        """`make_grader` is called at the first answer: its tables are not paid for before the first question."""
        self._facts = facts
        self._make_grader = make_grader

    @cached_property
    def _grader(self) -> OfflineGrader:
        return self._make_grader()

    async def open(self, view: RoundView) -> AsyncIterator[str | Reply]:
        """One of the openings, what else is to be known, and the statement."""
        openings = manner.openings(view)
        opening = openings[view.seed % len(openings)]
        parts = [opening, phrases.OFFLINE] if view.round_index == 0 else [opening]
        rules = [phrases.ASSISTED] if view.ai_assisted else []
        rules += _rules_for_code(view, opening) if view.spec.code else []
        call = run_talk.call_of(view, view.problem)
        paragraphs = [" ".join(parts), " ".join(rules), view.question.statement, call]
        text = "\n\n".join(filter(None, paragraphs))
        for piece in _spoken(Reply(text, Move.QUESTION)):
            yield piece

    async def reply(self, view: RoundView, allowed: Allowed) -> AsyncIterator[str | Reply]:
        """The first allowed move for which there is something to say."""
        reply = run_talk.with_result(view, await self._choose(view, allowed))
        if asks_what_you_are(view.transcript.turns[-1].text):
            reply = replace(reply, text=f"{fresh_in(phrases.A_MACHINE, view)} {reply.text}")
        for piece in _spoken(reply):
            yield piece

    async def assess(self, view: RoundView) -> Assessment:
        """What the newest answer showed, by nearness to authored examples."""
        assessment = await self._grader.assess(view)
        await self._grader.held_already(view)  # looked at beside the reply, it is at hand for the next one
        return assessment

    async def grade(self, view: RoundView, assessments: Sequence[tuple[int, Assessment]]) -> RoundGrade:
        """Rate the whole round; `assessments` add nothing to what the transcript holds."""
        return await self._grader.grade(
            view.rubric, view.transcript, view.question, view.level, assisted=view.ai_assisted
        )

    async def debrief(self, view: RoundView, grade: RoundGrade, verdict: Verdict) -> Prose:
        """The words around the verdict."""
        from agent.grading.prose import round_prose

        grader, said = self._grader, view.transcript
        heard, ran = await grader.said_already(view, grade), grader.runs(said, view.question)
        return round_prose(view, grade, verdict, grader.contradictions(said), grader.untruths(said), heard, ran)

    async def committee(self, debrief: LoopDebrief) -> CommitteeProse:
        """The words around the loop's decision."""
        from agent.grading.prose import committee_prose

        return committee_prose(debrief)

    async def get_ready(self) -> None:
        """Everything is at hand."""

    async def aclose(self) -> None:
        """Nothing is held open."""

    async def _choose(self, view: RoundView, allowed: Allowed) -> Reply:
        if view.closing:
            return await self._own_questions(view, allowed.moves)
        if allowed.moves == (Move.CLARIFY,) and view.message is MessageKind.CLARIFY:
            told = await self._clarify(view)
            due = asking_again.now_answer(view)
            return replace(told, text=f"{told.text} {due}") if due else told
        if (taken := bargaining.taken(view, allowed)) is not None:
            return taken
        wanted = code_talk.wanted_command(view, allowed)
        known = await self._found(wanted, view.question.facts) if wanted else []
        on_code = code_talk.about_code(view, allowed, known[0].say if known else None)
        on_code = on_code or run_talk.about_run(view, allowed)
        if on_code is not None:
            return on_code
        if allowed.moves[0] in _PIECES and asking_again.wants_a_piece(view) and view.hints_given < 3:
            return await helping.help_with(view, allowed.moves[0], self._facts)
        if asking_again.may_name_the_case(view, allowed) and await self._grader.hears_another_case(view):
            return asking_again.name_the_case(view)
        if asking_again.may_ask_once_more(view, allowed) and await self._grader.hears_another(view):
            return asking_again.ask_once_more(view)
        held = await self._grader.held_already(view) if fresh_asks.may_repeat(view, allowed) else ()
        reply = fresh_asks.choose(view, allowed, held)
        if reply is None:
            return moves.close(view, allowed)
        return bargaining.met(view, await self._with_asked_fact(view, reply))

    async def _with_asked_fact(self, view: RoundView, reply: Reply) -> Reply:
        """The reply, behind the fact that an answer asked for in passing ("... and how many vans are there?")."""
        newest = view.transcript.turns[-1].text
        if reply.move not in _GOES_ON or view.message not in ANSWERS or "?" not in newest:
            return reply
        if manner.cuts_in(view, reply.text):  # he cut in before it was asked
            return reply
        back = bargaining.asked_back(view)
        asked = [*dict.fromkeys([*filter(own_words.asks, own_words.asked_in(newest)), *back])]
        known = bargaining.known_facts(view)
        nearest = [(question, await self._facts.nearest_fact(question, known)) for question in asked]
        put_to_us = {*filter(own_words.is_addressed, asked), *back}
        sure = [
            found[0].say
            for question, found in nearest
            if found is not None and (found[1] >= IN_PASSING or question in put_to_us)
        ]
        told = [say for say in dict.fromkeys(sure) if not asking_again.was_said(say, view)][:2]
        if told:
            fact = " ".join(told)
            sources = tuple(dict.fromkeys((view.question.id, *reply.sources)))
            return replace(reply, text=f"{fact}\n\n{reply.text}", sources=sources, stated_fact=fact)
        if not sure and put_to_us and not bargaining.is_wanted(view):
            return replace(reply, text=f"{_unknown(phrases.NOT_AT_HAND, view)}\n\n{reply.text}")
        return reply

    async def _clarify(self, view: RoundView) -> Reply:
        """Answer from the facts of the case, each part of a double question by itself; say which part nobody knows."""
        from agent.listening.asked_back import asks_how_it_goes, asks_to_see, asks_what_is_meant
        from agent.listening.rules import takes_number

        newest = view.transcript.turns[-1].text
        if asks_what_is_meant(newest, view.open_ask):
            return Reply(asking_again.what_is_meant(view), Move.CLARIFY)
        if asks_how_it_goes(newest):
            return Reply(f"{fresh_in(phrases.NO_VERDICT_HERE, view)} {asking_again.reminded(view)}", Move.CLARIFY)
        found, left_open = await self._answers(newest, view.question.facts)
        says = [fact.say for fact in found]
        on_runs = run_talk.answers(view, known=bool(says))
        if on_runs is not None:
            return on_runs
        if not says and bargaining.is_wanted(view):
            return bargaining.what_is_open(view)
        if not says and view.spec.commands and asks_to_see(newest):
            return Reply(fresh_in(code_phrases.NO_OUTPUT, view), Move.CLARIFY)
        if not says and await self._found(newest, view.spec.company):
            return Reply(fresh_in(phrases.FOR_THE_END, view), Move.CLARIFY)
        if not says:
            assume = phrases.NO_FIGURE if takes_number(newest) else phrases.NO_FACT
            return Reply(_unknown(assume, view), Move.CLARIFY)
        rest = [_rest(phrases.REST_IS_OPEN, view)] if left_open else []
        if all(asking_again.was_said(say, view) for say in says):
            return Reply(" ".join([f"As I said: {_lower(says[0])}", *says[1:], *rest]), Move.CLARIFY)
        known = " ".join(says)
        return Reply(" ".join([known, *rest]), Move.CLARIFY, sources=(view.question.id,), stated_fact=known)

    async def _found(self, text: str, facts: Sequence[Fact]) -> list[Fact]:
        """The facts that answer the questions in `text`, three at most."""
        return (await self._answers(text, facts))[0]

    async def _answers(self, text: str, *kinds: Sequence[Fact]) -> tuple[list[Fact], bool]:
        """The facts that answer the questions in `text`, three at most, and whether one of them has no answer.

        Each question is answered from the first of `kinds` that knows it.
        """
        found: list[Fact] = []
        left_open = False
        for asked in own_words.asked_in(text):
            known = next(filter(None, [await self._known(asked, facts) for facts in kinds]), [])
            left_open |= not known and own_words.wants_a_fact(asked)
            found += [fact for fact in dict.fromkeys(known) if fact not in found]
        return found[:3], left_open

    async def _known(self, asked: str, facts: Sequence[Fact]) -> list[Fact]:
        """What one question is answered with, and what else it lists."""
        nearest = await self._facts.nearest_fact(asked, facts)
        known = [nearest[0]] if nearest is not None else []
        for part in own_words.listed_in(asked):
            near = await self._facts.nearest_fact(part, facts)
            known += [near[0]] if near is not None and near[1] >= IN_PASSING else []
        return known

    async def _own_questions(self, view: RoundView, allowed: tuple[Move, ...]) -> Reply:
        """Answer what the candidate asks about the job; then ask for more, or say the last word."""
        from agent.listening.asked_back import asks_how_it_goes

        newest = view.transcript.turns[-1].text
        found, left_open = await self._answers(newest, view.spec.company, view.question.facts)
        answers = [fact.say for fact in found]
        if asks_how_it_goes(newest):
            answers.append(fresh_in(phrases.NO_VERDICT_HERE, view))
        elif left_open or (not answers and "?" in newest):
            answers.append(
                _rest(phrases.THE_REST_FOR_YOU, view) if answers else _unknown(phrases.NO_ANSWER_FOR_YOU, view)
            )
        if allowed == (Move.CLARIFY,):
            return Reply(" ".join([*answers, fresh_in(phrases.WHAT_ELSE, view)]), Move.CLARIFY)
        return Reply("\n\n".join([*answers, bargaining.last_word(view)]), Move.CLOSE)


def _rules_for_code(view: RoundView, opening: str) -> list[str]:
    """How code is handed in, unless the opening says so, and whether it is run."""
    told = _SAYS_HOW.search(opening) is not None
    if view.spec.commands:
        return [] if told else [code_phrases.COMMANDS_GO_HERE]
    if view.problem is None:
        return [code_phrases.NOTHING_IS_RUN if told else code_phrases.CODE_GOES_HERE]
    return [] if told else [code_phrases.CODE_IS_RUN]


def _unknown(words: Sequence[str], view: RoundView) -> str:
    """That a thing isn't known, in the round's own words where it has some."""
    return fresh_in(view.spec.unknown or words, view)


def _rest(words: Sequence[str], view: RoundView) -> str:
    """That one of several things isn't known, behind what is."""
    if not view.spec.unknown:
        return fresh_in(words, view)
    return f"{fresh_in(phrases.AS_TO_THE_REST, view)} {_lower(_unknown(words, view))}"


def _lower(sentence: str) -> str:
    return sentence if sentence[:2].isupper() or sentence.startswith("I ") else sentence[:1].lower() + sentence[1:]


def _spoken(reply: Reply) -> Iterator[str | Reply]:
    """What is said, then the reply. All of it is there: handed on word by word it would be painted several times."""
    yield reply.text
    yield reply

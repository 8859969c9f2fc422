"""What is said when the open question has to be put once more, and when several are asked at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import pytest
from test_character import follow_up
from tram_round import QUESTION, SPEC, asked, candidate, hears_nothing, view

from agent.domain.interview import Allowed, FollowUp, Reply, RoundView
from agent.domain.knowledge import Fact, Probe
from agent.domain.terms import MessageKind, Move
from agent.domain.transcript import OTHER_CASE
from agent.interviewer import code_phrases, own_words, phrases
from agent.interviewer.offline import OfflineInterviewer

if TYPE_CHECKING:
    from agent.grading.offline import OfflineGrader

PROBE = QUESTION.probes[0]
OPEN = FollowUp(PROBE.id, "probe", PROBE.ask, PROBE.again, PROBE.about, 1.0, QUESTION.id, PROBE.signal)
DEPOT = Fact("depot", ("which depot",), "The depot closes at one.")
CASE = replace(QUESTION, facts=(*QUESTION.facts, DEPOT))


class ByTopic:
    """Finds a fact whose topic the text names."""

    async def nearest_fact(self, text: str, facts: Any) -> tuple[Fact, float] | None:
        return next(((fact, 0.9) for fact in facts if fact.topic in text.lower()), None)


async def said(seen: RoundView, *moves: Move, found: tuple[FollowUp, ...] = ()) -> Reply:
    interviewer = OfflineInterviewer(ByTopic(), hears_nothing)
    pieces = [piece async for piece in interviewer.reply(seen, Allowed(moves, found))]
    assert isinstance(pieces[-1], Reply)
    return pieces[-1]


def wishing(*turns: Any, **more: Any) -> RoundView:
    words = {
        "question": CASE, "open_probe": PROBE.id, "open_follow_up": OPEN, "open_ask": PROBE.ask,
        "message": MessageKind.HINT,
    }  # fmt: skip
    return view(asked(PROBE.ask, PROBE.id), *turns, candidate("A hint, please."), **{**words, **more})


async def test_a_first_hint_on_a_follow_up_says_it_more_concretely() -> None:
    reply = await said(wishing(), Move.HINT)
    assert reply.text.endswith(PROBE.again)
    assert reply.hint_rung == 1


async def test_a_second_one_gives_a_fact_near_it_and_asks_for_less() -> None:
    reply = await said(wishing(asked(PROBE.again), open_ask="Who calls the depot?", hints_given=1), Move.HINT)
    assert DEPOT.say in reply.text
    assert reply.stated_fact == DEPOT.say
    assert reply.text.endswith(tuple(phrases.FIRST_STEP))


@pytest.mark.parametrize(("message", "move"), [(MessageKind.HINT, Move.HINT), (MessageKind.STUCK, Move.REDIRECT)])
async def test_no_help_is_only_the_name_of_what_is_asked(message: MessageKind, move: Move) -> None:
    heard: list[Any] = [asked(PROBE.again)]
    texts = []
    for given in range(3):
        reply = await said(wishing(*heard, message=message, hints_given=min(given, 2)), move)
        texts.append(reply.text)
        heard.append(asked(reply.text))
    assert all(PROBE.about not in text and text.endswith("?") for text in texts)
    assert len(set(texts)) == len(texts)


async def test_a_changed_constraint_is_pressed_on_in_new_words() -> None:
    twist = f"{QUESTION.id}.twist"
    seen = view(asked(QUESTION.twist, twist), candidate("Hm."), open_probe=twist, message=MessageKind.DODGE)
    assert QUESTION.twist not in (await said(seen, Move.REDIRECT)).text
    repeat = replace(seen, message=MessageKind.REPEAT)
    assert QUESTION.twist in (await said(repeat, Move.CLARIFY)).text


async def test_two_questions_get_two_answers_and_an_open_one_is_said_to_be_open() -> None:
    def clarify(words: str) -> RoundView:
        return view(candidate(words), question=CASE, message=MessageKind.CLARIFY)

    both = (await said(clarify("What is the volume, and the depot's hours?"), Move.CLARIFY)).text
    assert QUESTION.facts[0].say in both
    assert DEPOT.say in both
    assert not both.endswith(tuple(phrases.REST_IS_OPEN))
    half = (await said(clarify("What is the volume? And how old are the drivers?"), Move.CLARIFY)).text
    assert half.startswith(QUESTION.facts[0].say)
    assert half.endswith(tuple(phrases.REST_IS_OPEN))


async def test_a_question_of_ones_own_that_has_no_answer_is_not_passed_over() -> None:
    seen = view(candidate("How big is the team? And what does the bonus look like?"), closing=True)
    text = (await said(seen, Move.CLARIFY)).text
    assert SPEC.company[0].say in text
    assert text.split(SPEC.company[0].say)[1].strip().startswith(phrases.THE_REST_FOR_YOU)
    nothing = view(candidate("And what does the bonus look like?"), closing=True)
    assert (await said(nothing, Move.CLARIFY)).text.startswith(phrases.NO_ANSWER_FOR_YOU)


async def test_where_nothing_can_be_assumed_the_round_has_its_own_words_for_what_is_not_known() -> None:
    spec = replace(SPEC, unknown=("I'll find out and write to you.",))
    for newest, move in (("What does the bonus look like?", {"message": MessageKind.CLARIFY}), ("And the bonus?", {})):
        seen = view(candidate(newest), spec=spec, closing=not move, **move)
        assert (await said(seen, Move.CLARIFY)).text.startswith("I'll find out and write to you.")


async def test_what_asks_nothing_is_no_question_left_open_at_the_end() -> None:
    seen = view(candidate("Logistic regression would predict with a weighted sum."), closing=True)
    assert (await said(seen, Move.CLOSE)).text == SPEC.farewells[0]


async def test_own_questions_are_answered_from_the_case_too() -> None:
    seen = view(candidate("What is the volume?"), closing=True)
    assert QUESTION.facts[0].say in (await said(seen, Move.CLARIFY)).text


async def test_a_correction_is_noted_and_what_was_asked_meanwhile_is_still_asked() -> None:
    seen = view(candidate("Sorry, it was 3, not 8."), open_probe=PROBE.id, open_follow_up=OPEN,
                message=MessageKind.CORRECTION)  # fmt: skip
    reply = await said(seen, Move.CLARIFY)
    assert reply.text.startswith(phrases.NOTED)
    assert reply.text.endswith(PROBE.again)


async def test_a_question_about_the_job_in_the_middle_is_put_off_and_not_handed_back() -> None:
    seen = view(candidate("How large is the team?"), message=MessageKind.CLARIFY)
    assert (await said(seen, Move.CLARIFY)).text in phrases.FOR_THE_END


GENERAL = Probe(
    "ml_depth.proof", 1, "judgment", "proof", ("x",), "How would you notice that?", "And how?", "A sign.", True
)


async def test_a_question_that_points_back_quotes_what_it_was_found_by_else_the_statement_that_says_most() -> None:
    newest = candidate("I would stop the line for an hour. Then the drivers get a new plan by noon. It waits.")
    other = replace(follow_up("p", "numbers", 0.3), said="I would stop the line for an hour.")
    most = (await said(view(newest, general_probes=(GENERAL,)), Move.PROBE, found=(other,))).text
    assert "“the drivers get a new plan by noon”" in most
    own = FollowUp("own", "probe", GENERAL.ask, None, "proof", 0.9, "ml_depth", "judgment", 1,
                   "I would stop the line for an hour.")  # fmt: skip
    assert "stop the line" in (await said(view(newest), Move.PROBE, found=(other, own))).text
    again = view(asked("You said “I would stop the line”. And then?"), newest, general_probes=(GENERAL,))
    assert (await said(again, Move.PROBE, found=(other,))).text == GENERAL.ask


@pytest.mark.parametrize(
    "ask",
    [
        "What does the depot cost a day?",
        "Which part of that can you decide alone?",
        "What are you leaving out there on purpose?",
        "Which single decision in that story was yours?",
        "Somebody here is sure that it won't work. How do you prove it?",
    ],
)
async def test_nothing_is_quoted_before_what_stands_by_itself_or_means_the_whole_answer(ask: str) -> None:
    newest = candidate("I would stop the line for an hour. Then the drivers get a new plan by noon. " * 2)
    found = replace(follow_up("p", "numbers", 0.9), ask=ask, said="I would stop the line for an hour.")
    assert (await said(view(newest), Move.PROBE, found=(found,))).text == ask


async def test_what_is_nothing_without_the_words_before_it_is_not_quoted() -> None:
    newest = candidate("Drivers wait. It decides which of the trams goes first. That costs nobody a minute today.")
    assert (await said(view(newest, general_probes=(GENERAL,)), Move.PROBE)).text == GENERAL.ask


async def test_what_was_said_before_is_named_and_what_is_still_open_is_put_in_other_words() -> None:
    heard: list[str] = []
    for lead in ("As I said, ", "I can only repeat: "):
        newest = candidate(f"{lead}the drivers get a new plan.")
        seen = view(*(asked(text) for text in heard), newest, open_probe=PROBE.id, open_follow_up=OPEN,
                    message=MessageKind.SAID_BEFORE)  # fmt: skip
        heard.append((await said(seen, Move.REDIRECT)).text)
    assert all("“the drivers get a new plan”" in text for text in heard)
    assert heard[0].endswith(PROBE.again)
    assert len({text.partition("“")[0] for text in heard}) == 2
    short = view(candidate("As I said, trams."), message=MessageKind.SAID_BEFORE)
    assert (await said(short, Move.REDIRECT)).text.startswith(phrases.SAID_BEFORE_UNQUOTED)


async def test_what_is_asked_of_him_inside_an_answer_is_answered_or_said_to_be_unknown() -> None:
    class Faintly(ByTopic):
        async def nearest_fact(self, text: str, facts: Any) -> tuple[Fact, float] | None:
            near = await super().nearest_fact(text, facts)
            return (near[0], 0.4) if near else None

    async def reply(words: str) -> str:
        interviewer = OfflineInterviewer(Faintly(), hears_nothing)
        found = (replace(follow_up("p", "numbers", 0.9), ask="What does a stop cost?"),)
        seen = view(candidate(words), question=CASE)
        *_, reply = [piece async for piece in interviewer.reply(seen, Allowed((Move.PROBE,), found))]
        return reply.text

    assert (await reply("I'd hold the trams. Do you know when the depot closes?")).startswith(DEPOT.say)
    assert (await reply("I'd hold the trams. Do you know what a driver earns?")).startswith(phrases.NOT_AT_HAND)
    assert await reply("What closes first? The depot, I'd say, so I hold the trams.") == "What does a stop cost?"


async def test_whether_he_was_right_is_left_to_the_debrief() -> None:
    seen = view(candidate("Was my diagnosis right?"), closing=True)
    assert (await said(seen, Move.CLARIFY)).text.startswith(phrases.NO_VERDICT_HERE)


@pytest.mark.parametrize(
    "ask",
    ["The flag is zero all year. Which number reaches the network that day?", "What is it for those who answered?"],
)
async def test_what_points_at_its_own_words_needs_no_quote(ask: str) -> None:
    newest = candidate("I would stop the line for an hour. Then the drivers get a new plan by noon. " * 2)
    found = replace(follow_up("p", "numbers", 0.9), ask=ask, said="I would stop the line for an hour.")
    assert (await said(view(newest), Move.PROBE, found=(found,))).text == ask


class Hears:
    """Stands for the grader's ear: every answer speaks to another follow-up, or about another case, or none does."""

    def __init__(self, another: bool, case: bool) -> None:
        self.another, self.case = another, case

    async def hears_another(self, seen: RoundView) -> bool:
        return self.another

    async def hears_another_case(self, seen: RoundView) -> bool:
        return self.case


DEPOT_CALLS = candidate("The depot has one number, and whoever is on shift there picks it up within a minute.")
ON = (Move.PROBE, Move.CLOSE, Move.REDIRECT)


async def reply_to_another(seen: RoundView, *moves: Move, another: bool = True, case: bool = False) -> Reply:
    interviewer = OfflineInterviewer(ByTopic(), lambda: cast("OfflineGrader", Hears(another, case)))
    pieces = [piece async for piece in interviewer.reply(seen, Allowed(moves, ()))]
    assert isinstance(pieces[-1], Reply)
    return pieces[-1]


def answered_with_another(*turns: Any, **more: Any) -> RoundView:
    asked_for = {"open_probe": PROBE.id, "open_follow_up": OPEN, "open_ask": PROBE.ask}
    return view(asked(PROBE.ask, PROBE.id), *turns, DEPOT_CALLS, **{**asked_for, **more})


async def test_an_answer_to_another_follow_up_is_kept_and_the_open_one_put_once_more() -> None:
    reply = await reply_to_another(answered_with_another(), *ON)
    assert reply.text.endswith(PROBE.again)
    assert reply.text.startswith(phrases.BESIDE_THE_ASK)
    assert (reply.move, reply.probe_id, reply.signal) == (Move.REDIRECT, PROBE.id, PROBE.signal)
    assert (await reply_to_another(answered_with_another(), *ON, another=False)).move is Move.PROBE


@pytest.mark.parametrize(
    ("seen", "moves"),
    [
        (answered_with_another(asked(f"Once more: {PROBE.again}", PROBE.id, Move.REDIRECT)), ON),
        (answered_with_another(), ON[:2]),
        (answered_with_another(), (Move.QUESTION, *ON)),
        (answered_with_another(open_probe="ml_depth.proof-or-trust"), ON),
        (answered_with_another(open_probe=None, open_follow_up=None), ON),
        (answered_with_another(message=MessageKind.CORRECTION), ON),
    ],
    ids=["never twice", "pressed already", "time for another question", "any question's", "the question", "corrected"],
)
async def test_nobody_is_asked_once_more_where_it_is_not_the_time(seen: RoundView, moves: tuple[Move, ...]) -> None:
    assert (await reply_to_another(seen, *moves)).move is not Move.REDIRECT


async def test_answers_about_another_case_are_named_once_and_what_is_open_is_put_again() -> None:
    debugging = replace(SPEC, commands=True)
    reply = await reply_to_another(answered_with_another(spec=debugging), *ON, case=True)
    assert reply.text.startswith(phrases.OTHER_CASE)
    assert reply.text.endswith(PROBE.again)
    marked = (Move.REDIRECT, f"{QUESTION.id}{OTHER_CASE}", PROBE.signal)
    assert (reply.move, reply.probe_id, reply.signal) == marked
    told = answered_with_another(spec=debugging, asked=(f"{QUESTION.id}{OTHER_CASE}",))
    assert (await reply_to_another(told, *ON, another=False, case=True)).move is Move.PROBE
    elsewhere = answered_with_another()
    assert (await reply_to_another(elsewhere, *ON, another=False, case=True)).move is Move.PROBE, "no system of its own"


def test_the_dot_of_a_version_or_of_an_attribute_ends_no_question() -> None:
    for question in ("Can you log the vector for app 5.9?", "What is df.shape?"):
        assert own_words.asked_in(f"One row each, fine. {question}") == [question]


async def test_output_that_the_case_does_not_hold_is_not_to_be_assumed_but_expected() -> None:
    seen = view(candidate("Can you print the dtypes?"), message=MessageKind.CLARIFY)
    assert (await said(seen, Move.CLARIFY)).text.startswith(phrases.NO_FACT)
    seen = replace(seen, spec=replace(SPEC, commands=True))
    assert (await said(seen, Move.CLARIFY)).text.startswith(code_phrases.NO_OUTPUT)


@pytest.mark.parametrize("message", [MessageKind.REPEAT, MessageKind.CORRECTION])
async def test_once_all_words_were_said_the_ask_is_put_as_before_and_not_what_it_is_about(message: MessageKind) -> None:
    probe = replace(OPEN, about="six minutes and no more")
    seen = wishing(asked(PROBE.again), open_follow_up=probe, message=message)
    reply = await said(seen, Move.CLARIFY)
    assert reply.text.endswith(f" {PROBE.ask}")
    assert probe.about not in reply.text


async def test_who_asks_back_again_and_again_hears_that_an_answer_is_due() -> None:
    told = asked("There are ninety.", move=Move.CLARIFY)
    ask = candidate("What is the volume?")
    first = view(asked(PROBE.ask, PROBE.id), ask, message=MessageKind.CLARIFY, open_probe=PROBE.id, question=CASE)
    third = view(asked(PROBE.ask, PROBE.id), ask, told, ask, told, ask, message=MessageKind.CLARIFY,
                 open_probe=PROBE.id, question=CASE)  # fmt: skip
    assert not (await said(first, Move.CLARIFY)).text.endswith(phrases.NOW_ANSWER)
    reply = await said(third, Move.CLARIFY)
    assert reply.text.endswith(phrases.NOW_ANSWER) and reply.move is Move.CLARIFY
    answered = view(asked(PROBE.ask, PROBE.id), ask, told, ask, told, candidate("Six minutes."), asked("And then?"),
                    ask, message=MessageKind.CLARIFY, question=CASE)  # fmt: skip
    assert not (await said(answered, Move.CLARIFY)).text.endswith(phrases.NOW_ANSWER)

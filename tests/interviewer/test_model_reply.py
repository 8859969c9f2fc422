"""What the model interviewer says, and what is known about it beside the words."""

from dataclasses import replace

import pytest
from tram_round import FOLLOW_UPS, QUESTION, SPEC, allowed, asked, candidate, view

from agent.domain.claims import Claim, Conflict
from agent.domain.interview import Allowed, Reply
from agent.domain.terms import InterviewerKind, MessageKind, Move
from agent.errors import ProviderError, UsageError
from agent.interviewer.model import ModelInterviewer
from agent.llm.scripted import Expected, ScriptedModel
from agent.settings import Settings

ANSWER = candidate("I would look at the headway: ninety trams is one every ten minutes.")
HEADWAY, DEPOT = FOLLOW_UPS


async def heard(stream):
    pieces = [piece async for piece in stream]
    assert isinstance(pieces[-1], Reply)
    assert "".join(pieces[:-1]) == pieces[-1].text
    return pieces[-1]


def speaking(*answers, purpose="reply"):
    model = ScriptedModel(*(Expected(purpose, answer) for answer in answers))
    return ModelInterviewer(model, "m"), model


async def reply(answer, seen=None, may=None):
    interviewer, model = speaking(answer)
    said = await heard(interviewer.reply(seen or view(ANSWER), may or allowed()))
    model.check()
    return said


async def test_a_probe_is_said_without_its_header_and_known_by_its_id():
    said = await reply(f"@probe {HEADWAY.id}\nTen minutes, you say. Why not six?")
    assert said == Reply("Ten minutes, you say. Why not six?", Move.PROBE, HEADWAY.id, (QUESTION.id,), signal="numbers")


async def test_a_reply_without_a_header_counts_as_the_routers_first_choice():
    said = await reply("So what headway do you aim at?")
    assert (said.move, said.probe_id) == (Move.PROBE, HEADWAY.id)


async def test_a_move_that_is_not_allowed_is_not_taken_over():
    said = await reply("@close\nThat is all, thank you.", may=allowed(Move.HINT))
    assert (said.move, said.hint_rung) == (Move.HINT, 1)


async def test_an_own_question_has_no_probe_id():
    assert (await reply("@deepen\nWhere does it end?", may=allowed(Move.DEEPEN))).probe_id is None


async def test_a_hint_knows_its_rung():
    said = await reply("@hint\nThink of the stops.", view(ANSWER, hints_given=2), allowed(Move.HINT))
    assert said.hint_rung == 3


async def test_the_hint_and_the_twist_are_handed_over_only_when_they_may_be_used():
    for moves, words, absent in [
        ((Move.HINT,), "hint: hint two", "twist:"),
        ((Move.PROBE, Move.TWIST), "twist: The bridge closes", "hint:"),
        ((Move.REDIRECT,), "differently, for R6: Why do the trams bunch?", "twist:"),
    ]:
        interviewer, model = speaking(f"@{moves[0]}\nWords.")
        await heard(interviewer.reply(view(ANSWER, hints_given=1), allowed(*moves)))
        last = model.requests[0].messages[-1][1]
        assert words in last
        assert absent not in last


async def test_what_was_told_about_the_case_is_kept_without_the_question_that_hands_back():
    asking = view(candidate("How many stops?"), message=MessageKind.CLARIFY)
    said = await reply("@clarify\nNine stops, 1.2 km apart. The last is the depot. So, where would you start?", asking,
                       allowed(Move.CLARIFY))  # fmt: skip
    assert said.stated_fact == "Nine stops, 1.2 km apart. The last is the depot."


async def test_repeating_the_question_tells_nothing_new():
    seen = view(candidate("Again, please?"), message=MessageKind.REPEAT)
    assert (await reply("@clarify\nWhy do they bunch?", seen, allowed(Move.CLARIFY))).stated_fact is None


async def test_a_challenge_is_known_by_its_contradiction():
    pair = Conflict(Claim("figure", "r", 1, "12 ms", "p99 latency"), Claim("figure", "r", 3, "40 ms", "p99 latency"))
    said = await reply("@challenge\nTwelve or forty?", view(ANSWER, conflicts=(pair,)), allowed(Move.CHALLENGE))
    assert said.probe_id == "claims.p99-latency"


async def test_a_twist_is_known_by_its_question():
    said = await reply("@twist\nThe bridge closes on Monday. What changes?", may=allowed(Move.TWIST))
    assert (said.probe_id, said.sources) == (f"{QUESTION.id}.twist", (QUESTION.id,))


async def test_the_next_question_is_put_word_for_word_behind_the_models_sentence():
    following = replace(QUESTION, id="ml_depth-ferries", statement="A ferry is late. What now?\n")
    said = await reply(
        "@question\nLet's leave the trams.", view(ANSWER, next_question=following), allowed(Move.QUESTION)
    )
    assert said.text == "Let's leave the trams.\n\nA ferry is late. What now?"
    assert said.move is Move.QUESTION


async def test_the_opening_greets_and_puts_the_statement_word_for_word():
    interviewer, model = speaking("Hello, I look after trams.\n", purpose="open")
    said = await heard(interviewer.open(view()))
    assert said == Reply(f"Hello, I look after trams.\n\n{QUESTION.statement}", Move.QUESTION)
    assert SPEC.openings[2] in model.requests[0].messages[-1][1]
    assert "You have 20 minutes" in model.requests[0].messages[-1][1], "the length of this round, not of its kind"
    assert "No other round follows." in model.requests[0].messages[-1][1]


async def test_the_length_of_a_short_form_is_whole_minutes():
    interviewer, model = speaking("Hello.", purpose="open")
    await heard(interviewer.open(view(minutes=16 / 3)))
    assert "You have 5 minutes" in model.requests[0].messages[-1][1]


async def test_an_opening_with_a_header_does_not_show_it():
    interviewer, _ = speaking("@question\nHello.", purpose="open")
    assert (await heard(interviewer.open(view()))).text.startswith("Hello.\n\n")


async def test_after_another_round_the_opening_knows_that_it_is_not_the_first():
    interviewer, model = speaking("Hello.", purpose="open")
    await heard(interviewer.open(view(round_index=2, rounds_total=6)))
    assert "round 3 of 6" in model.requests[0].messages[-1][1]
    assert "comes straight from the round before" in model.requests[0].messages[-1][1]


@pytest.mark.parametrize("empty", ["", "  \n", f"@probe {HEADWAY.id}\n", "@close", "@clarify\n \n"])
async def test_a_reply_without_words_is_asked_for_once_more(empty):
    interviewer, model = speaking(empty, f"@probe {DEPOT.id}\nWho calls?")
    assert (await heard(interviewer.reply(view(ANSWER), allowed()))).probe_id == DEPOT.id
    model.check()


REFUSAL = "I'm sorry, but I can't help with that request. It is against what I may do."


async def test_a_refusal_in_words_is_not_told_to_the_candidate_and_asked_once_more():
    interviewer, model = speaking(REFUSAL, f"@probe {DEPOT.id}\nWho calls?")
    assert (await heard(interviewer.reply(view(ANSWER), allowed(Move.TWIST, Move.PROBE)))).text == "Who calls?"
    model.check()
    interviewer, _ = speaking(REFUSAL, REFUSAL)
    with pytest.raises(ProviderError, match=r"declined to answer, twice\. Everything is kept"):
        await heard(interviewer.reply(view(ANSWER), allowed()))
    told = await reply("@clarify\nI'm sorry, I can't help you there.", may=allowed(Move.CLARIFY))
    assert told.text == "I'm sorry, I can't help you there.", "with a header it is a reply"


async def test_without_a_header_the_case_is_changed_only_by_the_words_that_change_it():
    may = allowed(Move.TWIST, Move.PROBE, Move.CLOSE)
    assert (await reply("So what headway do you aim at?", may=may)).move is Move.PROBE
    assert (await reply("Now the bridge closes on Monday. What changes?", may=may)).move is Move.TWIST
    assert (await reply("So what headway do you aim at?", may=allowed(Move.TWIST, Move.CLOSE))).move is Move.TWIST


async def test_a_model_that_stays_silent_is_an_error_that_keeps_everything():
    interviewer, _ = speaking("@probe", "@probe")
    with pytest.raises(ProviderError, match=r"said nothing, twice\. Everything is kept"):
        await heard(interviewer.reply(view(ANSWER), allowed()))


async def test_after_a_wish_the_offer_is_the_questions_other_probes():
    left = view(candidate("Can we skip that?"), message=MessageKind.SKIP, open_probe=HEADWAY.id, open_follow_up=HEADWAY,
                asked=(HEADWAY.id,))  # fmt: skip
    noise = replace(DEPOT, id="noise.found", ask="What is a skip?")
    interviewer, model = speaking(f"@probe {DEPOT.id}\nWho calls the depot?")
    said = await heard(interviewer.reply(left, Allowed((Move.PROBE, Move.CLOSE), (noise,))))
    offered = model.requests[0].messages[-1][1]
    assert said.probe_id == DEPOT.id
    assert DEPOT.id in offered
    assert "noise.found" not in offered
    assert f"- {HEADWAY.id}" not in offered


async def test_material_that_can_not_be_asked_is_not_offered():
    guide = replace(HEADWAY, id="guide.trams#2", kind="guide", ask=None, about="why trams bunch")
    interviewer, model = speaking("@probe\nWhat makes the second one catch up?")
    await heard(interviewer.reply(view(ANSWER, asked=(HEADWAY.id, DEPOT.id)), Allowed((Move.PROBE,), (guide,))))
    assert "guide.trams#2" not in model.requests[0].messages[-1][1]


async def test_the_open_question_is_given_without_the_greeting_before_it():
    interviewer, model = speaking("@probe\nWhat else?", purpose="reply")
    await heard(interviewer.reply(view(ANSWER, open_ask=f"Hello there.\n\n{QUESTION.statement}"), allowed()))
    assert f"had to answer: {QUESTION.statement}\n" in model.requests[0].messages[-1][1]


async def test_what_the_round_has_not_heard_yet_is_told():
    interviewer, model = speaking("@probe\nWhat else?", purpose="reply")
    await heard(interviewer.reply(view(ANSWER, signals_seen={"numbers": 2}), allowed()))
    assert "Judgment not yet, Numbers in 2" in model.requests[0].messages[-1][1]


async def test_with_the_candidates_own_questions_open_nothing_else_is():
    interviewer, model = speaking("@close\nThree of us. Goodbye.")
    seen = view(ANSWER, asked("And you?", move=Move.CLOSE), candidate("How many?"), closing=True, open_ask="old one")
    await heard(interviewer.reply(seen, allowed(Move.CLOSE)))
    last = model.requests[0].messages[-1][1]
    assert "your offer to answer the candidate's own questions" in last
    assert "old one" not in last


async def test_the_last_word_gets_farewells_and_the_handover_before_it_does_not():
    for closing, words, absent in [
        (True, "last word: Goodbye", "handing over:"),
        (False, "handing over: The", "last word"),
    ]:
        interviewer, model = speaking("@close\nWords.")
        turns = (ANSWER, asked("And you?", move=Move.CLOSE), candidate("How big is the team?"))
        await heard(interviewer.reply(view(*turns, closing=closing), allowed(Move.CLOSE)))
        last = model.requests[0].messages[-1][1]
        assert words in last
        assert absent not in last


async def test_a_candidate_who_stops_gets_the_last_word_and_no_handover():
    interviewer, model = speaking("@close\nThen we end here. Goodbye.")
    await heard(interviewer.reply(view(candidate("Yes, stop."), message=MessageKind.STOP), allowed(Move.CLOSE)))
    assert "last word: Goodbye" in model.requests[0].messages[-1][1]
    assert "handing over" not in model.requests[0].messages[-1][1]


async def test_a_wish_to_leave_one_round_is_told_from_a_wish_to_end():
    for alone, rounds, words in [
        (True, 2, "the wish to end this round, not the interview: the next round would follow"),
        (True, 1, "the wish to end this round, not the interview: there is none after it"),
        (False, 2, "the wish to end the interview"),
    ]:
        interviewer, model = speaking("@redirect\nStop here?")
        stopping = view(candidate("Enough of this."), message=MessageKind.STOP)
        shown = replace(stopping, round_only=alone, rounds_total=rounds)
        await heard(interviewer.reply(shown, allowed(Move.REDIRECT)))
        assert words in model.requests[0].messages[-1][1]


async def test_a_provider_that_fails_in_mid_sentence_is_the_callers_to_know():
    model = ScriptedModel(Expected("reply", ProviderError("gone"), before_error="@probe\nHalf a"))
    with pytest.raises(ProviderError, match="gone"):
        await heard(ModelInterviewer(model, "m").reply(view(ANSWER), allowed()))


def test_it_is_built_from_settings_and_says_who_it_is(tmp_path):
    settings = Settings(home=tmp_path, model="big", grader_model="careful", base_url="http://127.0.0.1:1/v1")
    interviewer = ModelInterviewer.from_settings(settings)
    assert (interviewer.kind, interviewer.name, interviewer.grader) == (InterviewerKind.MODEL, "big", "careful")
    assert ModelInterviewer.from_settings(Settings(home=tmp_path, model="big")).grader == "big"
    with pytest.raises(UsageError, match="No model is named"):
        ModelInterviewer.from_settings(Settings(home=tmp_path))

"""Questions about a sentence that was just said: which sentence, asked how, and when not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_asking_again import said
from test_character import character, follow_up
from tram_round import QUESTION, SPEC, asked, candidate, view

from agent.domain.claims import Claim
from agent.domain.interview import Allowed, FollowUp, RoundView
from agent.domain.terms import MessageKind, Move, RoundKind
from agent.interviewer import drilling, phrases

PROBE = QUESTION.probes[0]
OPEN = replace(follow_up(PROBE.id, PROBE.signal, 1.0), ask=PROBE.ask)
MOVES = (Move.DEEPEN, Move.PROBE, Move.CLOSE)


def answered(text: str, **more: object) -> RoundView:
    return view(asked(PROBE.ask, PROBE.id), candidate(text), open_probe=PROBE.id, open_follow_up=OPEN, **more)


@pytest.mark.parametrize(
    ("text", "kind", "quote"),
    [
        (
            "We talk a lot. The gap fell from 14 to 6 minutes that spring.",
            "figure",
            "The gap fell from 14 to 6 minutes",
        ),
        ("The drivers were angry. I replaced the timetable with a rule.", "decision", "I replaced the timetable with"),
        (
            "There were four of us. I owned the dispatch board that year.",
            "ownership",
            "I owned the dispatch board that",
        ),
    ],
)
async def test_what_can_be_gone_into_is_quoted_and_gone_into(text: str, kind: str, quote: str) -> None:
    claims = (Claim("ownership", "ml_depth", 2, "I owned the dispatch board that year."),)
    reply = await said(answered(text, claims=claims), *MOVES, found=(follow_up("other", "judgment", 0.9),))
    assert reply.move is Move.DEEPEN
    assert f"“{quote}" in reply.text
    assert any(reply.text.endswith(ask) for ask in phrases.DRILLS[kind])


async def test_of_a_decision_the_part_that_decides_is_quoted() -> None:
    text = "I said that the gap was three times our limit, so I reverted the timetable at six."
    reply = await said(answered(text, claims=(Claim("decision", "ml_depth", 2, text),)), *MOVES)
    assert "“I reverted the timetable at six”" in reply.text


@pytest.mark.parametrize(
    "text",
    [
        "My sister drives one, by the way. I'd hold the second tram at the bridge.",
        "I'd take those who left within 90 days as lost.",
        "If the bridge closes I moved twelve trams to the other line.",
        "We could be at 6 minutes by summer.",
        "I communicated a lot with all stakeholders.",
        "The thirty thousand I calculated in my head.",
        "Marta and I only checked a sample of 100 of these.",
    ],
)
async def test_what_is_planned_supposed_or_said_by_the_way_is_not_gone_into(text: str) -> None:
    assert drilling.drill(answered(text), _nothing()) is None


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        ("I replaced the whole timetable by hand, and I threw four days of it away.", "decision", "cost you"),
        ("The gap fell from 14 to 6 minutes. That was over one spring.", "figure", "which period"),
        ("In July the gap was 3 minutes more.", "figure", "which period"),
        ("The gap fell from 14 to 6 minutes.", "figure", "compare it with"),
        ("The gap fell to 6 minutes. We measured it at the depot.", "figure", "number come from"),
    ],
)
async def test_nothing_is_asked_that_the_sentence_or_the_next_one_tells(text: str, kind: str, told: str) -> None:
    asks = phrases.DRILLS[kind]
    seeds = range(len(asks))
    texts = [reply.text for seed in seeds if (reply := drilling.drill(answered(text, seed=seed), _nothing()))]
    assert len(texts) == len(asks)
    assert not any(told in reply for reply in texts)
    assert any(told in ask for ask in asks)


async def test_a_figure_of_pay_is_not_asked_what_moves_it_and_one_that_was_offered_is_no_figure_of_his() -> None:
    text = "The other house has offered a base of 46 thousand."
    reply = await said(answered(text), *MOVES)
    assert any(reply.text.endswith(ask) for ask in phrases.DRILLS["offer"])
    own = await said(answered("The base I asked for is 46 thousand."), *MOVES)
    assert any(own.text.endswith(ask) for ask in phrases.DRILLS["pay"])
    offered = view(asked("I have 46 thousand for you.", PROBE.id), candidate(text), open_probe=PROBE.id,
                   open_follow_up=OPEN)  # fmt: skip
    assert drilling.drill(offered, _nothing()) is None
    assert drilling.drill(answered("The base of the others is 46 thousand, is that right?"), _nothing()) is None


async def test_who_bargains_tells_no_story_of_what_he_did_with_others() -> None:
    text = "The drivers were angry. I replaced the timetable with a rule."
    assert drilling.drill(answered(text), _nothing()) is not None
    offer = replace(QUESTION, round=RoundKind.NEGOTIATION)
    assert drilling.drill(answered(text, question=offer), _nothing()) is None


async def test_a_thread_is_followed_by_the_third_answer_even_where_nothing_said_can_be_gone_into() -> None:
    general = replace(PROBE, id="ml_depth.how-sure", ask="How sure are you of that?", fits_any=True)
    short = (asked("One?"), candidate("A bell."), asked("Two?"), candidate("A rope."))
    seen = view(*short, asked(PROBE.ask, PROBE.id), candidate("It would ring at once."), open_probe=PROBE.id,
                open_follow_up=OPEN, general_probes=(general,), answers_left=5)  # fmt: skip
    reply = await said(seen, *MOVES)
    assert (reply.move, reply.probe_id, reply.signal) == (Move.DEEPEN, general.id, PROBE.signal)
    found = (follow_up("far", "judgment", 0.9),)
    assert (await said(seen, *MOVES, found=found)).probe_id == "far"
    assert (await said(replace(seen, answers_left=2), *MOVES, found=found)).probe_id == general.id
    early = view(asked(PROBE.ask, PROBE.id), candidate("It would ring at once."), open_probe=PROBE.id,
                 open_follow_up=OPEN, general_probes=(general,))  # fmt: skip
    assert (await said(early, *MOVES)).move is Move.PROBE


async def test_once_a_thread_was_followed_what_is_known_of_the_subject_asks_first() -> None:
    text = "The gap fell from 14 to 6 minutes that spring."
    found = (follow_up("far", "judgment", 0.9),)
    assert "fell from 14" in (await said(answered(text), *MOVES, found=found)).text
    seen = view(asked("And then?", "deeper", Move.DEEPEN), candidate("We tried."), asked(PROBE.ask, PROBE.id),
                candidate(text), open_probe=PROBE.id, open_follow_up=OPEN)  # fmt: skip
    assert (await said(seen, *MOVES, found=found)).probe_id == "far"
    assert "fell from 14" in (await said(seen, *MOVES)).text


async def test_a_better_follow_up_on_the_same_signal_comes_first_and_so_does_a_mistake() -> None:
    seen = answered("The gap fell from 14 to 6 minutes that spring.", signals_seen={"numbers": 1, "judgment": 1})
    assert (await said(seen, *MOVES, found=(follow_up("deeper", PROBE.signal, 0.8),))).probe_id == "deeper"
    mistake = replace(follow_up("wrong", "judgment", 0.7), kind="failure_mode")
    assert (await said(seen, *MOVES, found=(mistake,))).probe_id == "wrong"


async def test_what_we_did_is_not_taken_for_his_and_a_clause_is_quoted_without_what_joins_it() -> None:
    text = "I owned the board, and we threw half of it away later, and I replaced the whole timetable by hand."
    seen = answered(text, claims=(Claim("ownership", "ml_depth", 2, text),))
    quotes = [quote for _, quote in drilling._found(seen)]
    assert quotes == ["I replaced the whole timetable by hand"]


@pytest.mark.parametrize(
    ("code", "text"),
    [(True, "The window holds 40 rows and no more than that."), (False, "And nan <= 0.5 is False in that case.")],
)
async def test_neither_figures_beside_code_nor_code_are_gone_into(code: bool, text: str) -> None:
    seen = answered(text, spec=replace(SPEC, code=code))
    assert drilling.drill(seen, _nothing()) is None


async def test_never_two_in_a_row_and_no_sentence_twice() -> None:
    text = "The gap fell from 14 to 6 minutes that spring."
    first = await said(answered(text), *MOVES)
    after = view(asked(first.text, first.probe_id, Move.DEEPEN), candidate("It was 9 minutes on the other line."),
                 open_probe=first.probe_id, open_ask=first.text)  # fmt: skip
    assert drilling.is_open(after)
    assert drilling.drill(after, _nothing()) is None
    again = view(asked(first.text, first.probe_id, Move.DEEPEN), candidate("ok"), asked(PROBE.ask, PROBE.id),
                 candidate(text), open_probe=PROBE.id, open_follow_up=OPEN)  # fmt: skip
    assert drilling.drill(again, _nothing()) is None


async def test_gone_around_it_is_put_again_about_the_same_words() -> None:
    first = await said(answered("The gap fell from 14 to 6 minutes that spring."), *MOVES)
    seen = view(asked(first.text, first.probe_id, Move.DEEPEN), candidate("It depends."),
                message=MessageKind.DODGE, open_probe=first.probe_id, open_ask=first.text)  # fmt: skip
    again = await said(seen, Move.REDIRECT)
    assert "“The gap fell from 14 to 6 minutes that spring”" in again.text
    assert any(again.text.endswith(ask) for ask in phrases.DRILLS_AGAIN["figure"])
    assert QUESTION.again not in again.text


async def test_a_lead_in_that_says_what_the_question_says_is_left_out() -> None:
    who = character(lead_ins=("That headway, then.", "What I write down here.", "One for the depot."))
    texts = [
        (await said(view(candidate("I wait."), character=who), Move.PROBE, found=(_asks(f"p{n}"),))).text
        for n in range(12)
    ]
    assert any(text.startswith("One for the depot.") for text in texts)
    assert not any(text.startswith(("That headway", "What I")) for text in texts)


def _asks(id: str) -> FollowUp:
    return replace(follow_up(id, "numbers", 0.9), ask="What headway do you aim at?")


def _nothing() -> Allowed:
    return Allowed(MOVES)


@pytest.mark.parametrize(("ask", "drilled"), [("Ninety trams, two in ten late. How many is that?", False),
                                              ("You said “it fell by 40 percent”. Who was that?", True)])  # fmt: skip
async def test_a_sum_that_was_asked_for_needs_no_source(ask: str, drilled: bool) -> None:
    seen = replace(answered("The number of late trams comes out at 18 percent, so 16 fewer."), open_ask=ask)
    reply = await said(seen, *MOVES, found=(follow_up("other", "judgment", 0.9),))
    assert any(reply.text.endswith(words) for words in phrases.DRILLS["figure"]) is drilled


async def test_what_somebody_else_offered_is_no_sum() -> None:
    seen = replace(
        answered("They offered me 210 as a base salary last week."), open_ask="Ours is 180. What is missing?"
    )
    reply = await said(seen, *MOVES, found=(follow_up("other", "judgment", 0.9),))
    assert any(reply.text.endswith(words) for words in phrases.DRILLS["offer"])

"""What a candidate takes back counts neither way, and the taking back counts once, as honesty."""

from __future__ import annotations

from graded_rounds import STRONG, catalog, graded, grader, held

from agent.domain.terms import Flag
from agent.grading.exchanges import read_exchanges
from agent.grading.prose import round_prose
from agent.grading.transcripts import Heard

WRONG = "400 shops by 12 is 480 a night, so precision in the top twelve is my number and I don't look at AUC."
SLIP = "I made a slip before: 400 shops by 12 is 4,800 a night."
ANSWERS = (
    STRONG[0],
    STRONG[1],
    f"Twelve. {WRONG} If fewer than five of twelve are really empty I'd go back to the rule.",
)


async def test_what_was_taken_back_is_no_evidence_and_owning_up_is_said_once() -> None:
    stood = held((*ANSWERS, STRONG[3]))
    corrected = held((*ANSWERS, f"{STRONG[3]} {SLIP}"))
    grade, verdict = await graded(stood)
    assert any(item.quote == WRONG for signal in grade.signals for item in signal.evidence), "it is a quote to have"
    grade, verdict = await graded(corrected)
    quotes = [item.quote for signal in grade.signals for item in signal.evidence]
    assert WRONG not in quotes
    assert SLIP not in quotes, "this rubric has no signal for honesty"
    seen = Heard(catalog().rubric(corrected.round), None, corrected, corrected.level)
    prose = round_prose(seen, grade, verdict)
    said = [prose.headline, *prose.strengths, *prose.concerns]
    assert sum(SLIP in line for line in said) == 1
    assert any(SLIP in line and "put right by the candidate" in line for line in prose.strengths)
    assert not any("480 a night" in line for line in said)


async def test_an_answer_that_was_taken_back_whole_is_not_rated() -> None:
    transcript = held((WRONG, STRONG[1], f"{STRONG[2]} {SLIP}"))
    assert [exchange.aside for exchange in read_exchanges(transcript)] == [True, False, False]


async def test_a_figure_that_was_taken_back_contradicts_nothing() -> None:
    before = "Our p99 latency was 40 ms in production."
    after = "Our p99 latency was 400 ms in production."
    both, owned = held((before, STRONG[1], after)), held((before, STRONG[1], f"{after} I said 40 ms, it is 400 ms."))
    assert grader().contradictions(both)
    assert not grader().contradictions(owned)
    assert Flag.CONTRADICTION not in (await graded(owned))[0].flags

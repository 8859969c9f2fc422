"""Quotes are what was said, code point by code point, or they are not quotes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.terms import Role, RoundKind
from agent.domain.transcript import Transcript, Turn
from agent.domain.verdict import Evidence
from agent.grading.evidence import LONGEST_QUOTE, best_span, find_exact, is_verbatim, quotable, verbatim
from agent.grading.spans import Span, sentences, windows

TEXTS = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from(" .!?,;’“”…\n–e\u0301\u200b🙂ßİﬁ")), max_size=300
)


@pytest.mark.parametrize(
    ("text", "quote", "exact"),
    [
        ("I said “no”, and meant it.", 'I said "no", and meant it.', "I said “no”, and meant it"),
        ("It’s 40 – maybe 50 – ms", "it's 40 - maybe 50 - ms", "It’s 40 – maybe 50 – ms"),
        ("two\n  lines  here", "two lines here", "two\n  lines  here"),
        ("cafe\u0301 au lait", "café au lait", "cafe\u0301 au lait"),
        ("the ﬁrst one", "the first one", "the ﬁrst one"),
        ("We kept 12 of\u200b them", "we kept 12 of them", "We kept 12 of\u200b them"),
        ("wait… what", "wait... what", "wait… what"),
        ("ｆｕｌｌ width", "full width", "ｆｕｌｌ width"),
        ("I decided it.", '"I decided it."', "I decided it"),
        ("nothing of the sort", "something else", None),
        ("anything", "", None),
        ("anything", ' "." ', None),
    ],
)
def test_a_normalised_quote_is_put_back_as_it_was_said(text: str, quote: str, exact: str | None) -> None:
    assert find_exact(text, quote) == exact


@given(TEXTS, st.integers(0, 300), st.integers(1, 80))
def test_what_is_found_stands_in_the_text(text: str, start: int, length: int) -> None:
    quote = text[start : start + length].upper().replace("’", "'")
    found = find_exact(text, quote)
    assert found is None or found in text


@given(TEXTS)
def test_sentences_and_windows_are_exact_stretches_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(text[span.start : span.end] == span.text and span.text == span.text.strip() for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert "".join("".join(s.text for s in spans).split()) == "".join(text.split())
    assert all(text[span.start : span.end] == span.text for span in windows(spans, text, 3))


@given(TEXTS, st.integers(1, 120))
def test_a_quotable_stretch_is_short_and_exact(text: str, longest: int) -> None:
    for span in sentences(text):
        cut = quotable(text, span, longest)
        assert text[cut.start : cut.end] == cut.text
        assert len(cut.text) <= max(longest, 0) or cut == span


def test_sentences_keep_figures_and_abbreviations_whole() -> None:
    text = "It took 3.5 days, e.g. in May. Then v1.2 shipped!  We (all of us) cheered... Really?"
    assert [span.text for span in sentences(text)] == [
        "It took 3.5 days, e.g. in May.", "Then v1.2 shipped!", "We (all of us) cheered...", "Really?",
    ]  # fmt: skip


def test_the_best_span_wins_and_of_equals_the_first() -> None:
    text = "One. Two. Three."
    assert best_span(text, [0.1, 0.9, 0.9]) == Span(5, 9, "Two.")
    assert best_span("", []) is None
    long = "word " * 100
    found = best_span(long, [1.0], [Span(0, len(long), long)])
    assert found is not None
    assert len(found.text) <= LONGEST_QUOTE


def test_invented_quotes_are_dropped_and_near_ones_mended() -> None:
    said = "I’d keep the rule. It costs 40 ms."
    transcript = Transcript(RoundKind.ML_DEPTH, (Turn(Role.INTERVIEWER, "Why?"), Turn(Role.CANDIDATE, said)))
    given_quotes = [
        Evidence(1, "It costs 40 ms."), Evidence(1, "I'd keep the rule."), Evidence(1, "It costs 4 ms."),
        Evidence(0, "It costs 40 ms."), Evidence(7, "Why?"), Evidence(1, ""),
    ]  # fmt: skip
    kept = verbatim(transcript, given_quotes)
    assert [item.quote for item in kept] == ["It costs 40 ms.", "I’d keep the rule"]
    assert all(is_verbatim(transcript, item) for item in kept)
    assert not is_verbatim(transcript, Evidence(-1, "Why?"))

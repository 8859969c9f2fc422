from __future__ import annotations

from agent.retrieval.chunking import LONGEST_CHUNK, chunks, sentences, windows


def test_sentences_end_at_stops_and_at_lines() -> None:
    assert sentences("It cost 0.4 points. Then?\n- pin it\n- look!") == [
        "It cost 0.4 points.", "Then?", "- pin it", "- look!",
    ]  # fmt: skip


def test_windows_are_the_whole_and_then_the_sentences() -> None:
    text = "We pinned the old model. Yes. Then we looked at nulls."
    assert windows(text) == [
        "We pinned the old model. Yes. Then we looked at nulls.",
        "We pinned the old model.",
        "Then we looked at nulls.",
    ]


def test_a_short_text_is_one_window_and_nothing_is_none() -> None:
    assert windows("No, never.") == ["No, never."]
    assert windows(" \n\t ") == []


def test_a_very_long_answer_has_a_bounded_number_of_windows() -> None:
    assert len(windows("This is one of very many sentences. " * 500)) <= 21
    assert len(windows("\n".join(f"line number {n} of many" for n in range(5000)))) <= 21


def test_chunks_keep_their_heading_and_lose_no_word() -> None:
    body = "Before.\n\n## First part\n\n" + "One more sentence here. " * 60 + "\n\n### Second\nEnd."
    found = chunks(body, "Title")
    assert [heading for heading, _ in found] == ["Title", "First part", "First part", "Second"]
    assert all(len(text.split()) <= LONGEST_CHUNK for _, text in found)
    assert sum(len(text.split()) for _, text in found) == 1 + 240 + 1


def test_one_endless_sentence_is_cut_between_words() -> None:
    found = chunks("word " * 400, "T")
    assert [len(text.split()) for _, text in found] == [150, 150, 100]

"""Exchanges recorded by hand: a changed prompt makes them stale, which is said; none can be made to look current."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agent.errors import PromptError
from agent.prompting.library import PromptLibrary, load_prompts
from agent.prompting.recorded import compared, could_make

FILE = Path(__file__).parents[1] / "data" / "recordings" / "by_hand.jsonl"
TODAY = load_prompts()
REQUEST = {
    "messages": [
        {"role": "system", "content": TODAY.render("probe_form")},
        {"role": "user", "content": TODAY.render("mend", problems="none") + "\n\nmore"},
    ]
}


def written(folder: Path, request: dict[str, Any] = REQUEST, **changes: object) -> Path:
    text = json.dumps(request, sort_keys=True, ensure_ascii=False)
    prompts = {name: TODAY.get(name).digest for name in ("probe_form", "mend")}
    row = {"round": "ml_depth", "number": 3, "sha256": hashlib.sha256(text.encode()).hexdigest(), "prompts": prompts,
           "request": request, "completion": "{}", **changes}  # fmt: skip
    path = folder / "kept.jsonl"
    path.write_text(json.dumps(row) + "\n")
    return path


def changed(name: str) -> PromptLibrary:
    """Today's prompts with one more sentence in one of them."""
    prompt = TODAY.get(name)
    return PromptLibrary({**TODAY.prompts, name: replace(prompt, body=f"{prompt.body}\nSay it in verse.")})


def test_a_changed_prompt_makes_a_recording_stale(tmp_path: Path) -> None:
    kept = written(tmp_path)
    assert compared(kept, TODAY) == ([], [])
    assert compared(kept, changed("mend")) == (
        ["kept.jsonl:1: ml_depth, request 3 was recorded with another mend; record it anew."], []
    )  # fmt: skip


def test_new_digests_alone_do_not_make_it_current(tmp_path: Path) -> None:
    library = changed("mend")
    rehashed = {"probe_form": library.get("probe_form").digest, "mend": library.get("mend").digest}
    stale, altered = compared(written(tmp_path, prompts=rehashed), library)
    assert stale == []
    assert altered == [
        "kept.jsonl:1: ml_depth, request 3: it claims today's mend, whose words it does not hold; record it anew."
    ]


def test_a_request_that_was_edited_is_found(tmp_path: Path) -> None:
    _, altered = compared(written(tmp_path, sha256="0" * 64), TODAY)
    assert altered[0].endswith("the request is not the one that was recorded; record it anew.")


def test_what_is_no_recording_is_named(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    path.write_text('{"round": 1}\n')
    with pytest.raises(PromptError, match=r"kept\.jsonl:1: it is no recording"):
        compared(path, TODAY)


def test_a_prompt_makes_a_text_where_all_its_words_stand_in_order() -> None:
    prompt = TODAY.get("mend")
    assert could_make(prompt, f"before\n\n{prompt.render(problems='{{ braces }}')}")
    assert not could_make(prompt, prompt.render(problems="x")[5:])


def test_none_of_ours_was_altered() -> None:
    assert compared(FILE, TODAY)[1] == []

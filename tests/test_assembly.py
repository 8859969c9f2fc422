"""Who interviews: nobody's answers go to a provider by accident, and nothing is replaced silently."""

from __future__ import annotations

from typing import Any

import pytest

from agent.assembly import choose_interviewer
from agent.domain.terms import InterviewerKind
from agent.settings import load_settings


@pytest.mark.parametrize(
    ("environment", "given", "kind", "says"),
    [
        ({}, {}, "offline", "neither a key nor a base URL"),
        ({"OPENAI_API_KEY": "k"}, {}, "offline", "no model is named"),
        ({"OPENAI_BASE_URL": "http://x/v1"}, {}, "offline", "no model is named"),
        ({}, {"model": "m"}, "offline", "to reach m with"),
        ({"OPENAI_API_KEY": "k"}, {"model": "m"}, "model", "named"),
        ({"OPENAI_API_KEY": "k", "MOCKLOOP_MODEL": "m"}, {}, "model", "named"),
        ({}, {"model": "m", "base_url": "http://x/v1"}, "model", "named"),
        ({"OPENAI_API_KEY": "k"}, {"model": "m", "offline": True}, "offline", "asked for"),
    ],
)
def test_who_interviews(
    environment: dict[str, str], given: dict[str, Any], kind: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    choice = choose_interviewer(load_settings(**given))
    assert choice.kind is InterviewerKind(kind)
    assert says in choice.why


def test_the_host_is_named_where_answers_would_go() -> None:
    assert choose_interviewer(load_settings(model="m", base_url="http://here:1/v1")).host == "http://here:1/v1"
    assert "api.openai.com" in (choose_interviewer(load_settings(model="m", api_key="k")).host or "")

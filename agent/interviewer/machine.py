"""Whether the candidate asks what he is talking to."""

from __future__ import annotations

import re

from agent.domain.code import talk

_ASKED = re.compile(
    r"\b(?:are you|am i (?:talking|speaking|chatting) (?:to|with)|is this)(?: (?:really|actually|even|just|a|an|some))*"
    r" (?:real |live )?(?:human|person|machine|bot|robot|ai|language model|llm|chatgpt|computer|program)\b"
    r"(?! (?:manager|lead|team|engineer|scientist|director|vision|lab|project|problem|task|model))[^.!]{0,40}\?",
    re.IGNORECASE,
)


def asks_what_you_are(text: str) -> bool:
    """Whether a message asks if it talks to a machine or to a person, also in passing. Code asks nothing."""
    return _ASKED.search(talk(text)) is not None

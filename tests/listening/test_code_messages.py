"""A message that brings code is an answer, unless a wish around it is beyond doubt."""

from __future__ import annotations

from functools import cache

import pytest

from agent.domain.terms import MessageKind
from agent.listening.classify import MessageClassifier
from agent.retrieval.embedder import embedder as own_embedder

ASK = "Write k-means for points on a sphere. Which function comes first?"
CODE = "```python\ndef assign(points, centres):\n    return (points @ centres.T).argmax(1)\n```"


@cache
def classifier() -> MessageClassifier:
    return MessageClassifier(own_embedder())


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        f"Like this:\n{CODE}",
        f"{CODE}\nIs that what you had in mind?",
        f"I'd skip the empty clusters here, can we move on with two passes?\n{CODE}",
        "def assign(points, centres):\n    d = points @ centres.T\n    return d.argmax(1)",
        "I'd look at the loader first.\n```sh\npython train.py --steps 10\n```",
        "```python\nimport help\nhint = None  # stop here\n```",
    ],
)
async def test_code_is_an_answer(text: str) -> None:
    assert await classifier().classify(text, ASK, closing=False, confirming=False) is MessageKind.ANSWER


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"A hint, please.\n{CODE}", MessageKind.HINT),
        (f"{CODE}\nskip this one please", MessageKind.SKIP),
        (f"{CODE}\nI want to stop the interview", MessageKind.STOP),
    ],
)
async def test_a_wish_beyond_doubt_is_heard_beside_code(text: str, kind: MessageKind) -> None:
    assert await classifier().classify(text, ASK, closing=False, confirming=False) is kind


async def test_an_empty_fence_is_no_code() -> None:
    found = await classifier().classify("```python\n```", ASK, closing=False, confirming=False)
    assert found is not MessageKind.ANSWER

"""Structured output on any endpoint: three rungs, and reading JSON out of whatever comes back."""

from __future__ import annotations

import json
import re
from enum import IntEnum
from typing import Any

from agent.llm.base import Message, Schema
from agent.llm.thinking import strip_thinking

_FENCE = re.compile(r"```[\w-]*[ \t]*\r?\n(.*?)```", re.DOTALL)
_TRIES = 200  # braces in prose at which a JSON object may begin; keeps a hostile answer from costing seconds


class Rung(IntEnum):
    """How an endpoint is held to a schema, best first."""

    STRICT = 0
    JSON_OBJECT = 1
    PROMPT = 2


def response_format(rung: Rung, schema: Schema[Any]) -> dict[str, Any] | None:
    """The request field of a rung; None where the words of the request must do."""
    if rung is Rung.STRICT:
        return {
            "type": "json_schema",
            "json_schema": {"name": schema.name, "strict": True, "schema": dict(schema.json)},
        }
    return {"type": "json_object"} if rung is Rung.JSON_OBJECT else None


def with_schema(messages: tuple[Message, ...], schema: Schema[Any]) -> tuple[Message, ...]:
    """The messages with the schema at the end of the last one, so that everything before stays cacheable."""
    role, content = messages[-1]
    wanted = json.dumps(schema.json, ensure_ascii=False, separators=(",", ":"))
    note = f"Answer with one JSON object and nothing else. It must satisfy this JSON Schema:\n{wanted}"
    return (*messages[:-1], (role, f"{content}\n\n{note}"))


def with_repair(messages: tuple[Message, ...], answer: str, complaint: str) -> tuple[Message, ...]:
    """The messages, the answer that did not fit, and what to mend."""
    note = f"That is not valid: {complaint}. Send the whole JSON object again, corrected, and nothing else."
    return (*messages, ("assistant", answer), ("user", note))


def extract(text: str, schema: Schema[Any]) -> str | None:
    """The first JSON object in an answer that fits the schema, without reasoning, prose and fences; else None."""
    for candidate in _candidates(text):
        if schema.complaint(candidate) is None:
            return candidate
    return None


def complaint(text: str, schema: Schema[Any]) -> str:
    """What is wrong with an answer, about its most likely JSON part."""
    candidates = list(_candidates(text))
    objects = [candidate for candidate in candidates if candidate.startswith("{")]
    return schema.complaint((objects or candidates)[-1]) or "it does not fit the schema"


def _candidates(text: str) -> list[str]:
    """Parts of an answer that may be the JSON, in the order of trust. The whole text comes first because a quote
    inside valid JSON may hold a tag or a fence."""
    answer = text.rpartition("</think>")[2] if "</think>" in text else strip_thinking(text)
    found = [text.strip(), answer.strip(), *(match.strip() for match in _FENCE.findall(answer))]
    return [*found, *_objects(answer)]


def _objects(text: str) -> list[str]:
    decoder = json.JSONDecoder()
    found: list[str] = []
    at = text.find("{")
    for _ in range(_TRIES):
        if at < 0:
            break
        try:
            _, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            at = text.find("{", at + 1)
            continue
        found.append(text[at:end])
        at = text.find("{", end)
    return found

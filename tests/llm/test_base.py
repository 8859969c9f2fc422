"""Schemas as strict decoding wants them, and what is said about an answer that does not fit."""

from typing import Literal

import jsonschema
import pytest
from pydantic import BaseModel, ConfigDict

from agent.interviewer.schemas import COMMITTEE, PROSE, assessment_schema, grade_schema
from agent.llm.base import Schema

SCHEMAS = [assessment_schema(["judgment", "numbers"]), grade_schema(["judgment"]), PROSE, COMMITTEE]


def objects(node):
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from objects(value)


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.name)
def test_every_object_is_closed_and_every_property_required(schema):
    jsonschema.Draft202012Validator.check_schema(schema.json)
    found = list(objects(schema.json))
    assert found
    for node in found:
        assert node["additionalProperties"] is False
        assert node["required"] == list(node["properties"])
    assert "default" not in str(schema.json)


def test_choices_narrow_a_property_and_a_list():
    shown = assessment_schema(["judgment", "numbers"]).json
    properties = shown["$defs"]["ShownOut"]["properties"]
    assert properties["signal"] == {"type": "string", "enum": ["judgment", "numbers"]}
    assert properties["quote"] == {"type": "string"}
    assert "injection_attempt" in shown["properties"]["flags"]["items"]["enum"]
    assert "hints_used" not in shown["properties"]["flags"]["items"]["enum"], "the program knows that itself"


class Small(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str
    stars: Literal[1, 2, 3] | None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('{"title": "a", "stars": 2}', None),
        ('{"title": "a", "stars": null}', None),
        ('{"title": "a"}', "stars"),
        ('{"title": "a", "stars": 4}', "stars"),
        ('{"title": "a", "stars": 1, "more": 1}', None),
        ("[]", "object"),
        ("no", "JSON"),
        ("[" * 100_000, "JSON"),
    ],
)
def test_a_complaint_names_the_field(text, complaint):
    said = Schema.of(Small).complaint(text)
    assert (said is None) if complaint is None else (complaint in said)


def test_a_property_may_be_called_title():
    assert list(Schema.of(Small).json["properties"]) == ["title", "stars"]


def test_a_field_that_nobody_asked_for_is_passed_over():
    assert Schema.of(Small).parse('{"title": "a", "more": [1], "stars": 1}') == Small(title="a", stars=1)

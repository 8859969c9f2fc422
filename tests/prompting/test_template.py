"""Prompt files are read and rendered strictly; every error names the file."""

import pytest

from agent.errors import PromptError
from agent.prompting.template import parse_prompt

HEAD = "---\nid: greet\nversion: 1\npurpose: Greets.\nrole: user\ninputs:\n  name: who\noutput: spoken\n---\n"


def prompt(body, head=HEAD, **partials):
    return parse_prompt(head + body, "prompts/greet.md", partials)


def test_variables_are_filled_in():
    assert prompt("Hello {{ name }}, {{name}}.\n").render(name="Ada") == "Hello Ada, Ada."


def test_values_are_data_even_when_they_look_like_a_template():
    assert prompt("Hello {{ name }}").render(name="{{ name }} {{> rules }} \\1 \\g<0>") == (
        "Hello {{ name }} {{> rules }} \\1 \\g<0>"
    )


def test_partials_are_put_in_and_may_hold_partials_and_variables():
    made = prompt("{{> outer }}!", outer="[{{> inner }}]\n", inner="Hi {{ name }}")
    assert made.render(name="Ada") == "[Hi Ada]!"


def test_windows_line_ends_are_read():
    made = parse_prompt((HEAD + "Hello {{ name }}").replace("\n", "\r\n"), "f", {})
    assert made.render(name="Ada") == "Hello Ada"


def test_rules_are_found_in_order():
    assert prompt("{{ name }}\n[R2] b\n[R1] a\n[x] no\n a [R3] no").rules == ("R2", "R1")


@pytest.mark.parametrize(
    ("body", "partials", "says"),
    [
        ("Hello {{ nmae }} {{ name }}", {}, "nmae"),
        ("Hello", {}, "name is never used"),
        ("{{ name }} {{> missing }}", {}, "no partial missing"),
        ("{{ name }} {{> a }}", {"a": "{{> b }}", "b": "{{> a }}"}, "contains itself"),
        ("{{ name }} {{ Name }}", {}, "double braces"),
        ("{{ name }} {{ name | upper }}", {}, "double braces"),
        ("{{ name }} }}", {}, "double braces"),
        ("{{ name }}\n[R1] a\n[R1] b", {}, "R1 stands there twice"),
    ],
)
def test_a_body_that_can_not_be_right_is_an_error_that_names_the_file(body, partials, says):
    with pytest.raises(PromptError, match=r"prompts/greet\.md") as caught:
        prompt(body, **partials)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("no front matter", "front matter"),
        (HEAD.replace("version: 1\n", ""), "lacks version"),
        (HEAD.replace("version: 1", "version: one"), "version must be a int"),
        (HEAD.replace("role: user", "role: tool"), "role must be one of"),
        (HEAD.replace("purpose:", "porpuse:"), "lacks purpose"),
        (HEAD.replace("id: greet", "id: greet\nmodel: big"), "unknown key model"),
        (HEAD.replace("  name: who", "  name: [who]"), "inputs maps"),
        (HEAD.replace("id: greet", "id: [greet"), "not YAML"),
        ("---\n- a\n---\n", "must be a mapping"),
    ],
)
def test_front_matter_is_strict(head, says):
    with pytest.raises(PromptError, match=r"prompts/greet\.md") as caught:
        prompt("{{ name }}", head=head)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("values", "says"),
    [({}, "lacks name"), ({"name": "a", "age": "1"}, "does not know age"), ({"name": 3}, "name must be text")],
)
def test_rendering_with_other_values_than_declared_is_an_error(values, says):
    with pytest.raises(PromptError, match=r"prompts/greet\.md") as caught:
        prompt("{{ name }}").render(**values)
    assert says in str(caught.value)

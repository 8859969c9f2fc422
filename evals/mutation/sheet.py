"""Right answers for the rounds of datasets/grading_rules.jsonl, and the ways in which a grader breaks each rule.

The ways stand in broken.yaml. They were written from the rules' words alone, by a writer who had not seen the checks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from evals.graded import IN_THE_LOOP, rows
from evals.mutation.prompts import has_rule

Answer = dict[str, Any]
_NUMBER = re.compile(r"\d+")


@cache
def broken(rule: str) -> tuple[Any, ...]:
    """The forms in which a rule is broken; none where nobody wrote any."""
    text = files("evals").joinpath("mutation", "broken.yaml").read_text(encoding="utf-8")
    return tuple(yaml.safe_load(text).get(rule, {}).get("forms", ()))


def row_of(whole: str) -> Mapping[str, Any] | None:
    """The row that a request is about, by its first answer."""
    return next((row for row in rows() if row["turns"][1]["text"] in whole), None)


def right_grade(row: Mapping[str, Any], ids: Sequence[str]) -> Answer:
    """The labelled ratings; whatever has no label was not observed."""
    signals = []
    for name in ids:
        right = row["right"].get(name)
        evidence = [{"turn": right["turn"], "quote": right["quote"]}] if right else []
        note = right["note"] if right else "Nobody asked about it."
        signals.append(
            {"signal": name, "evidence": evidence, "note": note, "rating": right["rating"] if right else None}
        )
    return {"signals": signals, "flags": list(row["flags"])}


def grade_without(row: Mapping[str, Any], ids: Sequence[str], system: str, form: int) -> Answer:
    """A grade that keeps the rules that stand in the prompt and breaks those that don't, where the row has a case."""
    grade = right_grade(row, ids)
    for rule in row["rules"]:
        forms = broken(rule)
        if rule.startswith("G") and forms and not has_rule(system, rule):
            _break_grade(grade, row, forms[form % len(forms)])
    return grade


def _break_grade(grade: Answer, row: Mapping[str, Any], form: Mapping[str, Any]) -> None:
    wanted = form.get("when")
    if wanted and row.get("manner") != wanted:
        return
    target = _target(row, form)
    if form.get("signal") and target is None:
        return
    by = form.get("by")
    order = _ordered(row, by) if by else {}
    for signal in grade["signals"]:
        name = signal["signal"]
        hit = name == target if target else name in row["right"]
        if not hit:
            continue
        evidence = [_placed(row, text) for text in form["evidence"]] if "evidence" in form else signal["evidence"]
        signal["evidence"] = evidence
        signal["rating"] = order.get(name, _moved(signal["rating"], form.get("rating", "same")))
        signal["note"] = _filled(str(form.get("note", signal["note"])), _places(row))
    grade["flags"] = [flag for flag in grade["flags"] if flag not in form.get("drop_flags", ())]
    grade["flags"] += [flag for flag in form.get("add_flags", ()) if flag not in grade["flags"]]


def _target(row: Mapping[str, Any], form: Mapping[str, Any]) -> str | None:
    """The signal that a form is about; None: all that have a label."""
    marks = row["marks"]
    named = {
        "unasked": marks.get("unasked"), "evaded": marks.get("evaded"), "limit": marks.get("limit_of"),
        "arguing": marks.get("arguing_of"), "corrected": marks.get("corrected"), "standing": marks.get("standing"),
        "asking": marks.get("asking"),
    }  # fmt: skip
    found: str | None = named[form["signal"]] if "signal" in form else marks.get("hinted")
    return found


def _moved(rating: int | None, how: Any) -> int | None:
    if how == "same":
        return rating
    if how in ("up", "down"):
        return min(4, max(1, (rating or 1) + (1 if how == "up" else -1)))
    return None if how is None or how == "null" else int(how)


def _ordered(row: Mapping[str, Any], by: str) -> dict[str, int]:
    """Ratings 4 to 1 by something that is no evidence: how long an answer is, how many figures stand in it."""
    if by == "nothing":
        return {}
    said = {name: row["turns"][right["turn"]]["text"] for name, right in row["right"].items()}
    if by == "reversed":
        return {name: 5 - right["rating"] for name, right in row["right"].items()}
    measures = {
        "longest": lambda text: len(text.split()),
        "numbers": lambda text: len(_NUMBER.findall(text)),
        "buzzwords": lambda text: sum(len(word) > 8 for word in text.split()),
    }
    ranked = sorted(said, key=lambda name: (-measures[by](said[name]), name))
    return {name: max(1, 4 - place) for place, name in enumerate(ranked)}


def _places(row: Mapping[str, Any]) -> dict[str, str]:
    """What the placeholders of a form stand for in a row."""
    found: dict[str, str] = {}
    for name, value in row["marks"].items():
        if isinstance(value, list):
            found[name] = value[1]
            found[f"turn{name.removeprefix('quote')}" if name.startswith("quote") else f"{name}_turn"] = str(value[0])
        else:
            found[name] = str(value).replace("_", " ")
    return found


def _filled(text: str, places: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: places.get(match[1], match[0]), text)


def _placed(row: Mapping[str, Any], text: str) -> Answer:
    """A quote of a form with the turn it stands in; one that nobody said gets the first answer's."""
    quote = _filled(text, _places(row))
    turn = next((place for place, said in enumerate(row["turns"]) if quote in said["text"]), 1)
    return {"turn": turn, "quote": quote}


def debrief_without(row: Mapping[str, Any], system: str, decision: str, form: int, names: Mapping[str, str]) -> Answer:
    """The words around a round's verdict with the rules that stand in the prompt, and against those that don't."""
    words = dict(row["debrief"]) if "debrief" in row else _plain_words(row)
    places = _places_in_debrief(row, decision, names)
    return _broken_words(words, [rule for rule in row["rules"] if rule.startswith("D")], system, form, places)


def _places_in_debrief(row: Mapping[str, Any], decision: str, names: Mapping[str, str]) -> dict[str, str]:
    places = {**_places(row), "decision": decision, "other": _other(decision)}
    for name in ("low", "unasked"):
        places[name] = names.get(row["marks"].get(name, ""), places.get(name, ""))
    return places


def filled_for_debrief(words: Answer, row: Mapping[str, Any], decision: str, names: Mapping[str, str]) -> Answer:
    """Words with placeholders, for a row's debrief."""
    return _all_filled(words, _places_in_debrief(row, decision, names))


def filled_for_committee(words: Answer, decision: str, level: str, not_held: str) -> Answer:
    """Words with placeholders, for the loop's committee."""
    return _all_filled(words, _places_in_loop(decision, level, not_held))


def _plain_words(row: Mapping[str, Any]) -> Answer:
    """Words for a row that has none of its own: a quote with its turn, and nothing else."""
    best = max(row["right"].values(), key=lambda right: right["rating"])
    return {
        "headline": f'The round turned on "{best["quote"]}" (turn {best["turn"]}).',
        "strengths": [], "concerns": [], "would_flip": [], "drills": [],
    }  # fmt: skip


def committee_without(system: str, decision: str, level: str, not_held: str, form: int) -> Answer:
    """A committee's words over the rows of the loop."""
    first, second = (next(row for row in rows() if row["id"] == name) for name in IN_THE_LOOP)
    here, there = first["marks"]["quote"], second["marks"]["quote"]
    words = {
        "headline": f"{decision.capitalize()}: the first act came before any explanation in {first['round']} and in "
                    f"{second['round']}, and in both nothing was counted afterwards.",
        "agreement": [f'Acting before explaining, in {first["round"]}: "{here[1]}" (turn {here[0]}), and in '
                      f'{second["round"]}: "{there[1]}" (turn {there[0]}).'],
        "dissent": [],
        "would_flip": [f"In {first['round']} a random slice of calls for the leads that nobody rang.",
                       f"The round {not_held} was not held."],
        "drills": ["Write down for three tables which rows carry a label only because a model chose them."],
    }  # fmt: skip
    places = _places_in_loop(decision, level, not_held)
    return _broken_words(words, [f"C{number}" for number in range(1, 6)], system, form, places)


def _places_in_loop(decision: str, level: str, not_held: str) -> dict[str, str]:
    first, second = (next(row for row in rows() if row["id"] == name) for name in IN_THE_LOOP)
    here, there = first["marks"]["quote"], second["marks"]["quote"]
    return {
        "quote": here[1], "turn": str(here[0]), "round": first["round"], "quote2": there[1], "turn2": str(there[0]),
        "round2": second["round"], "trait": first["marks"]["trait"], "decision": decision, "other": _other(decision),
        "level": level, "other_level": "staff" if level != "staff" else "L4", "not_held": not_held,
        "injected": first["marks"]["injected"],
    }  # fmt: skip


def _other(decision: str) -> str:
    return "hire" if decision != "hire" else "strong hire"


def _broken_words(words: Answer, rules: Sequence[str], system: str, form: int, places: Mapping[str, str]) -> Answer:
    found = dict(words)
    for rule in rules:
        forms = broken(rule)
        if forms and not has_rule(system, rule):
            found |= forms[form % len(forms)]
    return _all_filled(found, places)


def _all_filled(words: Answer, places: Mapping[str, str]) -> Answer:
    return {
        name: _filled(value, places) if isinstance(value, str) else [_filled(text, places) for text in value]
        for name, value in words.items()
    }

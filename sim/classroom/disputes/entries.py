"""What a learner entered where a mark stands, written so that the same entry of two learners is the same text: rows
have no numbers, lists have one order, spaces are single. (Answers are stored as the task has read them, codes in
capitals.)

    diagnoses.1 marked wrong in {"diagnoses": ["I10", "E11.9 "]}   ->  place "diagnoses", value "E11.9"

What is left out has the value LEFT_OUT, and the mark's key says what.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.clinic.scenarios.choices import from_text, to_text
from sim.clinic.scenarios.library import scenario, scenarios

Answer = Mapping[str, Any]  # JSON: an answer as it is stored
Mark = Mapping[str, Any]  # JSON: a mark as it is stored (sim/learn/grading/marks.py)
LEFT_OUT = "(left out)"
WRONG = ("wrong", "partly", "missing")


@dataclass(frozen=True, order=True)
class Entry:
    """What stands at a place of an answer: the place without row numbers, the value, and what the key has there. Two
    learners with the same case who entered the same have equal entries.
    """

    place: str
    value: str
    key: str = ""


def entry_of(mark: Mark, answer: Answer) -> Entry:
    """The entry that a mark judges.

    >>> entry_of({"where": "services.0.modifiers", "verdict": "wrong", "key": "RT"},
    ...          {"services": [{"code": "20610", "modifiers": ["RT", "25"]}]})
    Entry(place='services.modifiers', value='25 RT', key='RT')
    >>> entry_of({"where": "diagnoses", "verdict": "missing", "key": "I10"}, {"diagnoses": ["E11.9"]})
    Entry(place='diagnoses', value='(left out)', key='I10')
    """
    place, value = _found(str(mark.get("where", "")), answer)
    key = " ".join(str(mark.get("key") or "").split())
    return Entry(place, LEFT_OUT if mark.get("verdict") == "missing" else said(value), key)


def case_of(attempt: Mapping[str, Any]) -> str:
    """The case of a stored attempt, the same for two learners who had the same question: its scenario and those of its
    choices that change the decision; drawn numbers do not.

    >>> case_of({"scenario": "knee_injection", "draws": {"choices": "pressure=managed;side=left;steroid_mg=40"}})
    'knee_injection: pressure=managed;side=left'
    """
    name, choices = str(attempt.get("scenario") or ""), from_text((attempt.get("draws") or {}).get("choices") or "")
    if name in scenarios():
        choices = {one: value for one, value in choices.items() if one in scenario(name).vary}
    return f"{name}: {to_text(choices)}" if choices else name


def is_wrong(mark: Mark) -> bool:
    """Does a mark cost points?"""
    return bool(mark.get("counts", True)) and mark.get("verdict") in WRONG


def said(value: object) -> str:
    """An entered value as one line of text; nothing is LEFT_OUT.

    >>> said([" RT", "25"]), said({"code": "99213", "units": 1}), said(4), said("")
    ('25 RT', '99213', '4', '(left out)')
    """
    if isinstance(value, dict):
        code = value.get("code")
        filled = {name: one for name, one in value.items() if one not in ("", [], None)}
        return said(code) if isinstance(code, str) else json.dumps(filled, sort_keys=True) if filled else LEFT_OUT
    if isinstance(value, list | tuple):
        return " ".join(sorted(said(one) for one in value)) or LEFT_OUT
    return ("" if value is None else " ".join(str(value).split())) or LEFT_OUT


def _found(where: str, answer: Answer) -> tuple[str, object]:
    """The place without row numbers, and what stands there. Names of fields may have points of their own, such as the
    box "24D.1" of a claim form: the longest name that fits is taken.
    """
    parts, place = where.split("."), list[str]()
    there: object = dict(answer)
    while parts:
        if isinstance(there, list):
            number, parts = parts[0], parts[1:]
            there = there[int(number)] if number.isdecimal() and int(number) < len(there) else None
        elif isinstance(there, dict):
            name, parts = _longest(parts, there)
            place.append(name)
            there = there.get(name)
        else:
            return ".".join([*place, *parts]), there
    return ".".join(place), there


def _longest(parts: list[str], there: Mapping[str, object]) -> tuple[str, list[str]]:
    for count in range(len(parts), 0, -1):
        name = ".".join(parts[:count])
        if name in there:
            return name, parts[count:]
    return parts[0], parts[1:]

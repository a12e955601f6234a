"""A difference in words: what is wrong, why, which rule says so, and what should be there instead."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from sim.clinic.scenarios.parts import Trap
from sim.clinic.visits.service_lines import Service
from sim.learn.exercises.coded_answer import Row
from sim.learn.grading import error_kinds
from sim.learn.grading.checked_reasons import Reason
from sim.learn.grading.difference import Difference, What
from sim.learn.grading.wording import level_words

FIRST_LISTED = "The diagnosis chiefly responsible for today's services is listed first."


class Said(NamedTuple):
    """Why, and by which rule."""

    why: str
    cite: str


def reason(difference: Difference, found: Reason, trap: Trap | None = None) -> Said:
    """Why, and by which rule: the author's words about this mistake, else what was looked up, else the author's words
    about the item; nothing where there is neither.
    """
    item = difference.item
    if trap:
        return Said(trap.why, trap.cite or (item.cite if item else ""))
    if difference.error.what is What.SEQUENCE:
        return _sequence(difference)
    if found.why or item is None:
        return Said(found.why, found.cite)
    level = f"{level_words(item)} " if difference.kind.startswith("level-") else ""
    return Said(f"{level}{item.why}", item.cite)


def _sequence(one: Difference) -> Said:
    """The rule that puts a code behind others; for the first-listed diagnosis the guideline of that; else what the item
    says of its own order.
    """
    rules = error_kinds.sequence_rules(one.first_listed) or error_kinds.sequence_rules(one.error.code)
    if rules:
        return Said(rules[0].why, rules[0].cite)
    if not one.leader:
        return Said(FIRST_LISTED, "ICD-10-CM Guidelines IV.A, IV.G")
    return Said(f"It follows {one.leader}.", one.item.cite if one.item else "")


def key_words(difference: Difference) -> str:
    """What the record supports in this place; empty where nothing belongs there."""
    item, what = difference.item, difference.error.what
    if item is None or difference.is_extra:
        return ""
    if isinstance(item, Service):
        if what is What.MODIFIERS:
            return " ".join(item.order) or "no modifier"
        if what is What.UNITS:
            return str(item.units)
        if what is What.POINTERS:
            return _justified_by(item)
    return item.code


def _justified_by(item: Service) -> str:
    return ", ".join(item.must_pointers) or " or ".join(item.may_pointers)


def fact(difference: Difference) -> str:
    """The difference itself, in one sentence."""
    return FACTS[difference.error.what](difference)


def _extra_service(one: Difference) -> str:
    more = "billed more often than the key has it" if one.item is not None else "not in the key"
    return f"{one.error.code} is {more}."


def _modifiers(one: Difference) -> str:
    item, row = _service(one)
    missing = [code for code in item.order if code not in row.modifiers]
    extra = sorted(set(row.modifiers) - item.modifiers)
    return " ".join(
        [
            *([f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing."] if missing else []),
            *(
                [f"{', '.join(extra)} {'is' if len(extra) == 1 else 'are'} not in the key for this line."]
                if extra
                else []
            ),
        ]
    )


def _units(one: Difference) -> str:
    item, row = _service(one)
    return f"{item.units} {'unit' if item.units == 1 else 'units'}, not {row.units}. {' '.join(item.reasons)}"


def _service(one: Difference) -> tuple[Service, Row]:
    assert isinstance(one.item, Service) and one.row is not None, "an error inside a row has a service and a row"
    return one.item, one.row


FACTS: Mapping[What, Callable[[Difference], str]] = {
    What.OTHER_DIAGNOSIS: lambda one: f"Correct code: {one.error.code}, not {one.error.sent_code}.",
    What.OTHER_SERVICE: lambda one: f"Correct code: {one.error.code}, not {one.error.sent_code}.",
    What.MISSING_DIAGNOSIS: lambda one: f"{one.error.code} is missing.",
    What.MISSING_SERVICE: lambda one: f"{one.error.code} is missing.",
    What.REPEATED_DIAGNOSIS: lambda one: f"{one.error.code} is listed twice.",
    What.EXTRA_DIAGNOSIS: lambda one: f"{one.error.code} is not in the key.",
    What.EXTRA_SERVICE: _extra_service,
    What.MODIFIERS: _modifiers,
    What.UNITS: _units,
    What.POINTERS: lambda one: f"This line is justified by {_justified_by(_service(one)[0])}.",
    What.SEQUENCE: lambda one: f"{one.error.code} is out of sequence.",
}

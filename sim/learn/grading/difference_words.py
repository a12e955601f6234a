"""A difference in words: what is wrong, why, which rule says so, and what should be there instead."""

from collections.abc import Callable, Mapping

from sim.clinic.scenarios.parts import Trap
from sim.clinic.visits.service_lines import Service
from sim.learn.exercises.coded_answer import Row
from sim.learn.grading import error_kinds
from sim.learn.grading.difference import Difference, What
from sim.learn.grading.wording import level_words

FIRST_LISTED = "The diagnosis chiefly responsible for today's services is listed first."
RULES = {
    What.EXTRA_DIAGNOSIS: "ICD-10-CM Guidelines IV.J: conditions addressed at the visit",
    What.EXTRA_SERVICE: "CMS: a service that is not documented is treated as not done",
}


def reason(difference: Difference, trap: Trap | None = None) -> tuple[str, str]:
    """(why, citation): the author's words about this mistake, else about the item, else the rule."""
    item, what = difference.item, difference.error.what
    if trap:
        return trap.why, trap.cite or (item.cite if item else "")
    if what is What.REPEATED_DIAGNOSIS:
        return "A diagnosis is reported once for a visit.", "ICD-10-CM Guidelines I.B.12"
    if what is What.SEQUENCE:
        rules = error_kinds.sequence_rules(difference.first_listed) or error_kinds.sequence_rules(difference.error.code)
        return (rules[0].why, rules[0].cite) if rules else (FIRST_LISTED, "ICD-10-CM Guidelines IV.A, IV.G")
    if item is None:
        return error_kinds.words(difference.kind) + ".", RULES.get(what, "")
    if difference.kind.startswith("level-"):
        return f"{level_words(item)} {item.why}", item.cite
    return item.why or error_kinds.words(difference.kind) + ".", item.cite or RULES.get(what, "")


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
            return ", ".join(item.must_pointers)
    return item.code


def fact(difference: Difference) -> str:
    """The difference itself, in one sentence."""
    return FACTS[difference.error.what](difference)


def _extra_service(one: Difference) -> str:
    more = "billed more often than it was done" if one.item is not None else "not supported by this record"
    return f"{one.error.code} is {more}."


def _modifiers(one: Difference) -> str:
    item, row = _service(one)
    missing = [code for code in item.order if code not in row.modifiers]
    extra = sorted(set(row.modifiers) - item.modifiers)
    return " ".join(
        [
            *([f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing."] if missing else []),
            *([f"{', '.join(extra)} {'is' if len(extra) == 1 else 'are'} not supported."] if extra else []),
        ]
    )


def _units(one: Difference) -> str:
    item, row = _service(one)
    return f"{item.units} {'unit' if item.units == 1 else 'units'}, not {row.units}. {' '.join(item.reasons)}"


def _service(one: Difference) -> tuple[Service, Row]:
    assert isinstance(one.item, Service) and one.row is not None, "an error inside a row has a service and a row"
    return one.item, one.row


FACTS: Mapping[What, Callable[[Difference], str]] = {
    What.OTHER_DIAGNOSIS: lambda one: f"{one.error.code} is supported here, not {one.error.sent_code}.",
    What.OTHER_SERVICE: lambda one: f"{one.error.code} is supported here, not {one.error.sent_code}.",
    What.MISSING_DIAGNOSIS: lambda one: f"{one.error.code} is missing.",
    What.MISSING_SERVICE: lambda one: f"{one.error.code} is missing.",
    What.REPEATED_DIAGNOSIS: lambda one: f"{one.error.code} is listed twice.",
    What.EXTRA_DIAGNOSIS: lambda one: f"{one.error.code} is not supported by this record.",
    What.EXTRA_SERVICE: _extra_service,
    What.MODIFIERS: _modifiers,
    What.UNITS: _units,
    What.POINTERS: lambda one: f"This line is justified by {', '.join(_service(one)[0].must_pointers)}.",
    What.SEQUENCE: lambda one: f"{one.error.code} is out of sequence.",
}

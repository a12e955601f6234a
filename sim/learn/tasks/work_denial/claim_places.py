"""The places of a claim that a correction may change, as people name them: what stands there, in the words of the
form, and how it is written. One list for the editor's fields, the key and every message.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sim.ground.money import dollars
from sim.payer.rulebook.payers import payers
from sim.reference.diagnosis_letters import LETTERS


class Place(NamedTuple):
    """A column as people name it. `how` it is written: text, date, amount, flag, sex, payer, relationship. `more`:
    asked for so rarely that it is drawn only on request."""

    words: str
    how: str = "text"
    more: bool = False


HEAD = {
    "payer_code": Place("Payer", "payer"),
    "member_id": Place("Member ID"),
    "group_number": Place("Group number"),
    "relationship_code": Place("Patient is the subscriber's", "relationship"),
    "prior_authorization_number": Place("Authorization number"),
    "referral_number": Place("Referral number"),
    "clia_number": Place("CLIA number"),
    "onset_date": Place("Date of illness or injury", "date"),
    "is_employment_related": Place("Related to work?", "flag"),
    "is_auto_accident_related": Place("Auto accident?", "flag", True),
    "is_other_accident_related": Place("Other accident?", "flag", True),
    "patient_birth_date": Place("Birth date", "date", True),
    "patient_sex_code": Place("Sex", "sex", True),
    "referring_npi": Place("Referring provider's NPI", more=True),
    "billing_npi": Place("Billing provider's NPI", more=True),
}
LINE = {
    "procedure_code": Place("code"),
    "service_unit_quantity": Place("units"),
    "rendering_npi": Place("rendering provider's NPI"),
    "place_of_service_code": Place("place of service", more=True),
    "service_date": Place("date of service", "date", True),
    "charge_amount": Place("charge", "amount", True),
    **{f"hcpcs_modifier_{n}": Place(f"modifier {n}") for n in range(1, 5)},
    **{f"diagnosis_pointer_{n}": Place(f"pointer {n}", "pointer") for n in range(1, 5)},
}
CHOICES = {
    "flag": {"no": "no", "yes": "yes"},
    "sex": {"F": "F", "M": "M"},
    "relationship": {"self": "self", "spouse": "spouse", "child": "child"},
}


def place_of_path(path: str) -> Place:
    """The place that a change names.

    >>> place_of_path("claim.payer_code").words, place_of_path("claim.diagnosis_code_2").words
    ('Payer', 'Diagnosis B')
    >>> place_of_path("line.1.hcpcs_modifier_1").words, place_of_path("line.2").words
    ('Line 1, modifier 1', 'Line 2')
    """
    head, _, rest = path.partition(".")
    if head == "claim":
        number = rest.removeprefix("diagnosis_code_")
        return (
            Place(f"Diagnosis {LETTERS[int(number) - 1]}") if number.isdigit() else HEAD.get(rest, Place("The claim"))
        )
    line, _, column = rest.partition(".")
    found = LINE.get(column, Place(""))
    return found._replace(words=f"Line {line}" + (f", {found.words}" if found.words else ""))


def options(how: str) -> dict[str, str]:
    """The fixed choices of a place: value -> words; empty where anything can be typed."""
    return {code: payer.label for code, payer in payers().items()} if how == "payer" else CHOICES.get(how, {})


def shown(how: str, value: object) -> str:
    """What stands in a place, as its field holds it.

    >>> shown("date", "2026-05-30"), shown("amount", 21000), shown("flag", True), shown("pointer", 2)
    ('05/30/2026', '210.00', 'yes', 'B')
    """
    if how == "flag":
        return "yes" if value in (True, "true", "yes") else "no"
    if value is None or value == "":
        return ""
    if how == "date":
        return f"{date.fromisoformat(str(value)[:10]):%m/%d/%Y}"
    if how == "amount":
        return dollars(int(str(value))).replace("$", "").replace(",", "")
    if how == "pointer":
        return LETTERS[int(str(value)) - 1] if str(value) not in ("0", "") else ""
    return str(value)


def in_words(path: str, text: str | None) -> tuple[str, str]:
    """A change as people read it: its place, and what is to stand there.

    >>> in_words("claim.payer_code", "medicare_part_b"), in_words("line.2", None)
    (('Payer', 'Medicare Part B'), ('Line 2', 'deleted'))
    """
    place = place_of_path(path)
    if text is None:
        return place.words, "deleted" if path.count(".") == 1 and path.startswith("line.") else "empty"
    return place.words, options(place.how).get(text, text) or "empty"


def changes_in_words(changes: Mapping[str, Any]) -> str:
    """Changes in one sentence: each with its place."""
    return "; ".join(f"{where}: {text}" for where, text in (in_words(path, value) for path, value in changes.items()))

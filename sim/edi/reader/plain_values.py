"""What was read, as plain dictionaries for people and JSON: one a claim, amounts in cents, dates as ISO text.

    claim   claim_id, status, charge_amount, paid_amount, patient_responsibility_amount, lines, adjustments, and what
            its transaction adds
    line    code, modifiers, charge_amount, paid_amount, units, adjustments, ...

In a claim file `status` is null and paid_amount what earlier payers paid; in a remittance `status` is how the payer
processed it (1, 2, 3, 22 ...). One module for each kind of transaction makes them (plain_claims, plain_remittance ...).
"""

from typing import Any

from sim.edi.grammar.element_forms import cents, day, number
from sim.edi.reader.adjustments import adjustments_of
from sim.edi.reader.frame import Frame, Values

Plain = dict[str, Any]  # a JSON object: what stands in it depends on its transaction


def amount(frame: Frame, source: str) -> int:
    """A frame's own amount in cents; 0 where there is none or it cannot be read."""
    text = frame.values.get(source)
    return cents(text) or 0 if text else 0


def units(text: str) -> int | float:
    """A quantity, whole where it is.

    >>> units("2"), units("0.50"), units("")
    (2, 0.5, 0)
    """
    found = number(text) if text else 0
    return 0 if found is None else int(found) if found == int(found) and abs(found) < 2**53 else found


def adjustments(frame: Frame) -> list[Plain]:
    """The reasons of a frame's CAS segments."""
    segments = frame.lists.get("cas")
    if not segments:
        return []
    return [{"group": group, "carc": carc, "amount": taken} for group, carc, taken in adjustments_of(segments)]


def modifiers(values: Values, role: str) -> list[str]:
    """The modifiers of a line, in order."""
    return [values[name] for place in "1234" if (name := f"{role}.hcpcs_modifier_{place}") in values]


def full_name(frame: Frame, role: str) -> str:
    """First and family name of a role, of this frame or the nearest around it."""
    return " ".join(filter(None, (frame.get(f"{role}.first_name"), frame.get(f"{role}.family_name"))))


def day_of(text: str | None) -> str | None:
    """A date of the wire as ISO text, None for what is missing or no date."""
    return day(text) if text else None


def whose(frame: Frame) -> tuple[Frame, str]:
    """The frame and the role of who was treated: the dependent, where there is one, else the subscriber."""
    dependent = frame.around("patient")
    return (dependent, "patient") if dependent is not None else (frame, "subscriber")

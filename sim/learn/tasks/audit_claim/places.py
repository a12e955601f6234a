"""The places of a claim at which an auditor flags something: each diagnosis, the order of the diagnoses, the parts of
each line, and what is missing. They are those of the claim as it was sent, whether it is right there or not.

    diagnoses.0   diagnoses.sequence   diagnoses.missing   services.0.code | modifiers | units | pointers
    services.missing
"""

import re

from sim.learn.exercises.coded_answer import Answer
from sim.learn.grading.difference import Difference, What
from sim.learn.tasks.form import Option
from sim.reference.diagnosis_letters import LETTERS

SEQUENCE, NO_DIAGNOSIS, NO_SERVICE = "diagnoses.sequence", "diagnoses.missing", "services.missing"
PARTS = {"code": "code", "modifiers": "modifiers", "units": "units", "pointers": "pointers"}
FORM = re.compile(r"diagnoses\.(\d{1,2}|sequence|missing)|services\.(missing|\d{1,2}\.(code|modifiers|units|pointers))")


def places(claim: Answer) -> dict[str, str]:
    """The places of a claim in words.

    >>> from sim.learn.exercises.coded_answer import Row
    >>> list(places(Answer(("I10",), (Row("99213", ("25",)),))).values())[:4]
    ['Diagnosis A, I10', 'Order of the diagnoses', 'Diagnosis missing', 'Line 1, 99213: code']
    """
    found = {f"diagnoses.{at}": f"Diagnosis {LETTERS[at]}, {code}" for at, code in enumerate(claim.diagnoses)}
    found |= {SEQUENCE: "Order of the diagnoses", NO_DIAGNOSIS: "Diagnosis missing"}
    for at, row in enumerate(claim.services):
        found |= {f"services.{at}.{part}": f"Line {at + 1}, {row.code}: {words}" for part, words in PARTS.items()}
    return {**found, NO_SERVICE: "Service missing"}


def options(claim: Answer) -> tuple[Option, ...]:
    """The places as options of a field."""
    return tuple(Option(name, words) for name, words in places(claim).items())


def is_place(text: str) -> bool:
    """Has it the form of a place?

    >>> is_place("services.0.units"), is_place("services.0")
    (True, False)
    """
    return bool(FORM.fullmatch(text))


def place_of(error: Difference) -> str:
    """Where an error stands on the claim."""
    what = error.error.what
    if what is What.SEQUENCE:
        return SEQUENCE
    if what is What.MISSING_DIAGNOSIS:
        return NO_DIAGNOSIS
    if what is What.MISSING_SERVICE:
        return NO_SERVICE
    return f"{error.where}.code" if re.fullmatch(r"services\.\d+", error.where) else error.where

"""A procedure code that is not well-formed.

A procedure is five characters: a CPT number (five digits, or four and a letter) or an HCPCS code (a letter and four
digits). Numbers outside of those that CPT uses are not codes. Codes of the right form that this library does not know
are taken as they are, and priced by a guess.

    payer       procedure_code | rejects
    commercial  99213          | no
    commercial  J3301          | no
    commercial  9921           | A7:454    a digit is missing
    commercial  -              | A6:454    no code
    commercial  01996          | no        well-formed, not in the library
    commercial  99999          | A7:454    above the last number
    commercial  99608          | yes
    commercial  99607          | no
    commercial  00099          | yes       below the first
    commercial  00100          | no

Not modeled: codes retired in another year, which only the licensed files can tell.
"""

import re

import numpy as np

from sim.payer.rulebook.policy import status

stage = "front end"
title = "A procedure code is missing or not valid"
fix = "Re-enter the five characters of the code."
statuses = [status("A6", "454"), status("A7", "454")]
cite = "45 CFR 162.1002(a)(5) and (b): CPT and HCPCS"
owner, remedy, never = "coder", "R_NEW", "use a code from another year"
cause = "invalid_procedure"
row = "F2"

FORM = re.compile(r"[0-9]{4}[0-9AFMTU]|[A-Z][0-9]{4}", re.ASCII)


def is_code(text: str) -> bool:
    """Has the text the form of a procedure code?"""
    return bool(FORM.fullmatch(text))


def number_of(text: str) -> int:
    """The number of a code of five digits; -1 for one with a letter.

    >>> number_of("99213"), number_of("J3301")
    (99213, -1)
    """
    return int(text) if len(text) == 5 and text.isascii() and text.isdigit() else -1


def rejects(lines):
    """1: missing; 2: malformed, or a number that CPT does not use."""
    column = lines.procedure_code
    numbers = lines.batch.once("code numbers", lambda: np.array([*map(number_of, column.pool), -1]))[column.keys]
    first, last = (lines.param(f"{end}_procedure_number", on="service_date", missing=0) for end in ("first", "last"))
    is_outside = (numbers >= 0) & ((numbers < first) | (numbers > last) & (last > 0))
    return np.where(column.is_missing, 1, 2) * (is_outside | ~lines.judged("procedure_code", is_code))

"""A procedure code that is not well-formed.

A procedure is five characters: a CPT number (five digits, or four and a letter) or an HCPCS code (a letter and four
digits). Codes of the right form that this library does not know are taken as they are.

    payer       procedure_code | rejects
    commercial  99213          | no
    commercial  J3301          | no
    commercial  9921           | A7:454    a digit is missing
    commercial  -              | A6:454    no code
    commercial  01996          | no        well-formed, not in the library

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


def rejects(lines):
    """1: missing; 2: malformed."""
    return np.where(lines.procedure_code.is_missing, 1, 2) * ~lines.judged("procedure_code", is_code)

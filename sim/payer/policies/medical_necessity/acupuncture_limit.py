"""Acupuncture for low back pain, Medicare's count.

Twelve visits; eight more if the patient improves, which KX says; never more than twenty in a year. The first twelve are
meant for ninety days. A patient owes what is denied only after a notice signed in advance (GA).

    payer     claim  past  code   modifiers  dx      service_date | denies
    medicare  1      yes   97810  -          M54.50  2026-03-02   | -
    medicare  1      -     97810  -          M54.50  2026-05-04   | no       the second
    medicare  2      yes   97810  -          M54.50  2025-05-06   | -
    medicare  2      -     97810  -          M54.50  2026-05-04   | no       two in a year
    medicare  3      yes   97810  -          M54.50  2026-01-05   | -
    medicare  3      yes   97810  -          M54.50  2026-01-12   | -
    medicare  3      yes   97810  -          M54.50  2026-01-19   | -
    medicare  3      yes   97810  -          M54.50  2026-01-26   | -
    medicare  3      yes   97810  -          M54.50  2026-02-02   | -
    medicare  3      yes   97810  -          M54.50  2026-02-09   | -
    medicare  3      yes   97810  -          M54.50  2026-02-16   | -
    medicare  3      yes   97810  -          M54.50  2026-02-23   | -
    medicare  3      yes   97810  -          M54.50  2026-03-02   | -
    medicare  3      yes   97810  -          M54.50  2026-03-09   | -
    medicare  3      yes   97810  -          M54.50  2026-03-16   | -
    medicare  3      yes   97810  -          M54.50  2026-03-23   | -
    medicare  3      -     97810  -          M54.50  2026-05-04   | CO-273   the thirteenth in a year

Twelve and thirteen, twenty and twenty-one, with KX and without, are worked in the tests.

Not modeled: whether the patient improved; twelve months are 365 days here. Visits are counted by their number in the
year: whether Medicare's own edit asks for KX only from the thirteenth within ninety days, and which reason codes a
contractor sends, is our reading of the determination: verify on a remittance.
"""

import numpy as np

from sim.payer.engine.service_counts import days_before, since_days
from sim.payer.rulebook.policy import CO, PR

stage = "medical necessity"
title = "More acupuncture than Medicare's rule allows"
fix = (
    "Count the visits. From the thirteenth visit on, KX belongs on the line if the record shows improvement. The"
    " twenty-first visit is not paid."
)
adjustments = [CO("273", "N435"), CO("119", "N362"), PR("273", "N435"), PR("119", "N362")]
cite = "NCD 30.3.3; CMS change request 11755"
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "append KX when the patient did not improve"
cause = "too_often"
row = "E7"

FIRST_CODES = ("97810", "97813")
YEAR = 365


def visits(lines):
    """A visit has one first code."""
    return lines.procedure_code.isin(FIRST_CODES)


def denies(lines):
    """1: the thirteenth to twentieth without KX; 2: the twenty-first; 3 and 4: the same with a notice."""
    number = lines.rule("acupuncture_limit")
    if not number.any():
        return number
    where = number > 0
    year = days_before(lines, visits, ("patient_key",), where, since_days(lines, YEAR))
    many = (year >= lines.rule_value("acupuncture_limit", number, "visits")) & ~lines.has_modifier("KX")
    out = np.where(where & (year >= lines.rule_value("acupuncture_limit", number, "limit")), 2, where & many)
    return out + 2 * ((out > 0) & lines.has_modifier("GA"))

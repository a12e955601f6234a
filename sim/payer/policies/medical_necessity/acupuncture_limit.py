"""Acupuncture for low back pain, Medicare's count.

Twelve visits in ninety days; eight more if the patient improves, which KX says; never more than twenty in a year.

    payer     claim  past  code   modifiers  dx      service_date | denies
    medicare  1      yes   97810  -          M54.50  2026-03-02   | -
    medicare  1      -     97810  -          M54.50  2026-05-04   | no       the second
    medicare  2      yes   97810  -          M54.50  2026-02-09   | -
    medicare  2      yes   97810  -          M54.50  2026-02-16   | -
    medicare  2      yes   97810  -          M54.50  2026-02-23   | -
    medicare  2      yes   97810  -          M54.50  2026-03-02   | -
    medicare  2      yes   97810  -          M54.50  2026-03-09   | -
    medicare  2      yes   97810  -          M54.50  2026-03-16   | -
    medicare  2      yes   97810  -          M54.50  2026-03-23   | -
    medicare  2      yes   97810  -          M54.50  2026-03-30   | -
    medicare  2      yes   97810  -          M54.50  2026-04-06   | -
    medicare  2      yes   97810  -          M54.50  2026-04-13   | -
    medicare  2      yes   97810  -          M54.50  2026-04-20   | -
    medicare  2      yes   97810  -          M54.50  2026-04-27   | -
    medicare  2      -     97810  -          M54.50  2026-05-04   | CO-273   the thirteenth in ninety days
    medicare  3      yes   97810  -          M54.50  2026-02-09   | -
    medicare  3      yes   97810  -          M54.50  2026-02-16   | -
    medicare  3      yes   97810  -          M54.50  2026-02-23   | -
    medicare  3      yes   97810  -          M54.50  2026-03-02   | -
    medicare  3      yes   97810  -          M54.50  2026-03-09   | -
    medicare  3      yes   97810  -          M54.50  2026-03-16   | -
    medicare  3      yes   97810  -          M54.50  2026-03-23   | -
    medicare  3      yes   97810  -          M54.50  2026-03-30   | -
    medicare  3      yes   97810  -          M54.50  2026-04-06   | -
    medicare  3      yes   97810  -          M54.50  2026-04-13   | -
    medicare  3      yes   97810  -          M54.50  2026-04-20   | -
    medicare  3      yes   97810  -          M54.50  2026-04-27   | -
    medicare  3      -     97810  KX         M54.50  2026-05-04   | no       improving, and it says so
    medicare  4      yes   97810  -          M54.50  2025-09-01   | -
    medicare  4      yes   97810  -          M54.50  2025-09-11   | -
    medicare  4      yes   97810  -          M54.50  2025-09-21   | -
    medicare  4      yes   97810  -          M54.50  2025-10-01   | -
    medicare  4      yes   97810  -          M54.50  2025-10-11   | -
    medicare  4      yes   97810  -          M54.50  2025-10-21   | -
    medicare  4      yes   97810  -          M54.50  2025-10-31   | -
    medicare  4      yes   97810  -          M54.50  2025-11-10   | -
    medicare  4      yes   97810  -          M54.50  2025-11-20   | -
    medicare  4      yes   97810  -          M54.50  2025-11-30   | -
    medicare  4      yes   97810  -          M54.50  2025-12-10   | -
    medicare  4      yes   97810  -          M54.50  2025-12-20   | -
    medicare  4      yes   97810  -          M54.50  2025-12-30   | -
    medicare  4      yes   97810  -          M54.50  2026-01-09   | -
    medicare  4      yes   97810  -          M54.50  2026-01-19   | -
    medicare  4      yes   97810  -          M54.50  2026-01-29   | -
    medicare  4      yes   97810  -          M54.50  2026-02-08   | -
    medicare  4      yes   97810  -          M54.50  2026-02-18   | -
    medicare  4      yes   97810  -          M54.50  2026-02-28   | -
    medicare  4      yes   97810  -          M54.50  2026-03-10   | -
    medicare  4      -     97810  KX         M54.50  2026-05-04   | CO-119   the twenty-first in a year

Not modeled: whether the patient improved; twelve months are 365 days here. Which
reason codes a contractor sends is our reading of the manual: verify on a remittance.
"""

import numpy as np

from sim.payer.engine.service_counts import days_before, since_days
from sim.payer.rulebook.policy import CO

stage = "medical necessity"
title = "More acupuncture than Medicare's rule allows"
fix = (
    "Count the visits. From the thirteenth visit on, KX belongs on the line if the record shows improvement. The"
    " twenty-first visit is not paid."
)
adjustments = [CO("273", "N435"), CO("119", "N362")]
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
    """1: the thirteenth to twentieth without KX; 2: the twenty-first."""
    number = lines.rule("acupuncture_limit")
    if not number.any():
        return number
    where = number > 0
    recent = days_before(
        lines,
        visits,
        ("patient_key",),
        where,
        since_days(lines, lines.rule_value("acupuncture_limit", number, "days", 1)),
    )
    year = days_before(lines, visits, ("patient_key",), where, since_days(lines, YEAR))
    many = (recent >= lines.rule_value("acupuncture_limit", number, "visits")) & ~lines.has_modifier("KX")
    return np.where(where & (year >= lines.rule_value("acupuncture_limit", number, "limit")), 2, where & many)

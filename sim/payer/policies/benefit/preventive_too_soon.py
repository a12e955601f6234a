"""The yearly wellness visit came too soon.

Medicare pays a wellness visit when eleven full months have passed after the month of the last one. Before that the
patient owes it only after a notice signed in advance (GA).

    payer     claim  past  code   modifiers  service_date | denies
    medicare  1      yes   G0439  -          2025-05-20   | -
    medicare  1      -     G0439  -          2026-05-01   | no       May to May: eleven months lie between
    medicare  2      yes   G0438  -          2025-06-02   | -
    medicare  2      -     G0439  -          2026-05-29   | CO-119
    medicare  3      -     G0439  -          2026-05-29   | no
    medicare  4      yes   G0438  -          2025-06-02   | -
    medicare  4      -     G0439  GA         2026-05-29   | PR-119   the patient had agreed to pay

Not modeled: the first visit code for a patient who had one; the twelve months after Part B began.
"""

import numpy as np

from sim.payer.rulebook.policy import CO, PR

stage = "benefit"
title = "The yearly wellness visit is not due yet"
fix = "Look up the date of the last one. If another service was done today, bill that."
adjustments = [CO("119", "N640"), PR("119", "N640")]
cite = "42 CFR 410.15(a); SSA 1862(a)(1)(P) and 1879: liability by notice (verify on a remittance)"
owner, remedy, never = "front desk", "R_WRITEOFF", "recode to a problem visit"
row = "E5"

MONTHS = 12
CODES = ("G0438", "G0439")  # the first and the later wellness visits


def wellness(lines):
    """First and later wellness visits."""
    return lines.procedure_code.isin(CODES)


def denies(lines):
    """1: fewer than twelve calendar months after the month of the last; 2: the same with a notice."""
    seen = lines.last(wellness, ("patient_key",), where=wellness(lines))
    out = ~np.isnat(seen)
    out[out] = seen[out].astype("datetime64[M]") + MONTHS > lines.service_date[out].astype("datetime64[M]")
    return np.where(out, 1 + lines.has_modifier("GA"), 0)

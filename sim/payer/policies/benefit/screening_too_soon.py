"""A screening before it is due.

Screenings have intervals: so many months after the month of the last one. A notice signed in advance (GA) makes it the
patient's.

    payer     claim  past  code   modifiers  service_date | denies
    medicare  1      yes   82270  -          2025-05-20   | -
    medicare  1      -     82270  -          2026-05-01   | no       May to May
    medicare  2      yes   82270  -          2025-06-02   | -
    medicare  2      -     82270  -          2026-05-29   | CO-119
    medicare  3      yes   82270  -          2025-06-02   | -
    medicare  3      -     82270  GA         2026-05-29   | PR-119   the patient had agreed to pay
    medicare  4      yes   G0121  -          2016-06-10   | -
    medicare  4      -     G0121  -          2026-05-29   | yes      ten years are not over

Not modeled: shorter intervals at high risk under the same code; another screening of the same organ between.
"""

import numpy as np

from sim.payer.policies.benefit.lifetime_maximum import among
from sim.payer.rulebook.policy import CO, PR

stage = "benefit"
title = "The screening is not due yet"
fix = "Look up the date of the last one. A diagnostic test for a complaint has another code."
adjustments = [CO("119", "N357"), PR("119", "N357")]
cite = {
    "medicare": "42 CFR 410.37, 410.56; CMS Claims Processing Manual ch. 18",
    "*": "plan document, preventive services",
}
owner, remedy, never = "front desk", "R_WRITEOFF", "bill a screening as diagnostic"
row = "E5"


def denies(lines):
    """1: fewer calendar months after the month of the last than the rule asks; 2: the same with a notice."""
    number = lines.rule("screening_too_soon")
    if not number.any():
        return number
    codes = tuple(sorted({code for row in lines.rules("screening_too_soon") for code in row["codes"]}))
    seen = lines.last(among(codes), ("patient_key", "procedure_code"), where=number > 0)
    month = seen.astype("datetime64[M]") + lines.rule_value("screening_too_soon", number, "months").astype(
        "timedelta64[M]"
    )
    soon = ~np.isnat(seen) & (month > lines.service_date.astype("datetime64[M]"))
    return np.where(soon, 1 + lines.has_modifier("GA"), 0)

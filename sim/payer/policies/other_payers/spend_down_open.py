"""A spend-down not met.

Some people get Medicaid only after they have spent a certain amount on care in the month. Until then it is theirs.

    payer     service_date  member_fact                              | denies
    medicaid  2026-05-04    spend-down:2026-05-01..2026-05-31:120.00 | PR-178
    medicaid  2026-06-01    spend-down:2026-05-01..2026-05-31:120.00 | no       another month
    medicaid  2026-05-04    spend-down:2026-05-01..2026-05-31:0.00   | no       met
    medicaid  2026-05-04    -                                        | no

Not modeled: this claim itself meeting the amount; a fixed share of a nursing facility's patient (PR-142), which no
clinic's claim meets.
"""

from sim.payer.rulebook.policy import PR

stage = "right payer"
title = "The patient's spend-down for the month is not met"
fix = "Give the patient the bill for the case worker, collect up to the spend-down, and bill again when it is met."
adjustments = [PR("178", "N58")]
cite = "SSA 1902(a)(17); 42 CFR 435.831 (spend-down of the medically needy)"
owner, remedy, never = "biller", "R_PATIENT", "write it off as a contractual adjustment"
cause = "patient_share"
row = "A19"


def denies(lines):
    """Something is left to meet on that day."""
    return lines.fact_amount("spend-down") > 0

"""A gap in coverage.

The member had coverage with this payer before the day of the service and has it again after it, but not on the day
itself: the payer's file shows a gap.

    payer       service_date  member_fact                            | denies
    commercial  2026-05-04    gap_in_coverage:2026-05-01..2026-05-31 | PR-200
    commercial  2026-05-01    gap_in_coverage:2026-05-01..2026-05-31 | yes      its first day
    commercial  2026-06-01    gap_in_coverage:2026-05-01..2026-05-31 | no       covered again
    commercial  2026-05-04    -                                      | no

Not modeled: gaps that are closed afterwards by a late payment.
"""

from sim.payer.rulebook.policy import PR

stage = "eligibility"
title = "The date of service falls in a gap in the patient's coverage"
fix = "Look for other coverage on that date. If there is none, the patient owes it."
adjustments = [PR("200", "N30")]
cite = {"medicare": "42 CFR 407 and 408, entitlement to Part B", "*": "plan document, eligibility"}
owner, remedy, never = "front desk", "R_OTHERPAYER", "resend the same claim unchanged"
row = "A5"


def denies(lines):
    """Inside the gap."""
    return lines.fact("gap in coverage")

"""A member of a managed care plan.

The patient has left this program for a plan that now pays in its place (a Medicare Advantage plan, a Medicaid health
plan). The card of the program still looks valid; the plan is billed.

    payer     service_date  member_fact                   | denies
    medicare  2026-05-04    managed_care:2026-05-01..=HMO | CO-24
    medicare  2026-04-30    managed_care:2026-05-01..=HMO | no       the plan began the next day
    medicaid  2026-05-04    managed_care:2026-05-01..     | yes
    medicare  2026-05-04    -                             | no

Not modeled: what the program still pays for the plan's members (hospice, clinical trials); the way back after
leaving the plan.
"""

from sim.payer.rulebook.policy import CO

stage = "right payer"
title = "The patient is enrolled in a managed care plan that pays instead"
fix = "Check eligibility for the plan's name and bill that plan. It has its own filing limit and referrals."
adjustments = [CO("24", "N418")]
cite = {
    "medicare": "42 CFR 422.214 and 422.100; CMS Claims Processing Manual ch. 1 90",
    "*": "42 CFR 438.60: the plan pays for what its contract covers",
}
owner, remedy, never = "front desk", "R_OTHERPAYER", "resend the claim here; bill the patient"
row = "A12"


def denies(lines):
    """In a plan on that day."""
    return lines.fact("managed care")

"""The first month of grace with an unpaid premium.

In the first of the three months of grace the payer pays as always, and tells the clinic that the next two may not be
paid.

    payer       service_date  member_fact                          | informs
    commercial  2026-05-31    premium_grace:2026-05-01..2026-07-31 | yes
    commercial  2026-06-01    premium_grace:2026-05-01..2026-07-31 | no
    commercial  2026-05-31    -                                    | no

Not modeled: notices by letter or portal.
"""

from sim.payer.rulebook.policy import remark

stage = "eligibility"
title = "Paid, but the patient's premium is unpaid and this is the first month of the grace period"
fix = "Post the payment. Ask the patient about the premium before the next visit."
adjustments = [remark("N616")]
cite = "45 CFR 156.270(d)(1): claims of the first month are paid"
owner, remedy, never = "front desk", "R_NONE", "turn the patient away because of the remark"
row = "A6"


def informs(lines):
    """Same calendar month as the first day of grace."""
    grace = lines.fact("premium grace")
    if not grace.any():
        return grace
    return grace & (
        lines.service_date.astype("datetime64[M]") == lines.fact_start("premium grace").astype("datetime64[M]")
    )

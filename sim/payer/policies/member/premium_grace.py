"""A month of grace with an unpaid premium.

A plan of the exchange with a premium subsidy has three months of grace. In the first the payer pays as always and only
says so; in the second and third it holds the claim: nobody owes it until the premium is paid or the coverage ends. A
plan of the small employers' exchange has one month, and is held in it.

    payer       service_date  member_fact                                              | denies
    commercial  2026-05-31    premium_grace:2026-05-01..2026-07-31                     | no   the first month is paid
    commercial  2026-06-01    premium_grace:2026-05-01..2026-07-31                     | OA-257   the second month
    commercial  2026-07-31    premium_grace:2026-05-01..2026-07-31                     | OA-257
    commercial  2026-08-01    premium_grace:2026-05-01..2026-07-31                     | no
        the grace is over; whether coverage goes on is another question
    commercial  2026-05-20    premium_grace_of_a_small_employer:2026-05-01..2026-05-31 | OA-277

Not modeled: the reversal when the premium is paid or the coverage is ended after the fact.
"""

import numpy as np

from sim.payer.rulebook.policy import OA

stage = "eligibility"
title = "The premium is unpaid and the patient is in the grace period"
fix = "Check again when the grace period ends. The payer then reprocesses the claim."
adjustments = [OA("257", "N617", "N618"), OA("277")]
cite = (
    "45 CFR 156.270(d) and (e): three months of grace with a premium subsidy; 45 CFR 155.735 and 156.285: small"
    " employers"
)
owner, remedy, never = "biller", "R_NONE", "bill the patient the full charge now"
row = "A6"


def denies(lines):
    """1: after the first month of the exchange's grace; 2: the small employer's month."""
    small, grace = lines.fact("premium grace of a small employer"), lines.fact("premium grace")
    if not (small.any() or grace.any()):
        return small
    begun = lines.fact_start("premium grace").astype("datetime64[M]")
    return np.where(grace & (lines.service_date.astype("datetime64[M]") > begun), 1, np.where(small, 2, 0))

"""Not a member on the day of the service.

The plan pays for services from the first to the last day of coverage, both included. A claim sent under a coverage that
had not begun or had ended is denied, and the service is the patient's unless another payer covered that day.

    payer       coverage_start_date  coverage_end_date  service_date  member_fact               | denies
    commercial  2026-05-01           -                  2026-05-01    -                         | no
        the first day counts
    commercial  2026-05-01           -                  2026-04-30    -                         | PR-26
    commercial  2026-01-01           2026-05-31         2026-05-31    -                         | no
        the last day counts
    commercial  2026-01-01           2026-05-31         2026-06-01    -                         | PR-27/N30
        one day after the end
    commercial  2026-01-01           2026-05-31         2026-06-01    premium_unpaid            | PR-27/N619

Where the payer's file says that it ended for an unpaid premium, the remark says so (N619).

Not modeled: retroactive changes.
"""

import numpy as np

from sim.payer.rulebook.policy import PR

stage = "eligibility"
title = "The patient had no coverage with this payer on the date of service"
fix = "Find the coverage that was active on that date and bill that payer. It has its own filing limit."
adjustments = [PR("26", "N30"), PR("27", "N30"), PR("27", "N619")]
cite = {"medicare": "42 CFR 407 and 408, entitlement to Part B", "*": "plan document, eligibility"}
owner, remedy, never = "front desk", "R_OTHERPAYER", "resend the same claim unchanged"
box = "claims.member_id"
row = ("A3", "A4")


def denies(lines):
    """1: before the first day; 2: after the last day; 3: for an unpaid premium."""
    early = lines.service_date < lines.coverage_start_date
    late = lines.service_date > lines.coverage_end_date
    return np.where(early, 1, np.where(late, np.where(lines.fact("premium unpaid"), 3, 2), 0))

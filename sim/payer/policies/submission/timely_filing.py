"""Timely filing.

A claim must reach the payer within its filing limit, counted from the date of service; a corrected claim or a reopening
within the correction limit, counted from the remittance of the claim it corrects, and a claim that came late stays late
however it is corrected. Where the payer has a limit for claims as second payer, it counts from the first payer's
remittance; Medicare has none, a late first payer does not give it more time. A late claim is denied, and an in-network
patient may not be billed for it.

    payer       service_date  received_date  earlier         | denies
    medicare    2025-01-02    2026-01-02     -               | no       last allowed day: the limit is a calendar year
    medicare    2025-01-02    2026-01-03     -               | yes      one day late
    medicare    2027-03-01    2028-03-01     -               | no
        a calendar year, not 365 days: a leap day lies between
    commercial  2026-07-01    2026-09-29     -               | no       day 90
    commercial  2026-07-01    2026-09-30     -               | yes      day 91
    medicaid    2026-04-01    2026-09-28     -               | no       day 180
    medicaid    2026-04-01    2026-09-29     -               | yes
    medicaid    2025-09-01    2026-07-01     40.00;PR-2=9.00;CO-45=161.00 | no
        second payer: 64 days after the first one's remittance of 2026-04-28
    medicare    2025-04-01    2026-05-04     40.00;PR-2=9.00;CO-45=161.00 | yes
        Medicare as second payer: still a calendar year from the service
    commercial  2026-03-01    2026-07-27     40.00;PR-2=9.00;CO-45=161.00 | no
        second payer: day 90 after the first one's remittance
    commercial  2026-03-01    2026-07-28     40.00;PR-2=9.00;CO-45=161.00 | yes   day 91
    medicaid    2025-09-01    2026-10-25     40.00;PR-2=9.00;CO-45=161.00 | no   day 180
    medicaid    2025-09-01    2026-10-26     40.00;PR-2=9.00;CO-45=161.00 | yes

Not modeled: retroactive eligibility, disaster waivers.
"""

import numpy as np

from sim.payer.rulebook.policy import CO, deadline

stage = "filing"
title = "The claim was received after the filing limit"
fix = "Look for proof that the payer received it in time (277CA). Without it nobody owes the charge."
adjustments = [CO("29")]
cite = {"medicare": "42 CFR 424.44; CMS Claims Processing Manual ch. 1 70", "*": "provider contract, filing clause"}
owner, remedy, never = "biller", "R_RECON", "bill the patient"
box = "claim_lines.service_date"
row = "B1"


def denies(lines):
    """Received after the last day allowed; what corrects a claim, also where that claim was late."""
    corrects = ~np.isnat(lines.original_remittance_date)
    first = _late(lines, lines.received_date)
    if not corrects.any():
        return first
    answered = lines.original_remittance_date
    last = np.where(
        lines.is_reopening, deadline(answered, "reopening_limit", lines), deadline(answered, "correction_limit", lines)
    )
    return np.where(corrects, (lines.received_date > last) | _late(lines, lines.first_received_date), first)


def _late(lines, received):
    """After the filing limit, and as a later payer's claim also after that limit."""
    late = received > deadline(lines.service_date, "filing_limit", lines)
    if lines.prior is None:
        return late
    since = deadline(lines.prior.on, "secondary_filing_limit", lines)
    return late & (np.isnat(since) | (received > since))

"""Timely filing.

A claim must reach the payer within its filing limit, counted from the date of service; a corrected claim or a reopening within the correction
limit, counted from the remittance of the claim it corrects. A late claim is denied, and an in-network patient may not be billed for it.

    payer             service_date  received_date | denies
    medicare_part_b   2025-01-02    2026-01-02    | no       last allowed day: the limit is a calendar year
    medicare_part_b   2025-01-02    2026-01-03    | yes      one day late
    medicare_part_b   2027-03-01    2028-03-01    | no       a calendar year, not 365 days: a leap day lies between
    acme_ppo          2026-07-01    2026-09-29    | no       day 90
    acme_ppo          2026-07-01    2026-09-30    | yes      day 91
    medicaidcare      2026-04-01    2026-09-28    | no       day 180
    medicaidcare      2026-04-01    2026-09-29    | yes

Not modelled: retroactive eligibility, disaster waivers, the later start of a secondary claim's limit.
"""
import numpy as np

from sim.payer.policy import CO, deadline

stage = "filing"
title = "The claim came after the filing limit"
fix = "Look for proof that the payer received it in time (277CA); without it nobody owes the charge."
adjustments = [CO("29")]
cite = {"medicare": "42 CFR 424.44; CMS Claims Processing Manual ch. 1 70", "*": "provider contract, filing clause"}
owner, remedy, never = "biller", "R_RECON", "bill the patient"


def denies(lines):
    """Received after the last day allowed."""
    first = lines.received_date > deadline(lines.service_date, "filing_limit", lines)
    corrects = ~np.isnat(lines.original_remittance_date)
    if not corrects.any():
        return first
    answered = lines.original_remittance_date
    last = np.where(lines.is_reopening, deadline(answered, "reopening_limit", lines), deadline(answered, "correction_limit", lines))
    return np.where(corrects, lines.received_date > last, first)

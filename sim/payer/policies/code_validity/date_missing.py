"""A date that the service needs.

An accident has a day. Care of a pregnancy names the last period, chiropractic care the day of the first treatment.

    payer       code   is_other_accident_related  accident_date  initial_treatment_date | denies
    commercial  99213  yes                        2026-05-01     -                      | no
    commercial  99213  yes                        -              -                      | CO-16    which day?
    commercial  99213  no                         -              -                      | no
    medicare    98941  no                         -              2026-04-01             | no
    medicare    98941  no                         -              -                      | CO-16

Not modeled: dates of referral and of the last seen visit, which few services need.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "code validity"
title = "A date that this service needs is missing"
fix = "Ask the front desk or check the record, and enter it in box 14 or 15."
adjustments = [CO("16", "N305"), CO("16", "N148"), CO("16", "MA122"), CO("16", "MA100")]
cite = "CMS Claims Processing Manual ch. 26 10.4, items 14 and 15; ASC X12 837P implementation guide, 2300 DTP"
owner, remedy, never = "biller", {"medicare": "R_NEW", "*": "R_CORR"}, "invent a date"
appeal_ground = "complete"
box = "claims.onset_date"
row = "F14"

NEEDED = ("accident_date", "last_menstrual_date", "initial_treatment_date", "onset_date")


def denies(lines):
    """k for the k-th of NEEDED: by the payer's rule for the service, or an accident without its day."""
    out = lines.rule_code("date_missing", lines.rule("date_missing"))
    for k, name in enumerate(NEEDED, 1) if out.any() else ():
        out = np.where((out == k) & ~np.isnat(lines[name]), 0, out)
    accident = lines.is_employment_related | lines.is_auto_accident_related | lines.is_other_accident_related
    if not accident.any():
        return out
    return np.where((out == 0) & accident & np.isnat(lines.accident_date) & np.isnat(lines.onset_date), 1, out)

"""No referral, or one that is used up.

This plan pays for some services only if the member's own doctor sent him ([[rule]] in the payer's file). The referral
has a number, a span of days and a count of visits.

    payer          claim  code   service_date  referral_number  referring_npi  referral | denies
    advantage_hmo  1      97110  2026-05-04    R7  2511772032     R7:-:2026-05-01..2026-06-30:approved:2 | no
    advantage_hmo  2      97110  2026-05-04    -   2511772032     R7:-:2026-05-01..2026-06-30:approved:2 | CO-288
    advantage_hmo  3      97110  2026-07-01    R7  2511772032     R7:-:2026-05-01..2026-06-30:approved:2 | CO-287
        after its last day
    advantage_hmo  4a     97110  2026-05-04    R7  2511772032     R7:-:2026-05-01..2026-06-30:approved:2 | no
    advantage_hmo  4b     97110  2026-05-06    R7  2511772032     R7:-:2026-05-01..2026-06-30:approved:2 | no
    advantage_hmo  4c     97110  2026-05-08    R7  2511772032     R7:-:2026-05-01..2026-06-30:approved:2 | yes
        the third visit
    advantage_hmo  5      99213  2026-05-04    -   -              -        | no       the member's own doctor
    advantage_hmo  6      97110  2026-05-04    R7  2511772032     R7:-:2026-05-01..2026-06-30:approved:0 | no
        not limited

Not modeled: referrals by telephone that are entered later; standing referrals.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "referral"
title = "The service needed a referral, and there is none or it is used up"
fix = (
    "Ask the patient's primary care doctor for a referral, if the plan still accepts one. Then send a corrected claim"
    " with its number."
)
adjustments = [CO("288", "N489"), CO("287", "N475")]
cite = {"medicare advantage": "42 CFR 422.112(a)(2); evidence of coverage, referrals", "*": "plan document, referrals"}
owner, remedy, never = "front desk", "R_AUTH", "enter a referral number that nobody issued"
row = "D5"


def denies(lines):
    """On the list; 1: no number; 2: the span or the visits are used up."""
    listed = lines.rule("referral_missing") > 0
    if not listed.any():
        return listed
    found = lines.referral
    over = (found.most_units > 0) & (lines.units_used(found, visits=True) > found.most_units)
    used_up = found.is_known & (~found.is_in_span | over)
    return np.where(listed & lines.referral_number.is_missing, 1, np.where(listed & used_up, 2, 0))

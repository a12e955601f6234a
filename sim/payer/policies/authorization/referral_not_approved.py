"""A referral that the network does not know.

A number stands on the claim, but the plan never got a referral under it for this member, denied it, or it is for
something else.

    payer          code   referral_number  referral                                   | denies
    advantage_hmo  97110  R7               R7:-:2026-05-01..2026-06-30:approved:2     | no
    advantage_hmo  97110  X9               R7:-:2026-05-01..2026-06-30:approved:2     | CO-243   nobody gave that number
    advantage_hmo  97110  R7               R7:-:2026-05-01..2026-06-30:denied:0       | yes
    advantage_hmo  97110  R7               R7:97140:2026-05-01..2026-06-30:approved:2 | yes      for another service
    advantage_hmo  99213  X9               -                                          | no       needs none

Not modeled: referrals inside a medical group that need no number.
"""

from sim.payer.rulebook.policy import CO

stage = "referral"
title = "The plan's network or the patient's primary care doctor did not approve the service"
fix = (
    "Ask the patient's primary care doctor whether there was a referral. Have it entered with the plan, then send a"
    " corrected claim."
)
adjustments = [CO("243", "N630")]
cite = {"medicare advantage": "42 CFR 422.112(a)(2); evidence of coverage, referrals", "*": "plan document, referrals"}
owner, remedy, never = "front desk", "R_AUTH", "enter a referral number that nobody issued"
row = "D6"


def denies(lines):
    """Listed in the rules of referral_missing, a number, and no approved referral that fits."""
    listed = (lines.rule("referral_missing") > 0) & ~lines.referral_number.is_missing
    if not listed.any():
        return listed
    found = lines.referral
    return listed & ~(found.is_known & found.is_for_code & found.is_approved)

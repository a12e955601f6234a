"""A number that matches nobody in the payer's file.

The provider's number is a true NPI, but in this payer's file it belongs to nobody, or to somebody else.

    payer       provider_fact                | denies
    commercial  rendering:number_not_matched | CO-208/N290
    commercial  billing:number_not_matched   | CO-208/N257
    commercial  -                            | no

Not modeled: missing or malformed numbers (CO-206, CO-207), which the front end rejects.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "provider"
title = "The payer cannot match the provider's NPI"
fix = "Compare the NPI on the claim with the payer's file and correct the one that is wrong."
adjustments = [CO("208", "N290"), CO("208", "N257")]
cite = "45 CFR 162.410 (providers tell payers their NPI); payer companion guide, 2010AA and 2310B"
owner, remedy, never = "biller", {"medicare": "R_NEW", "*": "R_CORR"}, "try other NPIs until one is accepted"
appeal_ground = "complete"
row = "C3"


def denies(lines):
    """1: rendering; 2: billing."""
    rendering, billing = (
        lines.provider_fact(column, "number not matched") for column in ("rendering_npi", "billing_npi")
    )
    return np.where(rendering, 1, np.where(billing, 2, 0))

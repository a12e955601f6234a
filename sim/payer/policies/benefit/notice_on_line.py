"""What the clinic itself says of a line: excluded by law, or expected to be denied.

With GY the clinic bills a service that the law excludes, so that the patient or another insurance gets the denial: it
is the patient's. With GZ it says that it expects a denial and had no notice signed: nobody pays. Neither is looked at
further.

    payer     code   modifiers | denies
    medicare  99213  GY        | PR-96
    medicare  99213  GZ        | CO-50
    medicare  99213  GA        | no       a notice is signed: the payer decides as ever
    medicare  99213  -         | no

Not modeled: whether the notice was a valid one.
"""

import numpy as np

from sim.payer.rulebook.policy import CO, PR

stage = "benefit"
title = "The modifier says that the service is excluded, or that a denial is expected without a signed notice"
fix = "With GY bill the patient; with GZ write it off."
adjustments = [PR("96", "N425"), CO("50", "N180")]
cite = "CMS Claims Processing Manual ch. 30 50 and ch. 1 60; CMS change request on GZ lines (2011)"
owner, remedy, never = "biller", "R_WRITEOFF", "bill the patient for a line with GZ"
row = ("E1", "H9")


def denies(lines):
    """1: GY; 2: GZ."""
    return np.where(lines.has_modifier("GY"), 1, np.where(lines.has_modifier("GZ"), 2, 0))

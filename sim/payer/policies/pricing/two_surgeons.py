"""Two surgeons.

When two surgeons, mostly of different specialties, each do a distinct part of one operation, both bill the code with
62, and each gets the same share of the fee.

    payer     code   modifiers  place  charge  | reduces
    medicare  20692  62         22     2600.00 | 357.17
    medicare  20692  -          22     2600.00 | 0.00

Not modeled: that the records must show why two were needed (co-surgeon indicator 1); what happens when only one of the
two sends 62.
"""

import numpy as np

from sim.payer.money import pricing
from sim.payer.rulebook.policy import CO

stage = "several surgeons"
title = "Each of two surgeons is paid a share of the fee"
fix = "Check that the other surgeon billed the same code with 62. Write off the rest."
adjustments = [CO("45")]
cite = {
    "medicare": "CMS Claims Processing Manual ch. 12 40.8; MPFS co-surgeon indicator",
    "*": "provider contract, two surgeons",
}
owner, remedy, never = "biller", "R_NONE", "bill the patient for it"
row = "I7"


def part(lines):
    """What stays of the price."""
    if not pricing.carries(lines, "62"):
        return None
    return np.where(lines.has_modifier("62"), lines.param("two_surgeons_percent", missing=pricing.FULL), pricing.FULL)


def reduces(lines):
    """The other surgeon's share, and what both together get above the fee is Medicare's own rule."""
    return pricing.cut(lines, "two_surgeons")

"""An assistant at surgery.

A physician who assists (80, 81, 82) is paid 16 percent of the surgeon's fee; a nurse practitioner or physician
assistant who assists (AS) 85 percent of that. Whether an assistant is paid at all the schedule says by code, and that
is not a question of price.

    payer     code   modifiers  place  charge  | reduces
    medicare  20692  80         22     2600.00 | 800.06
    medicare  20692  AS         22     2600.00 | 822.92
    medicare  20692  AS         22     100.00  | 0.00      charged less than the assistant's fee
    medicare  20692  -          22     2600.00 | 0.00

Not modeled: teaching hospitals, where 82 must be justified.
"""

import numpy as np

from sim.payer.money import pricing
from sim.payer.rulebook.policy import CO

stage = "several surgeons"
title = "An assistant at surgery is paid a percentage of the surgeon's fee"
fix = "Compare with the assistant's percentage. Write off the rest."
adjustments = [CO("45", "N646")]
cite = {
    "medicare": "SSA 1848(i)(2); CMS Claims Processing Manual ch. 12 20.4.3, 110.2 and 120.1; MPFS assistant indicator",
    "*": "provider contract, assistants at surgery",
}
owner, remedy, never = "biller", "R_NONE", "bill the patient for it"
row = "I7"

PHYSICIAN, OTHER = ("80", "81", "82"), "AS"


def part(lines):
    """What stays of the price."""
    if not pricing.carries(lines, *PHYSICIAN, OTHER):
        return None
    assisted = lines.param("assistant_at_surgery_percent", missing=100)
    percent = np.where(
        lines.has_modifier(OTHER), assisted * lines.param("clinician_percent", missing=100), assisted * 100
    )
    return np.where(lines.has_modifier(*PHYSICIAN, OTHER), percent * 100, pricing.FULL)


def reduces(lines):
    """The rest of the surgeon's fee."""
    return pricing.cut(lines, "assistant_at_surgery")

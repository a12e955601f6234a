"""Therapy given in part by a therapist's assistant.

Where an assistant gave more than a tenth of a therapy service, the line says CQ (physical) or CO (occupational
therapy), and Medicare pays 85 percent of what it would itself pay. The patient's share stays that of the full fee.

    payer     code   modifiers  met_amount  charge | reduces
    medicare  97110  GP,CQ      283.00      90.00  | 3.32
    medicare  97110  GP,CQ      0.00        90.00  | 0.00      the deductible took it all
    medicare  97110  GP         283.00      90.00  | 0.00

Not modeled: the rule of minutes by which a service counts as the assistant's.
"""

import numpy as np

from sim.ground.money import share
from sim.payer.money import pricing
from sim.payer.rulebook.policy import CO

stage = "therapist's assistant"
title = "Therapy furnished by an assistant is paid in part"
fix = "Check the minutes in the record. Write off the rest."
adjustments = [CO("45", "N851")]
cite = (
    "SSA 1834(v); 42 CFR 410.59 and 410.60; CMS Claims Processing Manual ch. 5 20.1 (verify the section and the"
    " adjustment code)"
)
owner, remedy, never = "biller", "R_NONE", "bill the patient for it"
row = "I8"


def reduces(lines):
    """A part of what is left to pay, after the patient's share."""
    if not pricing.carries(lines, "CQ", "CO"):
        return np.zeros(len(lines), np.int64)
    percent = lines.param("therapy_assistant_percent", missing=100)
    return np.where(lines.has_modifier("CQ", "CO"), lines.left - share(lines.left, percent), 0)

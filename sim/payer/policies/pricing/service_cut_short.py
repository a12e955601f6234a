"""A service that was reduced or stopped.

Modifier 52 says that less was done than the code means, 53 that the procedure was stopped for the patient's safety. The
payer pays a part. A colonoscopy stopped short has relative values of its own in the schedule: there the price itself is
that of 53, and nothing more is taken off.

    payer     code   modifiers  charge | reduces
    medicare  20610  52,RT      180.00 | 31.44
    medicare  45378  53         900.00 | 0.00      its own values
    medicare  99213  -          210.00 | 0.00
    medicare  20610  53,RT      180.00 | 31.44

Not modeled: a payer that asks for the record first and decides by it (Medicare's contractors do); 73 and 74 of
facilities.
"""

import numpy as np

from sim.payer.money import pricing
from sim.payer.rulebook.policy import CO

stage = "cut short"
title = "A reduced or discontinued service is paid in part"
fix = "Read the record. If less was done than the code describes, write off the rest. Otherwise remove the modifier."
adjustments = [CO("203")]
cite = {"medicare": "CMS Claims Processing Manual ch. 12 20.4.6 and 30.1", "*": "provider contract, reduced services"}
owner, remedy, never = "coder", "R_NONE", "leave the modifier off to get the full fee"
row = "I6"


def part(lines):
    """What stays of the price."""
    if not pricing.carries(lines, "52", "53"):
        return None
    stopped = lines.has_modifier("53") & ~(pricing.on_schedule(lines) & pricing.has_own_stopped(lines))
    percent = lines.param("reduced_service_percent", missing=100)
    return np.where(stopped | lines.has_modifier("52"), percent * 10_000, pricing.FULL)


def reduces(lines):
    """The rest of it."""
    return pricing.cut(lines, "service_cut_short")

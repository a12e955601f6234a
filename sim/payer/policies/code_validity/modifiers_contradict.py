"""Two modifiers that contradict each other.

A line cannot say both: read only and technical only, all used and some thrown away, a notice signed and none signed. 59
and the X modifiers say the same thing, and only one of them belongs on a line.

    payer       code   modifiers | denies
    medicare    99213  GA,GX     | CO-4     one notice is for what may be denied, one for what is never paid
    medicare    99213  GA        | no
    commercial  12001  59,XS     | CO-4
    commercial  12001  XS        | no
    commercial  71046  26,TC     | CO-4

Not modeled: every pair that a payer's own manual forbids.
"""

import numpy as np

from sim.payer.engine.payer_rules import both_modifiers
from sim.payer.rulebook.policy import CO

stage = "code validity"
title = "Two modifiers of the line contradict each other"
fix = "Read the record. Only one of the two applies; remove the other."
adjustments = [CO("4", "N519")]
cite = "NCCI Policy Manual ch. 1; CMS Claims Processing Manual ch. 12, ch. 17 40 and ch. 30"
owner, remedy, never = (
    "coder",
    {"medicare": "R_REOPEN", "*": "R_CORR"},
    "keep the one that pays more regardless of the record",
)
cause = "wrong_modifier"
box = "claim_lines.hcpcs_modifier_1"
row = "F5"

PAIRS = (
    (("59",), ("XE", "XP", "XS", "XU")),
    (("26",), ("TC",)),
    (("76",), ("77",)),
    (("JW",), ("JZ",)),
    (("GA",), ("GX", "GZ")),
    (("GX",), ("GZ",)),
    (("62",), ("80", "82", "AS")),
    (("80", "82"), ("AS",)),
    (("52",), ("53",)),
    (("LT",), ("RT",)),
    (("93",), ("95",)),
    (("GP",), ("GO", "GN")),
)


def denies(lines):
    """Any of the pairs."""
    out = np.zeros(len(lines), bool)
    for first, second in PAIRS:
        out |= both_modifiers(lines, first, second)
    return out

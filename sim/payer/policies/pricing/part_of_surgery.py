"""A part of an operation and its aftercare.

The fee of an operation with global days holds the care before it, the operation, and the care after it; the schedule
says in what parts. Who operates and hands the patient over (54) gets the first two, who takes over (55) the last, who
only prepares (56) the first. Back in the operating room for a complication (78) is paid for the operation alone; a
procedure without global days then keeps its full fee.

    payer     code   modifiers  place  charge  | reduces
    medicare  20692  54         22     2600.00 | 200.01
    medicare  20692  55         22     2600.00 | 752.44
    medicare  20692  78         22     2600.00 | 295.26
    medicare  12001  78         22     400.00  | 0.00      no global days: nothing to take off

Not modeled: aftercare shared by days; that Medicare's contractors do not pay 56 beside 54; two of these modifiers on
one line.
"""

import numpy as np

from sim.ground.files import remembered
from sim.payer.money import pricing
from sim.payer.rulebook.policy import CO
from sim.reference import codes as library
from sim.reference.fees import surgery_split

stage = "part of the surgery"
title = "Only part of the surgery and its aftercare is paid"
fix = "Check who took over the aftercare and from what day. The rest belongs to the other provider."
adjustments = [CO("45")]
cite = {
    "medicare": (
        "CMS Claims Processing Manual ch. 12 40.2 and 40.4; MPFS pre-, intra- and postoperative percentages; 42 CFR"
        " 414.40"
    ),
    "*": "provider contract, split surgical care; MPFS percentages",
}
owner, remedy, never = "biller", "R_NONE", "bill the patient for it"
row = "I6"

SHARES = {"54": (0, 1), "55": (2,), "56": (0,), "78": (1,)}  # which of before, operation, after


def part(lines):
    """What stays of the price."""
    if not pricing.carries(lines, *SHARES):
        return None
    split, out = _split()[lines.procedure_row], np.full(len(lines), pricing.FULL, np.int64)
    for modifier, parts in SHARES.items():
        mine = lines.has_modifier(modifier) & (split.sum(axis=1) > 0)
        out = np.where(mine, split[:, parts].sum(axis=1) * 10_000, out)
    return out


@remembered
def _split() -> np.ndarray:
    """Percent before, operation, after, by row of the library; zeros where the fee is not split, and for an unknown
    code.
    """
    known = surgery_split()
    return np.array([*(known.get(code, (0, 0, 0)) for code in library.procedures().code.texts()), (0, 0, 0)], np.int64)


def reduces(lines):
    """The parts that others gave."""
    return pricing.cut(lines, "part_of_surgery")

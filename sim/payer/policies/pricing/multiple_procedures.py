"""Several procedures on one day.

The highest-valued procedure of the day is paid in full; each further one at the payer's percentage, since preparing the
patient is paid only once. The schedule says which procedures count (indicator 2). A visit, a test or an add-on is not
one. Endoscopies of one family (indicator 3) come first: the highest-valued is paid in full, each other one only what it
is dearer than the base of the family; the family then counts as one procedure among the others.

    payer       claim  code   modifiers  place  charge  | reduces
    medicare    1      20610  RT         11     180.00  | 0.00      the dearer one in full
    medicare    1      20551  59         11     150.00  | 28.00     half of 56.01
    commercial  2      20610  RT         11     180.00  | 0.00      the only one
    medicare    3      20610  RT         11     180.00  | 0.00
    medicare    3      20551  59         11     40.00   | 11.99     charged 40.00: that is compared with the half
    medicare    4      45385  -          22     1200.00 | 0.00      the highest-valued endoscopy of the family
    medicare    4      45380  59         22     1000.00 | 152.60    less the base of the family
    medicare    5      45385  -          22     1200.00 | 0.00
    medicare    5      20610  RT         22     180.00  | 18.15     half: second to the endoscopy

Not modeled: the sixth and further (by report), several units of one code, a base of the family that is billed beside
it (an edit pair denies it).
"""

import numpy as np

from sim.ground.money import divide, share
from sim.payer.money import pricing
from sim.payer.rulebook.policy import CO

stage = "multiple procedures"
title = "Additional procedures on the same day are paid in part"
fix = "Check that the highest-valued procedure was paid in full. Write off the rest."
adjustments = [CO("59")]
cite = {
    "medicare": "CMS Claims Processing Manual ch. 12 40.6; MPFS multiple procedure indicators 2 and 3; 42 CFR 414.40",
    "*": "provider contract, multiple procedures",
}
owner, remedy, never = "biller", "R_NONE", "bill the patient for it"
row = "I5"

SEVERAL = ("62", "66", "80", "81", "82", "AS")  # surgeons beside one another: each has an order of the own procedures


def reduces(lines):
    """What is taken off the second and further, by rank of the price."""
    price, counted = pricing.reduced(lines), (lines.procedure.multiple_procedure == 2) & (lines.left > 0)
    scoped = (lines.procedure.multiple_procedure == 3) & (lines.left > 0)
    percent = lines.param("multiple_procedure_percent", missing=100)
    if not scoped.any():
        return np.where(_rank(lines, price, counted) > 1, pricing.down_to(lines, share(price, percent)), 0)
    now, further = _families(lines, price, counted, scoped)
    return np.where(counted | scoped, pricing.down_to(lines, np.where(further, share(now, percent), now)), 0)


def _families(lines, price, counted, scoped):
    """Prices after the rule of endoscopies, and which lines are second to another procedure or family."""
    row = np.where(scoped, pricing.endoscopic_bases()[lines.procedure_row], -1)
    base = divide(pricing.like(lines, row) * lines.service_unit_quantity * pricing.sides(lines), 100)
    weight, heads, members = price.copy(), np.zeros(len(lines), bool), []
    now = price.copy()
    for one in np.unique(row[row >= 0]):
        mine = scoped & (row == one)
        rank = _rank(lines, price, mine)
        now = np.where(rank > 1, np.maximum(price - base, 0), now)
        weight = np.where(mine, lines.total(now, pricing.SAME_DAY, where=mine), weight)
        heads |= rank == 1
        members.append(mine)
    further = _rank(lines, weight, counted | heads) > 1
    for mine in members:
        further |= lines.total((further & heads & mine).astype(np.int64), pricing.SAME_DAY, where=mine) > 0
    return now, further


def _rank(lines, amount, where):
    """1 for the highest-valued, 2 for the next; one order for a group's procedures, and one for each of several
    surgeons.
    """
    if not pricing.carries(lines, *SEVERAL):
        return lines.rank(amount, pricing.SAME_DAY, where=where)
    beside = lines.has_modifier(*SEVERAL)
    return np.where(
        beside,
        lines.rank(amount, (*pricing.SAME_DAY, "rendering_npi"), where=where & beside),
        lines.rank(amount, pricing.SAME_DAY, where=where & ~beside),
    )

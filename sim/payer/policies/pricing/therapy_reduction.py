"""Several units of therapy on one day.

Of all therapy of a day, whatever the discipline, the unit with the highest-valued practice expense is paid in full; of
every other unit only half of the practice expense is paid. The schedule marks the codes (indicator 5).

    payer     claim  code   modifiers  units  charge | reduces
    medicare  1      97110  GP         1      90.00  | 0.00      one unit
    medicare  2      97110  GP         3      270.00 | 12.52     two further units
    medicare  3      97110  GP         1      90.00  | 0.00      the dearer practice expense
    medicare  3      97140  GP         1      90.00  | 5.96

Not modeled: therapy of another provider's group on the same day.
"""

import numpy as np

from sim.payer.money import pricing
from sim.payer.rulebook.policy import CO

stage = "multiple procedures"
title = "Additional therapy units are paid with half of their practice expense"
fix = "Check that the highest-valued unit of the day was paid in full. Write off the rest."
adjustments = [CO("59")]
cite = {
    "medicare": "SSA 1848(b)(7); CMS Claims Processing Manual ch. 5 10.7; MPFS multiple procedure indicator 5",
    "*": "provider contract, therapy",
}
owner, remedy, never = "biller", "R_NONE", "spread the units over days on which they were not given"
row = "I5"


def reduces(lines):
    """The cut part of the practice expense for every unit but the highest-valued."""
    marked = (lines.procedure.multiple_procedure == 5) & (lines.left > 0)
    if not marked.any():
        return np.zeros(len(lines), np.int64)
    percent = lines.param("therapy_expense_percent", missing=100)
    off = np.zeros(len(lines), np.int64)
    for one in np.unique(percent[marked]):
        saved = pricing.like(lines) - pricing.like(lines, expense_percent=int(one))
        off = np.where(percent == one, saved, off)
    return pricing.down_to(lines, pricing.reduced(lines) - pricing.further(lines, off, marked, 0))

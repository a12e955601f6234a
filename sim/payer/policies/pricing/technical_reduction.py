"""Several heart or eye tests on one day.

Of the tests that the schedule marks (indicator 6: heart and vessels, 7: eyes), the highest-valued technical part is
paid in full and every further one of the day is cut. The reading is not.

    payer     claim  code   modifiers  charge | reduces
    medicare  1      93306  -          500.00 | 0.00      the dearer technical part
    medicare  1      93000  -          60.00  | 1.56      a quarter of the tracing (93005)
    medicare  2      93306  26         200.00 | 0.00      a reading alone is not counted
    medicare  2      93000  -          60.00  | 0.00
    medicare  3      93306  -          500.00 | 0.00
    medicare  3      93005  -          60.00  | 1.56   the tracing alone

Not modeled: tests without parts other than the resting electrocardiogram (their technical twin is not stated by the
schedule).
"""

import numpy as np

from sim.payer.money import pricing
from sim.payer.rulebook.policy import CO
from sim.reference.codes import procedure_rows

stage = "multiple procedures"
title = "The technical component of additional tests on the same day is paid in part"
fix = "Check that the highest-valued test was paid in full. Write off the rest."
adjustments = [CO("59")]
cite = {
    "medicare": "CY 2013 PFS final rule; 42 CFR 414.40; MPFS multiple procedure indicators 6 and 7",
    "*": "provider contract, diagnostic tests",
}
owner, remedy, never = "biller", "R_NONE", "move a test to another day"
row = "I5"

PERCENT = {6: "heart_test_technical_percent", 7: "eye_test_technical_percent"}
TWIN = {"93000": "93005"}  # a whole test of indicator pctc 4 and the code of its technical part


def reduces(lines):
    """Heart and eye tests, each ranked among their like."""
    off = np.zeros(len(lines), np.int64)
    kind = lines.procedure.multiple_procedure
    marked = ((kind == 6) | (kind == 7)) & (lines.left > 0)
    if not marked.any():
        return off
    marked &= ~lines.has_modifier("26")
    technical = _technical(lines)
    for number, name in PERCENT.items():
        off += pricing.further(
            lines, technical, marked & (kind == number) & (technical > 0), lines.param(name, missing=100)
        )
    return pricing.down_to(lines, pricing.reduced(lines) - off)


def _technical(lines) -> np.ndarray:
    """The price of one technical part: of a code with parts, of one that is only technical, of the twin of a whole one;
    0 where none is known.
    """
    pctc = lines.procedure.pctc
    row = np.where(
        pctc == 4,
        lines.procedure_code.rows(procedure_rows([TWIN.get(text, "") for text in lines.procedure_code.pool])),
        lines.procedure_row,
    )
    amount = pricing.like(lines, row, np.where(pctc == 1, pricing.TECHNICAL, pricing.WHOLE))
    return np.where(((pctc == 1) | (pctc == 3) | (pctc == 4)) & (row >= 0), amount, 0)

"""Several pictures on one day.

Of the scans that the schedule marks (indicator 4: computed and magnetic resonance tomography, certain ultrasound), the
highest-valued technical part and the highest-valued reading of a day are paid in full; every further one is cut, the
technical part by much more than the reading. Both sides on one line (50) are two pictures (verify).

    payer     claim  code   modifiers  charge | reduces
    medicare  1      73721  RT         700.00 | 0.00      the first in full
    medicare  1      73721  LT         700.00 | 67.62
        the other knee: half of the technical part, five percent of the reading
    medicare  2      73721  26,RT      200.00 | 0.00
    medicare  2      73721  26,LT      200.00 | 3.00      only the reading
    medicare  3      73721  RT         700.00 | 0.00      alone

Not modeled: two sessions of one day (59 would say so), the cap at what hospitals are paid.
"""

import numpy as np

from sim.payer.money import pricing
from sim.payer.rulebook.policy import CO

stage = "multiple procedures"
title = "Additional imaging on the same day is paid in part"
fix = "Check that the highest-valued study was paid in full. Write off the rest."
adjustments = [CO("59")]
cite = {
    "medicare": (
        "SSA 1848(b)(4) and (b)(10); CMS Claims Processing Manual ch. 13 20.3 (verify); MPFS multiple procedure"
        " indicator 4"
    ),
    "*": "provider contract, imaging",
}
owner, remedy, never = "biller", "R_NONE", "move a study to another day"
row = "I5"


def reduces(lines):
    """Technical part and reading, each ranked by itself."""
    marked = (lines.procedure.multiple_procedure == 4) & (lines.left > 0)
    if not marked.any():
        return np.zeros(len(lines), np.int64)
    off = np.zeros(len(lines), np.int64)
    for other, part, name in (
        ("26", pricing.TECHNICAL, "imaging_technical_percent"),
        ("TC", pricing.READING, "imaging_professional_percent"),
    ):
        off += pricing.further(
            lines, pricing.like(lines, part=part), marked & ~lines.has_modifier(other), lines.param(name, missing=100)
        )
    return pricing.down_to(lines, pricing.reduced(lines) - off)

"""An operation in the global period of another.

Inside the 90 days after a major operation another procedure by the same group is paid only if it says why: planned or
more extensive (58), back to the operating room for a complication (78), unrelated (79).

    payer     claim  past  code   modifiers  place  service_date | denies
    medicare  1      yes   20692  RT         21     2026-05-04   | -
    medicare  1      -     10060  -          11     2026-06-01   | CO-97
    medicare  2      yes   20692  RT         21     2026-05-04   | -
    medicare  2      -     10060  79         11     2026-06-01   | no       unrelated
    medicare  3      yes   20692  RT         21     2026-01-04   | -
    medicare  3      -     10060  -          11     2026-06-01   | no       the period is over
    medicare  4      yes   20692  RT         21     2026-05-04   | -
    medicare  4      -     10060  -          11     2026-05-05   | CO-97   the day after
    medicare  5      yes   20692  RT         21     2026-05-04   | -
    medicare  5      -     10060  -          11     2026-05-04   | no   the same day
    medicare  6      yes   20692  RT         21     2026-05-04   | -
    medicare  6      -     20610  LT         11     2026-08-02   | CO-97
        the ninetieth day, and 0 global days of its own
    medicare  7      yes   20692  RT         21     2026-05-04   | -
    medicare  7      -     20610  LT         11     2026-08-03   | no
    medicare  8      yes   20692  RT         21     2026-05-04   | -
    medicare  8      -     99213  24         11     2026-06-01   | no   a visit, not an operation

Not modeled: procedures in the ten days after a minor one.
"""

import numpy as np

from sim.payer.policies.coding.major_surgery_visit import DAYS, WHO, major
from sim.payer.rulebook.policy import CO

stage = "global period"
title = "The procedure is in the global period of a major surgery"
fix = (
    "Read the record. Planned (58), complication in the operating room (78), unrelated (79)? Otherwise it is already"
    " paid."
)
adjustments = [CO("97", "N525")]
cite = {"medicare": "CMS Claims Processing Manual ch. 12 40.1 and 40.2", "*": "provider manual, global days"}
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "use 79 for a related procedure"
row = "G3"


def denies(lines):
    """One to ninety days after, without 58, 78 or 79."""
    procedure = (
        (lines.procedure_row >= 0) & (lines.procedure.global_day_count >= 0) & ~lines.has_modifier("58", "78", "79")
    )
    done = lines.last(major, WHO, where=procedure)
    days = (lines.service_date - done).astype(np.int64)
    return ~np.isnat(done) & (days >= 1) & (days <= DAYS)

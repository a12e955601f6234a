"""Aftercare inside the global period.

A procedure with 10 global days holds the usual visits of the ten days after it. A visit by the same group and specialty
in that time is paid only if it is for something else, which modifier 24 says.

    payer       claim  past  code   modifiers  service_date | denies
    medicare    1      yes   10060  -          2026-05-04   | -
    medicare    1      -     99213  -          2026-05-14   | CO-97    the tenth day after
    medicare    2      yes   10060  -          2026-05-04   | -
    medicare    2      -     99213  -          2026-05-15   | no       the eleventh
    medicare    3      yes   10060  -          2026-05-04   | -
    medicare    3      -     99213  24         2026-05-08   | no       for another problem
    commercial  4      yes   20610  -          2026-05-04   | -
    commercial  4      -     99213  -          2026-05-05   | no       0 global days: only that day
    medicare    5      yes   10060  -          2026-05-04   | -
    medicare    5      -     99213  -          2026-05-05   | CO-97   the day after

Not modeled: 90 global days and the day before, procedures inside the global period (58, 78, 79), complications.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "global period"
title = "The visit is part of the aftercare of an earlier procedure"
fix = "Read the record. If the visit was for another problem, append 24. Otherwise it is already paid."
adjustments = [CO("97", "M144")]
cite = {"medicare": "CMS Claims Processing Manual ch. 12 40.1; MPFS global days", "*": "provider manual, global days"}
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "use 24 without another problem"
row = "G3"

DAYS = 10  # the global period that the schedule calls 010


def short_global(lines):
    """Procedures with ten global days."""
    return lines.procedure.global_day_count == DAYS


def denies(lines):
    """One to ten days after."""
    visit = (
        lines.procedure.is_evaluation & ~lines.has_modifier("24") & ~lines.procedure.kind.isin(("preventive visit",))
    )
    done = lines.last(short_global, ("patient_key", "billing_npi", "specialty_code"), where=visit)
    days = lines.service_date - done
    return (days >= np.timedelta64(1, "D")) & (days <= np.timedelta64(DAYS, "D"))

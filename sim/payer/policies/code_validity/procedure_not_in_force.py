"""A procedure code of another year.

Procedure codes begin and end on days of their own; drug codes change every quarter. What counts is the date of service.

    payer       code   units  service_date | denies
    commercial  J1957  100    2026-10-01   | no       its first day
    commercial  J1957  100    2026-09-30   | CO-181
    commercial  J1953  50     2026-09-30   | no       its last day
    medicare    J1953  50     2026-10-01   | CO-181
    commercial  99213  1      2026-05-04   | no

Not modeled: CPT codes that came and went before the editions loaded here; the licensed files tell.
"""

import numpy as np

from sim.payer.rulebook.policy import CO
from sim.reference import codes as library

stage = "code validity"
title = "The procedure code was not valid on the date of service"
fix = "Use the code that was valid on that date. Its unit may differ."
adjustments = [CO("181", "N56")]
cite = "45 CFR 162.1002; CMS HCPCS quarterly updates"
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "change the date of service"
cause = "invalid_procedure"
row = "F2"


def denies(lines):
    """Before its first or after its last day."""
    if not lines.batch.once("procedures that may not be in force", lambda: _any_at_risk(lines.batch)):
        return np.zeros(len(lines), bool)
    service, day = lines.procedure, lines.service_date
    return (lines.procedure_row >= 0) & ((day < service.start_date) | (day > service.end_date))


def _any_at_risk(batch) -> bool:
    rows = library.procedure_rows(batch.lines.procedure_code.pool)
    rows, days = rows[rows >= 0], batch.lines.service_date[~np.isnat(batch.lines.service_date)]
    table = library.procedures()
    return bool(len(days)) and bool(
        (table.start_date[rows] > days.min()).any() or (table.end_date[rows] < days.max()).any()
    )

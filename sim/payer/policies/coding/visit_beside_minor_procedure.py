"""A visit beside a minor procedure, not marked as separate.

A procedure with 0 or 10 global days holds the decision to do it and the usual look at the patient that day. A visit by
the same group on the same day is paid only if it was significant and separate, which modifier 25 says. Whether that is
true the record shows, not the claim.

    payer       claim  code   modifiers | denies
    commercial  1      99213  -         | CO-97
    commercial  1      20610  RT        | no
    commercial  2      99213  25        | no
    commercial  2      20610  RT        | no
    medicare    3      99213  -         | yes
    medicare    3      17110  -         | no
    commercial  4      99213  -         | no       a blood draw does not count as a procedure
    commercial  4      36415  -         | no

Not modeled: payers that halve one of the two; the procedure arriving on a later claim than its visit.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "same-day visit"
title = "The visit is part of the procedure on the same day"
fix = (
    "Read the record. If there was work beyond the decision for the procedure, append 25 to the visit. Otherwise the"
    " visit is not payable."
)
adjustments = [CO("97", "M144")]
cite = {
    "medicare": "CMS Claims Processing Manual ch. 12 30.6.6 and 40.1; NCCI Policy Manual ch. 1",
    "*": "provider manual, global days",
}
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "append 25 where nothing separate was done"
row = "G3"


def denies(lines):
    """A visit without 24, 25 or 57, and a standing minor procedure."""
    service = lines.procedure
    visit = service.is_evaluation & ~lines.has_modifier("24", "25", "57")
    minor = (service.global_day_count == 0) | (service.global_day_count == 10)
    this, _ = lines.pairs(
        ("patient_key", "service_date", "billing_npi"), where=visit, other=minor & (lines.procedure_row >= 0)
    )
    out = np.zeros(len(lines), bool)
    out[this] = True
    return out

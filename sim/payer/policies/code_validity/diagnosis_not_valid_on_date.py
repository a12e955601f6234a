"""A diagnosis that was not in force on the day of the service.

Diagnosis codes come and go on 1 October and 1 April. What counts is the date of service, not the date of the claim. A
line that points to a code of another edition is denied.

    payer       dx       service_date  received_date | denies
    commercial  M72.2    2026-09-30    2026-10-05    | no       its last day
    commercial  M72.2    2026-10-01    2026-10-05    | CO-146   one day later it is only a heading
    medicare    M67.A01  2026-09-30    2026-10-05    | CO-146   not born yet
    medicare    M67.A01  2026-10-01    2026-10-05    | no

Not modeled: editions before October 2025.
"""

from sim.payer.rulebook.policy import CO

stage = "code validity"
title = "The diagnosis code was not valid on the date of service"
fix = "Use the code that was valid on that date. The record decides which one."
adjustments = [CO("146", "M76")]
cite = "45 CFR 162.1002; ICD-10-CM addenda"
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "change the date of service"
cause = "invalid_diagnosis"
box = "claims.diagnosis_code_1"
row = "F4"


def denies(lines):
    """Before its first or after its last day."""
    return lines.points_outside_validity()

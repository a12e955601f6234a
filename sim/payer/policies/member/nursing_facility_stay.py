"""A patient on a nursing facility stay that Part A pays.

On such a stay the facility bills almost everything (consolidated billing). Doctors' own work stays apart and is paid:
visits, procedures, reading a picture (26). What the facility must be billed for: laboratory, drugs, therapy, and the
technical part of pictures and tests.

    payer     code   modifiers  place  member_fact                                 | denies
    medicare  99213  -          31     skilled_nursing_stay:2026-05-01..2026-05-20 | no       the doctor's visit
    medicare  83036  QW         11     skilled_nursing_stay:2026-05-01..2026-05-20 | CO-109
    medicare  71046  26         31     skilled_nursing_stay:2026-05-01..2026-05-20 | no       only reading it
    medicare  71046  -          11     skilled_nursing_stay:2026-05-01..2026-05-20 | yes      reading and picture in one
    medicare  93010  -          31     skilled_nursing_stay:2026-05-01..2026-05-20 | no       only reading
    medicare  83036  QW         11     skilled_nursing_stay:2026-04-01..2026-04-20 | no       the stay is over
    medicare  93005  -          11     skilled_nursing_stay:2026-05-01..2026-05-20 | CO-109   the tracing
    medicare  93000  -          11     skilled_nursing_stay:2026-05-01..2026-05-20 | CO-109
        tracing and reading in one

Not modeled: the lists of costly drugs, chemotherapy, dialysis and ambulance that stay apart; paying the reading part
of a line that billed both.
"""

from sim.payer.rulebook.policy import CO

stage = "eligibility"
title = "The patient was in a nursing facility stay: the facility is billed for this"
fix = "Bill the nursing facility. The professional component (26) of imaging or a test may be billed to Medicare."
adjustments = [CO("109", "N538")]
cite = "SSA 1862(a)(18), 1888(e)(2)(A); CMS Claims Processing Manual ch. 6 10 to 20"
owner, remedy, never = "biller", "R_OTHERPAYER", "bill the patient"
cause = "wrong_payer"
row = ("A11", "G13")

FACILITY = ("lab test", "specimen collection", "therapy", "drug", "drug administration", "treatment")
BOTH_PARTS, TECHNICAL_ONLY, GLOBAL_ONLY = 1, 3, 4  # the schedule's indicators of professional and technical part


def denies(lines):
    """The facility's services on a day of the stay."""
    stay = lines.fact("skilled nursing stay")
    if not stay.any():
        return stay
    part = lines.procedure.pctc
    technical = (part == TECHNICAL_ONLY) | (part == GLOBAL_ONLY) | ((part == BOTH_PARTS) & ~lines.has_modifier("26"))
    return stay & (lines.procedure_row >= 0) & (lines.procedure.kind.isin(FACILITY) | technical)

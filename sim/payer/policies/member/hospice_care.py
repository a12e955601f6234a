"""Care of a hospice patient.

Whoever has chosen hospice gets everything that belongs to the fatal illness from the hospice. The clinic is paid for
two things beside it, and says which: GW, the service has nothing to do with the illness; GV, by the attending doctor
whom the hospice does not employ.

    payer     modifiers  service_date  member_fact          | denies
    medicare  -          2026-05-04    hospice:2026-05-04.. | CO-B9    from the first day
    medicare  -          2026-05-03    hospice:2026-05-04.. | no
    medicare  GW         2026-05-04    hospice:2026-05-04.. | no       unrelated
    medicare  GV         2026-05-04    hospice:2026-05-04.. | no       the attending doctor
    medicare  25         2026-05-04    hospice:2026-05-04.. | yes

Not modeled: whether the doctor who writes GV is the one whom the patient named; vaccines by a hospice's own choice.
"""

from sim.payer.rulebook.policy import CO

stage = "eligibility"
title = "The patient is in hospice care, and the claim does not say that the service is unrelated"
fix = (
    "Read the record. Append GW if the service is unrelated to the terminal illness, GV if the attending physician is"
    " not employed by the hospice. Otherwise the hospice pays."
)
adjustments = [CO("B9")]
cite = {
    "medicare": "42 CFR 418.24(g); CMS Claims Processing Manual ch. 11 40.2 and 50",
    "*": "plan document, hospice benefit",
}
owner, remedy, never = (
    "coder",
    {"medicare": "R_REOPEN", "*": "R_CORR"},
    "bill the patient; append GW when the record does not support it",
)
cause = "missing_modifier"
row = "A10"


def denies(lines):
    """In hospice, without GV or GW."""
    return lines.fact("hospice") & ~lines.has_modifier("GV", "GW")

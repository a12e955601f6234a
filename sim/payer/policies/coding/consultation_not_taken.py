"""A consultation code at a payer that takes none.

Medicare stopped paying consultations in 2010, and many payers followed: the visit is billed with the codes of its place
(office, hospital, emergency department). The payer's file says whether it takes them.

    payer            code  charge | denies
    medicare         99243 200.00 | CO-96/N56
    medicaid         99255 300.00 | yes    in the hospital
    commercial       99243 200.00 | no     takes them
    high_deductible  99243 200.00 | yes
    medicare         99213 200.00 | no     a visit

Not modeled: that some payers use another reason code here (verify with the payer); the two lowest codes, deleted in
2023, are denied alike.
"""

import re

from sim.payer.rulebook.policy import CO

stage = "bundled status"
title = "This payer does not take consultation codes"
fix = "Bill the visit with the code of its place and level: office, hospital or emergency department."
adjustments = [CO("96", "N56")]
cite = {
    "medicare": "CMS Claims Processing Manual ch. 12 30.6.10: consultation codes are not recognized since 2010",
    "*": "provider manual (data/payers, [wants] consultations)",
}
owner, remedy, never = (
    "coder",
    {"medicare": "R_REOPEN", "*": "R_CORR"},
    "bill the patient; pick a level without the record",
)
cause = "invalid_procedure"
row = "F2"

FORM = re.compile(r"992[45][1-5]", re.ASCII)


def is_consultation(text: str) -> bool:
    """Office and inpatient consultations."""
    return bool(FORM.fullmatch(text))


def denies(lines):
    """A consultation where none is taken."""
    out = lines.judged("procedure_code", is_consultation)
    return out & ~lines.takes_consultations if out.any() else out

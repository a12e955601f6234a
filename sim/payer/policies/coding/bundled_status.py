"""Never paid apart.

The Medicare schedule marks some services as always part of others (status B), and some as paid only if nothing else is
payable that day (status T). Most payers follow it.

    payer       claim  code  | denies
    commercial  1      36416 | CO-97
    commercial  2      36415 | no
    medicare    3      94760 | no       alone that day
    medicare    4      94760 | yes      beside a visit
    medicare    4      99213 | no

Not modeled: status P supplies.
"""

from sim.payer.rulebook.policy import CO

stage = "bundled status"
title = "The service is never paid separately"
fix = "Write it off; do not bill it again."
adjustments = [CO("97", "M15")]
cite = {
    "medicare": "MPFS status indicators B and T; 42 CFR 414.40",
    "*": "provider manual, bundled services after the MPFS status",
}
owner, remedy, never = "coder", "R_WRITEOFF", "bill the patient"
row = "G2"


def denies(lines):
    """Status B, or T beside anything that stands."""
    status = lines.procedure.status_code
    out = (status == "B").copy()
    this, _ = lines.pairs(
        ("patient_key", "service_date", "billing_npi"), where=status == "T", other=~status.isin(("T", "B"))
    )
    out[this] = True
    return out

"""Another payer's claim.

The member is this program's, but somebody else decides the claim: the railroad's own contractor, another contractor
of the program, or a payer to which the claim is sent on without the clinic's doing.

    payer       service_date  member_fact                | denies
    medicare    2026-05-04    railroad_medicare          | CO-109/N105
    medicare    2026-05-04    other_contractor=New-Synth | CO-109/N418
    commercial  2026-05-04    sent_on=Partner-Synth      | OA-B11   it travels by itself
    medicare    2026-05-04    -                          | no

Not modeled: which contractor has which state; how long the other payer takes.
"""

import numpy as np

from sim.payer.rulebook.policy import CO, OA

stage = "right payer"
title = "Another payer or contractor processes this claim"
fix = (
    "Send it to the payer named on the remittance or the eligibility response. If it was forwarded already, wait for"
    " that payer's answer."
)
adjustments = [CO("109", "N105"), CO("109", "N418"), OA("B11")]
cite = {
    "medicare": "CMS Claims Processing Manual ch. 1 10.1 (jurisdiction of claims; railroad retirement beneficiaries)",
    "*": "provider manual, where to send claims",
}
owner, remedy, never = "biller", "R_OTHERPAYER", "resend it here"
row = "A14"


def denies(lines):
    """1: the railroad's contractor; 2: another one; 3: sent on."""
    return np.where(
        lines.fact("railroad medicare"),
        1,
        np.where(lines.fact("other contractor"), 2, np.where(lines.fact("sent on"), 3, 0)),
    )

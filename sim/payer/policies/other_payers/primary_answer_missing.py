"""The first payer's answer is missing.

A claim to a second or third payer must tell what the payers before it paid and took off. Without that nothing can be
worked out.

    payer       sequence  charge  earlier                      | denies
    medicare    S         200.00  -                            | CO-16    no answer of the first payer on the claim
    commercial  S         200.00  -                            | yes
    commercial  S         200.00  96.00;PR-2=24.00;CO-45=80.00 | no       it is there
    commercial  P         200.00  -                            | no
    commercial  -         200.00  -                            | no
    medigap     -         200.00  -                            | yes      a supplement is never first

Not modeled: answers on paper, which some payers want as a document (CARC 252).
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "right payer"
title = "The claim is secondary, and the primary payer's payment information is missing"
fix = "Copy the primary payer's remittance onto the claim: what it paid and adjusted on each line, and when."
adjustments = [CO("16", "MA04", "N479")]
cite = {
    "medicare": "42 CFR 411.24, CMS MSP Manual ch. 3 40; 837P loops 2320 and 2430",
    "*": "payer companion guide, 837P loops 2320, 2330 and 2430",
}
owner, remedy, never = (
    "biller",
    {"medicare": "R_NEW", "*": "R_CORR"},
    "enter amounts that the primary payer never reported",
)
cause = "claim_data"
row = "A16"


def denies(lines):
    """Second or third payer, and nothing of an earlier one."""
    later = lines.payer_sequence_code.isin(("S", "T")) | (lines.coordination == "supplement")[lines.payer]
    if not later.any():
        return later
    told = lines.batch.once(
        "claims with earlier answers",
        lambda: np.isin(lines.batch.claims.claim_key, lines.batch.records["other_payments"].claim_key),
    )
    return later & ~told[lines.claim_rows]

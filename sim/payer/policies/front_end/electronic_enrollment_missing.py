"""A billing provider who is not enrolled for electronic claims.

A payer takes electronic claims only from practices that have its agreement for electronic data interchange on file. The
claims of a practice without it are rejected at the front end, however right they are.

    payer       received_date  provider_fact                                     | rejects
    medicare    2026-05-04     billing:takes_electronic_claims:2026-05-04..      | no       from the first day
    medicare    2026-05-03     billing:takes_electronic_claims:2026-05-04..      | A3:496
    commercial  2026-05-04     billing:takes_electronic_claims:2025-01-01..2026-04-30 | yes the agreement has ended
    commercial  2026-05-03     -                                                 | no

Not modeled: enrollment for each transaction (837, 835, 270) by itself; waivers for small practices (42 CFR 424.32(d)).
"""

from sim.payer.rulebook.policy import status

stage = "front end"
title = "The billing provider is not enrolled for electronic claims with this payer"
fix = "Complete the payer's enrollment for electronic claims. Send the claim again once the enrollment is in force."
statuses = [status("A3", "496", "85")]
cite = {
    "medicare": "CMS Claims Processing Manual ch. 24 sec. 30 (enrollment for electronic data interchange)",
    "*": "payer companion guide, enrollment for electronic transactions",
}
owner, remedy, never = "credentialing", "R_NEW", "change a claim that is right; bill under another provider's NPI"
cause = "clinic_not_on_file"
box = "claims.billing_npi"


def rejects(lines):
    """The payer's file does not take the clinic's electronic claims on the day it has this one."""
    return ~lines.provider_fact("billing_npi", "takes electronic claims", on="received_date")

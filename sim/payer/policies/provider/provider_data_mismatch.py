"""Number and tax id that do not belong together.

In the payer's file the clinic's number stands with another tax id than the claim shows, as after a change of owner.

    payer       billing_npi  provider_fact              | denies
    commercial  2066719842   billing:tax_id_not_matched | CO-16
    commercial  2066719842   -                          | no

Not modeled: names and addresses of the provider that differ.
"""

from sim.payer.rulebook.policy import CO

stage = "provider"
title = "The NPI and tax ID do not match the payer's file"
fix = (
    "Compare the claim with the W-9 and the payer's file. Report a change to the payer, then have the claim"
    " reprocessed."
)
adjustments = [CO("16", "N521")]
cite = {"medicare": "42 CFR 424.516 (changes within 30 or 90 days)", "*": "provider contract, notice of changes"}
owner, remedy, never = "credentialing", "R_ENROL", "bill with another clinic's tax ID"
row = "C8"


def denies(lines):
    """The file says so of the billing provider."""
    return lines.provider_fact("billing_npi", "tax id not matched")

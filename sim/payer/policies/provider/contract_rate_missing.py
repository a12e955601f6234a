"""A contract whose rates are not loaded.

The clinic has a contract, but the payer's system does not hold its rates yet: it cannot price the line.

    payer       service_date  provider_fact                                   | denies
    commercial  2026-05-04    billing:rate_not_on_file:2026-05-01..2026-05-31 | CO-147
    commercial  2026-06-01    billing:rate_not_on_file:2026-05-01..2026-05-31 | no       loaded by then
    commercial  2026-05-04    -                                               | no

Not modeled: payment at a default rate until the contract is loaded.
"""

from sim.payer.rulebook.policy import CO

stage = "provider"
title = "The payer has no contract rate on file for this line"
fix = "Send the contract page with its effective date and ask the payer to reprice the claim."
adjustments = [CO("147", "N381")]
cite = "provider contract, fee schedule exhibit"
owner, remedy, never = "biller", "R_RECON", "bill the patient the difference"
cause = "contract"
appeal_ground = "contract_price"
row = "C7"


def denies(lines):
    """The file says so of the billing provider."""
    return lines.provider_fact("billing_npi", "rate not on file")

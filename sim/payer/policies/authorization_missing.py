"""No approval beforehand.

For the services on its list the payer wants to be asked before. The number of its approval stands on the claim.

    payer      code   units  dx       prior_authorization_number | denies
    acme_ppo   J7325  48     M17.11   A12345                     | no
    acme_ppo   J7325  48     M17.11   -                          | CO-197
    acme_ppo   99213  1      M17.11   -                          | no        not on the list

Not modelled: whether the number fits the service, the units and the dates.
"""
from sim.payer.policy import CO

stage = "authorization"
title = "The service needed approval beforehand and none is on the claim"
fix = "Look whether an approval was obtained and only its number is missing; if not, ask for one afterwards, in time."
adjustments = [CO("197", "M62")]
cite = "provider manual, prior authorization list (data/payers)"
owner, remedy, never = "front desk", "R_AUTH", "bill the patient; invent a number"


def denies(lines):
    """On the list and no number."""
    return lines.stated("authorization") & lines.prior_authorization_number.is_missing

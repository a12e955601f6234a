"""No prior authorization.

For the services on its list the payer wants to be asked first. The authorization number stands on the claim, and it
is a number that the payer gave for this patient.

    payer       code   units  dx      auth    authorization                                   | denies
    commercial  J7325  48     M17.11  A12345  A12345:J7325:2026-05-01..2026-06-30:approved:48 | no
    commercial  J7325  48     M17.11  -       A12345:J7325:2026-05-01..2026-06-30:approved:48 | CO-197/M62
        it exists and is not on the claim
    commercial  J7325  48     M17.11  -       -                                               | CO-197
    commercial  J7325  48     M17.11  B99999  A12345:J7325:2026-05-01..2026-06-30:approved:48 | CO-197/N54
        not a number of this payer's
    commercial  99213  1      M17.11  -       -                                               | no       not on the list

Not modeled: emergencies, which need no prior authorization.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "authorization"
title = "The service needed prior authorization and the claim has none"
fix = (
    "Check whether an authorization was obtained and its number left off or mistyped. If not, request a retroactive"
    " authorization before the deadline."
)
adjustments = [CO("197", "M62"), CO("197", "N54")]
cite = "provider manual, prior authorization list"
owner, remedy, never = "front desk", "R_AUTH", "bill the patient; invent a number"
cause = "no_authorization"
box = "claims.prior_authorization_number"
row = "D1"


def denies(lines):
    """On the list; 1: no number; 2: a number that the payer did not give."""
    listed = lines.stated("authorization")
    if not listed.any():
        return listed
    return np.where(
        listed & lines.prior_authorization_number.is_missing, 1, np.where(listed & ~lines.authorization.is_known, 2, 0)
    )

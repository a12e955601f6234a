"""An authorization for something else.

The number on the claim is the payer's, but the authorization was for another service, or for another clinician.

    payer       code   units  rendering_npi  auth  authorization                                            | denies
    commercial  J7325  48     2400315778     AB12  AB12:J7325:2026-05-01..2026-06-30:approved:48            | no
    commercial  J7325  48     2400315778     AB12  AB12:-:2026-05-01..2026-06-30:approved:0                 | no
        for whatever is needed
    commercial  J7325  48     2400315778     AB12  AB12:J7321:2026-05-01..2026-06-30:approved:1             | CO-284
        another product
    commercial  J7325  48     2400315778     AB12  AB12:J7325:2026-05-01..2026-06-30:approved:48:2511772032 | CO-296
        another clinician
    commercial  J7325  48     2511772032     AB12  AB12:J7325:2026-05-01..2026-06-30:approved:48:2511772032 | no
    commercial  99213  1      2400315778     AB12  AB12:J7325:2026-05-01..2026-06-30:approved:48            | no
        needs no authorization

Not modeled: authorizations for a group of codes; authorizations that name the place.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "authorization"
title = "The authorization on the claim is for another service or another provider"
fix = "Compare authorization, record and claim: correct the code to what was done, or have the authorization amended."
adjustments = [CO("284", "N54"), CO("296", "N54")]
cite = "provider manual, prior authorization: service and provider as approved"
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "change the code to match the authorization"
row = "D3"


def denies(lines):
    """1: the code; 2: the clinician."""
    listed = lines.stated("authorization")
    if not listed.any():
        return listed
    found = lines.authorization
    known = listed & found.is_known
    return np.where(known & ~found.is_for_code, 1, np.where(known & ~found.is_for_provider, 2, 0))

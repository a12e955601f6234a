"""Authorization denied, or requested too late.

The clinic asked and the payer said no; or it asked after the service and later than the payer allows.

    payer       code   units  service_date  auth  authorization                                           | denies
    commercial  J7325  48     2026-05-04    AB12  AB12:J7325:2026-05-01..2026-06-30:denied:0              | CO-39
    commercial  J7325  48     2026-05-04    AB12  AB12:J7325:2026-05-01..2026-06-30:approved:0@2026-05-18 | no
        14 days after
    commercial  J7325  48     2026-05-04    AB12  AB12:J7325:2026-05-01..2026-06-30:approved:0@2026-05-19 | CO-210
    commercial  J7325  48     2026-05-04    AB12  AB12:J7325:2026-05-01..2026-06-30:pended:0              | CO-197
        no answer yet: not approved
    commercial  99213  1      2026-05-04    AB12  AB12:J7325:2026-05-01..2026-06-30:denied:0              | no
        not on the list
    commercial  99213  1      2026-05-04    AB12  AB12:99213:2026-05-01..2026-06-30:denied:0              | no

Not modeled: the longer time for emergencies; the payer's own delay in deciding.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "authorization"
title = "The authorization was denied, or requested too late"
fix = "Appeal with the record if the written criteria are met, or with proof of an emergency. Otherwise write it off."
adjustments = [CO("39", "N175"), CO("210", "N175"), CO("197", "N175")]
cite = {
    "medicare advantage": "42 CFR 422.566 to 422.572 (organization determinations and their days)",
    "*": "provider manual, prior authorization: decisions and time to ask",
}
owner, remedy, never = "biller", "R_APPEAL", "bill the patient; request it again under another code"
cause = "no_authorization"
appeal_ground = "medically_needed"
row = "D4"


def denies(lines):
    """1: denied; 2: requested too late; 3: not decided."""
    listed = lines.stated("authorization")
    if not listed.any():
        return listed
    found = lines.authorization
    known = listed & found.is_known & found.is_for_code
    last = lines.service_date + np.maximum(lines.param("retro_authorization_limit", missing=0), 0).astype(
        "timedelta64[D]"
    )
    late = known & (found.requested_date > last)
    return np.where(known & found.is_denied, 1, np.where(late, 2, np.where(known & ~found.is_approved, 3, 0)))

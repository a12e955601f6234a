"""More than was approved.

An authorization is for so many units and for a span of days. What lies beyond is not approved; units of earlier claims
under the same number count.

    payer       claim  code   units  dx      service_date  auth  authorization                                 | denies
    commercial  1      J7325  48     M17.11  2026-06-30    AB12  AB12:J7325:2026-05-01..2026-06-30:approved:96 | no
        the last day
    commercial  2      J7325  48     M17.11  2026-07-01    AB12  AB12:J7325:2026-05-01..2026-06-30:approved:96 | CO-302
    commercial  3      J7325  48     M17.11  2026-04-30    AB12  AB12:J7325:2026-05-01..2026-06-30:approved:96 | yes
        the day before the first
    commercial  4a     J7325  48     M17.11  2026-05-04    AB12  AB12:J7325:2026-05-01..2026-06-30:approved:96 | no
    commercial  4b     J7325  48     M17.11  2026-05-11    AB12  AB12:J7325:2026-05-01..2026-06-30:approved:96 | no
        96 in all
    commercial  4c     J7325  48     M17.11  2026-05-18    AB12  AB12:J7325:2026-05-01..2026-06-30:approved:96 | CO-198
        144 in all
    commercial  5      J7325  48     M17.11  2026-05-18    AB12  AB12:J7325:2026-05-01..2026-06-30:approved:0  | no
        not limited
    commercial  6      99213  1      I10     2026-07-01    AB12  AB12:99213:2026-05-01..2026-06-30:approved:1  | no
        needs no authorization
    commercial  7      J3301  2      M17.11  2026-05-04    AB12  AB12:J3301:2026-05-01..2026-06-30:approved:1  | no

Not modeled: paying the units that are left on a line that goes beyond them.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "authorization"
title = "The authorization does not cover these units or this day"
fix = "Ask the payer to extend the authorization if the record shows why more was needed. Bill what is authorized."
adjustments = [CO("302", "N351"), CO("198", "N54")]
cite = "provider manual, prior authorization: units and dates as approved"
owner, remedy, never = "front desk", "R_AUTH", "move the service into the authorized dates; bill the patient"
row = "D2"


def denies(lines):
    """1: outside the span; 2: more units, earlier ones included."""
    listed = lines.stated("authorization")
    if not listed.any():
        return listed
    found = lines.authorization
    known = listed & found.is_known & found.is_for_code
    over = known & (found.most_units > 0) & (lines.units_used(found) > found.most_units)
    return np.where(known & ~found.is_in_span, 1, np.where(over, 2, 0))

"""A charge or a number of units that cannot be.

Each line has a charge above zero and one to 9,999 whole units. Amounts beyond a billion dollars are typing errors.

    payer       charge        units | rejects
    commercial  210.00        1     | no
    commercial  0.00          1     | A6:178
    commercial  -5.00         1     | A7:178
    commercial  999999999.99  1     | no
    commercial  210.00        0     | A7:476
    commercial  210.00        9999  | no
    commercial  210.00        10000 | A7:476

Not modeled: vaccines given free of charge, which some payers want billed at zero.
"""

import numpy as np

from sim.ground.money import LARGEST
from sim.payer.rulebook.policy import status

stage = "front end"
title = "The charge or the number of units is not valid"
fix = "Re-enter the charge and the units. The charge is for all units of the line."
statuses = [status("A6", "178"), status("A7", "178"), status("A7", "476")]
cite = "ASC X12 837P implementation guide, SV102 and SV104"
owner, remedy, never = "biller", "R_NEW", "invent units"
box = "claim_lines.charge_amount"

MOST_UNITS = 9_999


def rejects(lines):
    """1: no charge; 2: negative or far too large; 3: units."""
    charge, units = lines.charge_amount, lines.service_unit_quantity
    by_charge = np.where(charge == 0, 1, np.where((charge < 0) | (charge > LARGEST), 2, 0))
    return np.where(by_charge > 0, by_charge, np.where((units < 1) | (units > MOST_UNITS), 3, 0))

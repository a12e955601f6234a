"""A charge or a number of units that cannot be.

Each line has a charge and at most 9,999 units, at least a part of one. A charge of zero is right for codes that only
report, for vaccines and drugs that came free of charge, and for codes that this library does not know; on any other
service the charge was forgotten. Amounts beyond a billion dollars are typing errors.

    payer       code   charge        units part_unit_quantity | rejects
    commercial  99213  210.00        1     0                  | no
    commercial  99213  0.00          1     0                  | A6:178
    commercial  99024  0.00          1     0                  | no       a surgery's follow-up visit: unknown here
    commercial  3044F  0.00          1     0                  | no
    commercial  90658  0.00          1     0                  | no       a vaccine that came free of charge
    commercial  J3301  0.00          1     0                  | no
    commercial  99213  -5.00         1     0                  | A7:178
    commercial  99213  999999999.99  1     0                  | no
    commercial  99213  210.00        0     0                  | A7:476
    commercial  J3301  210.00        0     500                | no       half a unit
    commercial  99213  210.00        9999  0                  | no
    commercial  99213  210.00        10000 0                  | A7:476

Not modeled: payers that return every charge of zero.
"""

import numpy as np

from sim.ground.money import LARGEST
from sim.payer.rulebook.policy import status
from sim.reference.codes import reports_only

stage = "front end"
title = "The charge or the number of units is not valid"
fix = "Re-enter the charge and the units. The charge is for all units of the line."
statuses = [status("A6", "178"), status("A7", "178"), status("A7", "476")]
cite = "ASC X12 837P implementation guide, SV102 and SV104"
owner, remedy, never = "biller", "R_NEW", "invent units"
box = "claim_lines.charge_amount"

MOST_UNITS = 9_999
FREE = ("vaccine", "drug")  # what a clinic may have got free of charge


def rejects(lines):
    """1: no charge; 2: negative or far too large; 3: units."""
    charge, units = lines.charge_amount, lines.service_unit_quantity
    free = lines.judged("procedure_code", reports_only) | lines.procedure.kind.isin(FREE) | ~lines.procedure.is_known
    by_charge = np.where((charge == 0) & ~free, 1, np.where((charge < 0) | (charge > LARGEST), 2, 0))
    return np.where(
        by_charge > 0, by_charge, np.where((units < 1) & (lines.part_unit_quantity == 0) | (units > MOST_UNITS), 3, 0)
    )

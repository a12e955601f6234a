"""More units than can be.

National limits (MUE) say how many units of a code one patient can have: on a line (indicator 1), or on a day, by nature
(2) or by experience (3). Above the limit the whole line, or all lines of the day, are denied. It is a coding denial and
never the patient's.

    payer     claim  code   units part_unit_quantity | denies
    medicare  1      10060  1     0                  | no
    medicare  7      10060  1     1                  | yes      a thousandth of a unit more
    medicare  2      10060  2     0                  | CO-151
    medicare  3      20610  2     0                  | no       two knees
    medicare  4a     20610  2     0                  | no
    medicare  4b     20610  1     0                  | yes      the third that day, on another claim
    medicare  5a     17000  1     0                  | no
    medicare  5a     17003  7     0                  | no
    medicare  5b     17003  6     0                  | no   thirteen that day, by nature
    medicare  6a     17000  1     0                  | no
    medicare  6a     17003  8     0                  | no
    medicare  6b     17003  6     0                  | CO-151   fourteen

Not modeled: confidential limits; payment above indicator 3 after appeal with the record.
"""

import numpy as np

from sim.payer.rulebook.policy import CO
from sim.reference.edits import unit_limit

stage = "units"
title = "More units than the limit for one patient (MUE)"
fix = "Compare the units with the record. Indicator 2 cannot be appealed; indicator 3 may be appealed with the record."
adjustments = [CO("151", "N362")]
cite = {"medicare": "CMS NCCI medically unlikely edits", "*": "provider manual, code editing after NCCI"}
owner, remedy, never = (
    "coder",
    {"medicare": "R_REOPEN", "*": "R_CORR"},
    "bill the excess to the patient; split the lines to get around it",
)
box = "claim_lines.service_unit_quantity"
row = "G5"

DAY = ("patient_key", "service_date", "procedure_code")


def denies(lines):
    """Units of the line or of the day above the limit."""
    most, mai = unit_limit(lines.procedure_row, lines.service_date)
    units = lines.service_unit_quantity + (lines.part_unit_quantity > 0)  # a part of a unit is above a whole limit
    return np.where(mai >= 2, lines.total(units, DAY), units) > most

"""More units than can be.

National limits (MUE) say how many units of a code one patient can have: on a line (indicator 1), or on a day, by nature
(2) or by experience (3). Above the limit the whole line, or all lines of the day, are denied. It is a coding denial and
never the patient's.

    payer     claim  code   units | denies
    medicare  1      10060  1     | no
    medicare  2      10060  2     | CO-151
    medicare  3      20610  2     | no       two knees
    medicare  4a     20610  2     | no
    medicare  4b     20610  1     | yes      the third that day, on another claim
    medicare  5a     17000  1     | no
    medicare  5a     17003  7     | no
    medicare  5b     17003  6     | no   thirteen that day, by nature
    medicare  6a     17000  1     | no
    medicare  6a     17003  8     | no
    medicare  6b     17003  6     | CO-151   fourteen

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
    by_day = lines.total(lines.service_unit_quantity, DAY)
    return np.where(mai >= 2, by_day, lines.service_unit_quantity) > most

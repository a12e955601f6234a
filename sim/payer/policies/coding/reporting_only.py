"""A code that only reports.

Some codes count quality and have no price: five characters that end in F, charged at nothing or a cent. They are taken
note of and never paid.

    payer       procedure_code  charge | denies
    medicare    3044F           0.01   | CO-246
    commercial  3044F           0.01   | yes
    commercial  99213           210.00 | no

Not modeled: quality programs that count them.
"""

from sim.payer.rulebook.policy import CO
from sim.reference.codes import reports_only

stage = "bundled status"
title = "The code is for reporting only"
fix = "No action. No payment was due."
adjustments = [CO("246", "N620")]
cite = {"medicare": "MPFS status indicator M; CMS quality reporting", "*": "provider manual, performance measure codes"}
owner, remedy, never = "biller", "R_NONE", "bill the patient; appeal"
row = "G2"


def denies(lines):
    """By the form of the code."""
    return lines.judged("procedure_code", reports_only)

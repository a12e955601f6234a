"""A diagnosis that is not a billable code.

Every diagnosis on the claim must be a code of ICD-10-CM, written to its full length. A code that stops before its last
character is only a heading. One bad code rejects the whole claim.

    payer       dx        | rejects
    commercial  I10       | no
    commercial  E11.9,E11 | A7:255    stops too early
    medicare    M17.1     | A7:254    the first one
    commercial  I10,ZZZ.9 | A7:255    no such code
    commercial  -         | A6:255    no diagnosis at all

Not modeled: which codes may not stand first; external causes may not, and the code checks of the library tell so.
"""

import numpy as np

from sim.payer.rulebook.policy import status

stage = "front end"
title = "A diagnosis code is missing, does not exist or is incomplete"
fix = (
    "Look up the code and add the missing characters from the record. Ask the provider if the record does not have"
    " them."
)
statuses = [status("A6", "255"), status("A7", "254"), status("A7", "255")]
cite = "45 CFR 162.1002; ICD-10-CM Guidelines I.B.2 (highest number of characters)"
owner, remedy, never = "coder", "R_NEW", "pad the code with X or a guess"
cause = "invalid_diagnosis"
box = "claims.diagnosis_code_1"
row = "F4"


def rejects(lines):
    """1: none given; 2: the first is invalid; 3: another is."""
    bad = lines.diagnosis_flags("is_unbillable")
    first = lines.claim_diagnosis(1)
    return np.where(first < 0, 1, np.where(np.append(bad, False)[first], 2, np.where(lines.any_diagnosis(bad), 3, 0)))

"""A pointer to nothing.

Each line points to one to four diagnoses of the claim, by their place in box 21. A line without a pointer, or with one
to an empty place, is rejected.

    payer       dx         pointers | rejects
    commercial  I10,E11.9  1,2      | no
    commercial  I10        1,2      | A7:477    there is no second diagnosis
    commercial  I10        -        | A6:477
    commercial  I10        13       | A7:477    a claim holds twelve
    commercial  I10,E11.9  1,2,3    | A7:477
    commercial  I10,E11.9,M17.11  1,2,3,4 | A7:477   the fourth

Not modeled: the same place pointed to twice.
"""

import numpy as np

from sim.payer.rulebook.policy import status

stage = "front end"
title = "A line does not point to a diagnosis on the claim"
fix = "Enter the letter of the diagnosis that the service was for in box 24E."
statuses = [status("A6", "477"), status("A7", "477")]
cite = "ASC X12 837P implementation guide, SV107; NUCC 1500 instructions, box 24E"
owner, remedy, never = "biller", "R_NEW", "point to a diagnosis only because it pays"
box = "claim_lines.diagnosis_pointer_1"


def rejects(lines):
    """1: no pointer; 2: a pointer to an empty place."""
    empty = False
    for number in (1, 2, 3, 4):
        empty = empty | ((lines[f"diagnosis_pointer_{number}"] != 0) & (lines.pointed(number) < 0))
    return np.where(lines.diagnosis_pointer_1 == 0, 1, np.where(empty, 2, 0))

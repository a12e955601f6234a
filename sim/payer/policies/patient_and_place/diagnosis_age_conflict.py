"""A diagnosis for another age.

Some diagnoses belong to newborns, children, years of childbearing or adults. The patient's age on the day of the
service must lie inside.

    payer       dx       birth_date | denies
    commercial  Z00.129  2015-02-03 | no       a child of eleven
    commercial  Z00.129  1985-02-03 | CO-9
    commercial  N40.0    1985-02-03 | no
    commercial  P07.30   2025-05-04 | yes      one year old that day
    commercial  P07.30   2025-05-05 | no       one tomorrow
    commercial  Z34.90   2026-04-20 | CO-9   a newborn

Not modeled: conditions of the newborn that last, which the record may support at any age.
"""

import numpy as np

from sim.payer.engine.line_codes import used_pointers
from sim.payer.rulebook.policy import CO
from sim.reference.code_limits import limits_of

stage = "code validity"
title = "A diagnosis does not match the patient's age"
fix = "Check the date of birth on the claim. If it is correct, look up the diagnosis again."
adjustments = [CO("9")]
cite = "Medicare Code Editor, age lists; ICD-10-CM tabular list (own selection in data/codes/diagnosis_limits.csv)"
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "change a correct date of birth"
cause = "wrong_diagnosis"
box = "claims.diagnosis_code_1"
row = "F7"


def denies(lines):
    """A pointed diagnosis whose ages do not hold the patient's."""
    out = np.zeros(len(lines), bool)
    first, last = lines.batch.once("ages of diagnoses", lambda: _ages(lines.diagnosis_pool))
    limited = (first > 0) | (last < 999)
    for number in used_pointers(lines) if limited.any() else ():
        key = lines.pointed(number)
        rows = np.flatnonzero(limited[key])
        age = lines.age[rows]
        out[rows] |= (age >= 0) & ((age < first[key[rows]]) | (age > last[key[rows]]))
    return out


def _ages(pool):
    ages = [limits_of(text)[0] for text in pool]
    return tuple(
        np.array([*(int(row[name]) if row else missing for row in ages), missing])
        for name, missing in (("age_from", 0), ("age_to", 999))
    )

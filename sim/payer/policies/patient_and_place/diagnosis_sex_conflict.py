"""A diagnosis for the other sex.

Some diagnoses are for one sex by the payer's table. KX says that the record supports it nevertheless.

    payer       dx     sex  modifiers | denies
    commercial  N40.0  M    -         | no
    commercial  N40.0  F    -         | CO-10
    commercial  N40.0  F    KX        | no       the record supports it, and says so

Not modeled: payers that have switched these tables off, as Medicare's editor has.
"""

import numpy as np

from sim.payer.engine.line_codes import used_pointers
from sim.payer.rulebook.policy import CO
from sim.reference.code_limits import limits_of

stage = "code validity"
title = "A diagnosis does not match the patient's sex in the payer's table"
fix = "Check sex and code. For a transgender or intersex patient append KX if the record supports the service."
adjustments = [CO("10")]
cite = (
    "Medicare Code Editor, sex lists (own selection in data/codes/diagnosis_limits.csv); CMS Claims Processing Manual"
    " ch. 32 240"
)
owner, remedy, never = "coder", "R_CORR", "change a correct record"
box = "claims.diagnosis_code_1"
row = "F8"


def denies(lines):
    """A pointed diagnosis of another sex than the claim's."""
    out = np.zeros(len(lines), bool)
    sexes = lines.batch.once(
        "sexes of diagnoses",
        lambda: np.array([*(limits_of(text)[1].get("sex", "") for text in lines.diagnosis_pool), ""]),
    )
    if not (sexes != "").any():
        return out
    male, known = lines.patient_sex_code == "M", ~lines.patient_sex_code.is_missing
    for number in used_pointers(lines):
        key = lines.pointed(number)
        out |= np.where(male, (sexes == "F")[key], (sexes == "M")[key])
    return out & known & ~lines.has_modifier("KX")

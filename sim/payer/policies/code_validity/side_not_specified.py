"""A diagnosis that does not say which side.

Where a code for the right and one for the left exist, this payer does not take the one for an unspecified side of
bones, joints and injuries: the patient has a side, and the provider saw it.

    payer            code   modifiers  dx      | denies
    high_deductible  20610  RT         M17.11  | no
    high_deductible  99213  -          M25.569 | CO-16    pain in a knee, but in which?
    high_deductible  99213  -          M25.561 | no
    high_deductible  99213  -          M17.9   | no       the disease as such, without sides
    commercial       99213  -          M25.569 | no       this payer takes it

Not modeled: unspecified codes of other kinds, which are right where nothing more is known.
"""

import re

import numpy as np

from sim.payer.engine.line_codes import used_pointers
from sim.payer.rulebook.policy import CO
from sim.reference.icd10cm import entries

stage = "code validity"
title = "A diagnosis does not specify the side"
fix = "Read the side in the record. If it is not there, ask the provider."
adjustments = [CO("16", "M81")]
cite = "ICD-10-CM Guidelines I.B.13; provider manual (teaching estimate), diagnoses of bones, joints and injuries"
owner, remedy, never = "coder", "R_CORR", "choose a side that the record does not say"
cause = "wrong_diagnosis"
row = "F1"

PARTS = (
    "shoulder|elbow|wrist|hand|finger|thumb|hip|knee|ankle|foot|toe|leg|arm|forearm|thigh|limb|side|clavicle|femur|tibia"
    "|radius|humerus|ulna|fibula"
)
OPEN_SIDE = re.compile(rf"\bunspecified (upper |lower |great |lesser )?({PARTS})\b", re.IGNORECASE)


def denies(lines):
    """A pointed diagnosis of the rule's chapters whose side is open."""
    out, number = np.zeros(len(lines), bool), lines.rule("side_not_specified")
    if not number.any():
        return out
    wanted = lines.batch.once("open sides", lambda: np.array([*_open(lines), False]))
    for which in used_pointers(lines) if wanted.any() else ():
        out |= wanted[lines.pointed(which)]
    return out & (number > 0)


def _open(lines) -> list[bool]:
    begins = tuple(text for row in lines.rules("side_not_specified") for text in row["diagnoses"])
    titles = entries(lines.diagnosis_pool)
    return [
        text.startswith(begins) and bool(entry and OPEN_SIDE.search(entry.title))
        for text, entry in ((text, titles[text]) for text in lines.diagnosis_pool)
    ]

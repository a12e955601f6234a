"""The side of the service and the side of the disease.

A service on the right needs a diagnosis of the right, of both sides, or of no side. If the line points only to
diagnoses of the other side, one of the two is wrong.

    payer       code   modifiers  dx             pointers | denies
    commercial  20610  RT         M17.11         1        | no
    commercial  20610  RT         M17.12         1        | CO-11
    commercial  20610  LT         M17.11,M17.12  1,2      | no       one of the two fits
    commercial  20610  LT         M17.0          1        | no       both knees
    commercial  20610  50         M17.12         1        | no
    commercial  20610  RT         I10            1        | no   no side

Not modeled: sides of fingers, toes and eyelids.
"""

import re

import numpy as np

from sim.ground.files import remembered
from sim.payer.engine.line_codes import modifier_pool
from sim.payer.rulebook.policy import CO
from sim.reference.icd10cm import entries

stage = "medical necessity"
title = "The modifier says one side and the diagnosis the other"
fix = "Read the record for the side. Correct the modifier or the diagnosis."
adjustments = [CO("11", "N657")]
cite = {"medicare": "ICD-10-CM Guidelines I.B.13; NCCI Policy Manual ch. 1", "*": "provider manual, laterality edits"}
owner, remedy, never = (
    "coder",
    {"medicare": "R_REOPEN", "*": "R_CORR"},
    "change the diagnosis to match the modifier without support in the record",
)
cause = "wrong_diagnosis"
row = "H2"

SIDES = {
    "LT": (re.compile(r"\bleft\b"), re.compile(r"\bright\b")),
    "RT": (re.compile(r"\bright\b"), re.compile(r"\bleft\b")),
}


def denies(lines):
    """Points to a diagnosis of the other side, and to none of this side or both."""
    out = np.zeros(len(lines), bool)
    for modifier in sorted(set(SIDES) & set(modifier_pool(lines))):
        rows = np.flatnonzero(lines.has_modifier(modifier) & ~lines.has_modifier("50"))
        other, own = lines.batch.once(
            ("sided diagnoses", modifier), lambda name=modifier: _sided(lines.diagnosis_pool, *SIDES[name])
        )
        if len(rows) and other.any():
            out[rows] |= lines.points_to(other, rows) & ~lines.points_to(own, rows)
    return out


def _sided(pool, own, other) -> tuple[np.ndarray, np.ndarray]:
    """(of the other side only, of this side or both) per text."""
    titles = [_title(text) for text in pool]
    there = np.array([bool(other.search(title)) and not own.search(title) for title in titles], bool)
    here = np.array([bool(own.search(title)) or "bilateral" in title for title in titles], bool)
    return there, here


@remembered
def _title(text: str) -> str:
    entry = entries((text,))[text]
    return entry.title.lower() if entry else ""

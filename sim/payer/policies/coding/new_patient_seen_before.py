"""A new-patient visit for a known patient.

A patient is new to a group and specialty who has not been seen there, face to face, within three years. The third
anniversary of the last visit still lies within them (our reading of "within": verify). The payer looks into its own
history.

    payer       claim  past  code   service_date | denies
    commercial  1      -     99203  2026-05-04   | no       never seen
    commercial  2      yes   99213  2023-05-05   | -
    commercial  2      -     99203  2026-05-05   | CO-B16   three years to the day: still within them
    commercial  3      yes   99213  2023-05-04   | -
    commercial  3      -     99203  2026-05-05   | no       a day later
    medicare    4      yes   36415  2026-01-04   | -
    medicare    4      -     99203  2026-05-04   | no       a blood draw is not face to face with the doctor
    medicare    5a     -     99203  2026-05-01   | no
    medicare    5b     -     99203  2026-05-04   | yes

Not modeled: subspecialties, covering doctors, visits that another payer paid (the clinic knows, this payer does not).
"""

import numpy as np

from sim.ground.dates import anniversary
from sim.payer.rulebook.policy import CO

stage = "new patient"
title = "The same specialty of this group saw the patient within three years"
fix = "Use the established-patient code that the record supports. The levels are not the same."
adjustments = [CO("B16", "M13")]
cite = {
    "medicare": "CMS Claims Processing Manual ch. 12 30.6.7",
    "*": "CPT definition of a new patient; provider manual",
}
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "appeal"
row = "G8"

YEARS = 3  # by CPT definition, not a payer's choice


def face_to_face(lines):
    """Visits with the doctor, and procedures."""
    service = lines.procedure
    return (service.is_evaluation & (lines.procedure_code != "99211")) | (service.kind == "procedure")


def denies(lines):
    """Seen within the three years before."""
    seen = lines.last(face_to_face, ("patient_key", "billing_npi", "specialty_code"), where=lines.procedure.is_new)
    out = ~np.isnat(seen)
    out[out] = anniversary(seen[out], YEARS) >= lines.service_date[out]
    return out

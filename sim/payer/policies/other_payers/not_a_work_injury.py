"""No work injury on the claim.

A workers' compensation insurer pays for injuries of work and nothing else: the claim says so (box 10a) and names the
day of the injury (box 14).

    payer         employment  onset_date | denies
    workers_comp  yes         2026-05-01 | no
    workers_comp  no          2026-05-01 | CO-P2
    workers_comp  yes         -          | CO-16

Not modeled: whether the insurer has accepted the injury, body parts that were accepted, jurisdiction by state.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "right payer"
title = "The claim does not show a work injury and its date"
fix = (
    "Ask the patient and the employer. If it was work-related, mark box 10a and enter the date of injury and the"
    " insurer's claim number. Otherwise bill the health plan."
)
adjustments = [CO("P2"), CO("16", "N305")]
cite = (
    "state workers' compensation law; ASC X12 CARC P codes are for workers' compensation and property and casualty only"
)
owner, remedy, never = "biller", {"*": "R_CORR"}, "mark a work injury that nobody reported"
row = "A17"


def denies(lines):
    """1: not marked as work; 2: no day of the injury."""
    dated = ~np.isnat(lines.onset_date) | ~np.isnat(lines.accident_date)
    return np.where(~lines.is_employment_related, 1, np.where(dated, 0, 2))

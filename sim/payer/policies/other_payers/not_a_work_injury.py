"""No work injury on the claim.

A workers' compensation insurer pays for injuries of work and nothing else: the claim says so (box 10a) and names the
day of the injury (box 14).

    payer             is_employment_related  onset_date  | denies
    anvil_workcomp    yes                    2026-05-01  | no
    anvil_workcomp    no                     2026-05-01  | CO-P2
    anvil_workcomp    yes                    -           | CO-16
    acme_ppo          no                     -           | no

Not modelled: whether the insurer has accepted the injury, body parts that were accepted, jurisdiction by state.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "right payer"
title = "The claim does not show a work injury with its day"
fix = (
    "Ask the patient and the employer; if it was work, mark box 10a and write the day of the injury and the insurer's"
    " claim number, else bill the health plan."
)
adjustments = [CO("P2"), CO("16", "N305")]
cite = (
    "state workers' compensation law; ASC X12 CARC P codes are for workers' compensation and property and casualty only"
)
owner, remedy, never = "biller", {"*": "R_CORR"}, "mark a work injury that nobody reported"


def denies(lines):
    """1: not marked as work; 2: no day of the injury."""
    dated = ~np.isnat(lines.onset_date) | ~np.isnat(lines.accident_date)
    return np.where(~lines.is_employment_related, 1, np.where(dated, 0, 2))

"""Experimental by the payer's policy.

The payer holds a service to be unproven: always, or for all but the diagnoses its policy names. The patient owes it
only with consent in writing before.

    payer       code   units  dx      | denies
    commercial  J0585  100    G43.709 | no       proven for chronic migraine
    commercial  J0585  100    M62.838 | CO-55    not for any spasm
    commercial  0232T  1      M77.11  | CO-55    plasma of the patient's own blood: never
    commercial  99213  1      M77.11  | no

Not modeled: consent of the patient in writing, trials that the plan must cover.
"""

import numpy as np

from sim.payer.rulebook.policy import CO, PR

stage = "benefit"
title = "The payer considers the service experimental"
fix = "Read the medical policy. If the record meets an exception, appeal with the record and the literature."
adjustments = [CO("55", "N623"), PR("55", "N623")]
cite = "medical policy (teaching estimate), investigational services"
owner, remedy, never = "provider", "R_APPEAL", "bill the patient without consent given in advance"
appeal_ground = "proven_treatment"
row = "E6"


def denies(lines):
    """A rule for the service, and no diagnosis that it excepts."""
    number = lines.rule("experimental")
    if not number.any():
        return number
    out = lines.rule_code("experimental", number)
    for mine, row in lines.each_rule("experimental", number):
        if "diagnoses" in row:
            out[mine] = np.where(lines.points_to_prefix(row["diagnoses"], mine), 0, out[mine])
    return out

"""A provider number that is missing or not a number.

The claim names the billing group and, on each line, who saw the patient, by National Provider Identifier: ten digits of
which the last is a check digit. A slip of the pen is found by that digit.

    payer       billing_npi  rendering_npi | rejects
    commercial  2066719842   2400315778    | no
    commercial  2066719843   2400315778    | A7:562    the check digit is wrong
    commercial  -            2400315778    | A6:562
    commercial  2066719842   2400315787    | A7:562    two digits changed places
    commercial  2066719842   -             | A6:562

Not modeled: whether the provider is enrolled with this payer and linked to the group.
"""

import numpy as np

from sim.payer.rulebook.policy import status
from sim.reference.identifiers import is_npi

stage = "front end"
title = "An NPI is missing or its check digit doesn't match"
fix = "Re-enter the 10-digit NPI from the clinic's provider list."
statuses = [status("A6", "562", "85"), status("A7", "562", "85"), status("A6", "562", "82"), status("A7", "562", "82")]
cite = "45 CFR 162.406 (NPI standard, ISO check digit)"
owner, remedy, never = "biller", "R_NEW", "use another provider's NPI"
cause = "clinic_not_on_file"
box = "claim_lines.rendering_npi"
row = "C3"


def rejects(lines):
    """1, 2: billing missing, wrong; 3, 4: rendering missing, wrong."""
    billing = np.where(lines.billing_npi.is_missing, 1, 2) * ~lines.judged("billing_npi", is_npi)
    rendering = np.where(lines.rendering_npi.is_missing, 3, 4) * ~lines.judged("rendering_npi", is_npi)
    return np.where(billing > 0, billing, rendering)

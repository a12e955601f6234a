"""A provider who is not enrolled on the day.

The payer pays only providers on its file. Its file shows from which day on the clinician, or the clinic itself, is
enrolled; services before that day are not paid, and nobody else's number may be used in the meantime.

    payer       service_date  provider_fact                             | denies
    medicare    2026-05-04    rendering:enrolled:2026-05-04..           | no       from the first day
    medicare    2026-05-03    rendering:enrolled:2026-05-04..           | CO-B7
    commercial  2026-05-04    rendering:enrolled:2025-01-01..2026-04-30 | yes      the contract has ended
    commercial  2026-05-03    billing:enrolled:2026-05-04..             | CO-299   the clinic itself
    commercial  2026-05-03    -                                         | no

How far back an enrollment may reach is asked of sim/payer/asked/enrollment.py.

Not modeled: a provisional enrollment, an enrollment that is suspended for a time.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "provider"
title = "The provider was not enrolled with this payer on the date of service"
fix = (
    "Complete the enrollment and request the earliest effective date the payer allows. Then have the claim reprocessed."
)
adjustments = [CO("B7", "N570"), CO("299", "N570")]
cite = {
    "medicare": "42 CFR 424.505, 424.520 and 424.521 (effective date, 30 days back)",
    "*": "provider contract, credentialing clause",
}
owner, remedy = "credentialing", "R_ENROL"
never = "bill under another provider's NPI, as locum tenens or incident-to where it was neither; bill the patient"
row = "C1"


def denies(lines):
    """1: who saw the patient; 2: who bills."""
    return np.where(
        lines.provider_fact("rendering_npi", "enrolled"),
        np.where(lines.provider_fact("billing_npi", "enrolled"), 0, 2),
        1,
    )

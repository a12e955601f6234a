"""A date of service that cannot be.

The date must be given, may not lie after the day on which the payer received the claim, and may not lie before the
patient was born.

    payer       service_date  received_date  birth_date | rejects
    commercial  2026-05-04    2026-05-04     1985-02-03 | no
    commercial  2026-05-05    2026-05-04     1985-02-03 | A7:510    in the future
    commercial  -             2026-05-04     1985-02-03 | A6:187
    commercial  2026-05-01    2026-05-04     2026-05-02 | A7:158    before birth
    commercial  2026-05-01    2026-05-04     -          | A7:158    no date of birth
    commercial  2026-05-04    2026-05-04     2026-05-04 | no   born that day

Not modeled: services that span several days.
"""

import numpy as np

from sim.payer.rulebook.policy import status

stage = "front end"
title = "The date of service or the date of birth is missing or not valid"
fix = "Copy the dates again from the schedule and the card."
statuses = [status("A6", "187"), status("A7", "510"), status("A7", "158", "QC")]
cite = "ASC X12 837P implementation guide, 2400 DTP 472 and 2010 DMG02"
owner, remedy, never = "biller", "R_NEW", "change the date to make the claim pass"
box = "claim_lines.service_date"
row = "A8"


def rejects(lines):
    """1: missing; 2: after receipt; 3: birth date missing or later than the service."""
    born = ~(lines.patient_birth_date <= lines.service_date)
    return np.where(
        np.isnat(lines.service_date), 1, np.where(lines.service_date > lines.received_date, 2, np.where(born, 3, 0))
    )

"""Days with and without coverage on one line.

A line of several days of which some lie outside the coverage cannot be decided as one.

    payer       service_date  service_end_date  coverage_start_date  coverage_end_date | denies
    commercial  2026-05-04    2026-05-06        2024-01-01           2026-05-06        | no       the last day counts
    commercial  2026-05-04    2026-05-06        2024-01-01           2026-05-05        | OA-239
    commercial  2026-05-04    2026-05-06        2024-01-01           2026-05-04        | OA-239   only the first day
    commercial  2026-05-04    -                 2024-01-01           2026-05-05        | no       one day
    commercial  2026-05-04    2026-05-06        2024-01-01           2026-05-03        | no
        wholly outside: the coverage had ended
    commercial  2026-05-04    2026-05-06        2026-05-04           -                 | no       the first day counts
    commercial  2026-05-04    2026-05-06        2026-05-05           -                 | no
        the coverage had not begun: another policy's

Not modeled: the answer PR-238 of payers that split the line themselves and leave the uncovered days to the patient.
"""

import numpy as np

from sim.payer.rulebook.policy import OA

stage = "eligibility"
title = "Some of the dates on the line are outside the coverage"
fix = "Send one claim for the covered dates and another for the others, each with its own units and charge."
adjustments = [OA("239", "N61")]
cite = {
    "medicare": "CMS Claims Processing Manual ch. 1 50 and ch. 26 10.4, dates of service",
    "*": "provider manual, dates of service",
}
owner, remedy, never = "biller", "R_NEW", "move a date into the coverage"
cause = "claim_data"
row = ("A21", "F13")


def denies(lines):
    """Begins outside and ends inside the coverage, or the other way round."""
    last = lines.service_end_date
    if np.isnat(last).all():
        return np.zeros(len(lines), bool)
    several = last > lines.service_date
    over = (lines.service_date <= lines.coverage_end_date) & (last > lines.coverage_end_date)
    return several & (over | ((lines.service_date < lines.coverage_start_date) & (last >= lines.coverage_start_date)))

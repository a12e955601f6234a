"""Units that do not fit the days.

A line over several days of the same daily service has as many units as days, or a multiple. The last day is not before
the first.

    payer       code   place  units  service_date  service_end_date | denies
    commercial  99232  21     1      2026-05-04    -                | no
    commercial  99232  21     3      2026-05-02    2026-05-04       | no       three days
    commercial  99232  21     2      2026-05-02    2026-05-04       | CO-16/N345
    commercial  99232  21     1      2026-05-04    2026-05-02       | CO-16/M59   the end before the beginning

Not modeled: codes that cover a month; claims over the turn of a month or year, which some payers want split (267).
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "code validity"
title = "Units and dates of the line do not match"
fix = "Count the days again, or send one line for each day."
adjustments = [CO("16", "N345"), CO("16", "M59")]
cite = "CMS Claims Processing Manual ch. 26 10.4, items 24A and 24G"
owner, remedy, never = "biller", {"medicare": "R_NEW", "*": "R_CORR"}, "invent days"
appeal_ground = "complete"
box = "claim_lines.service_unit_quantity"
row = "F13"


def denies(lines):
    """1: units are no multiple of the days; 2: the end lies before the beginning."""
    if not lines.batch.once("spans", lambda: bool((~np.isnat(lines.batch.lines.service_end_date)).any())):
        return np.zeros(len(lines), bool)
    days = np.where(
        np.isnat(lines.service_end_date), 1, (lines.service_end_date - lines.service_date).astype(np.int64) + 1
    )
    return np.where(days < 1, 2, lines.service_unit_quantity % np.maximum(days, 1) != 0)

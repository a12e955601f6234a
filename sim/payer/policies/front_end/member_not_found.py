"""The member is not known.

The member id on the claim must be one that this payer issued, and it must be the patient's. A claim for somebody
unknown is rejected at the front end; it was never received, and the filing clock runs on.

    payer       coverage_key  member_id | rejects
    commercial  16            A1        | no
    commercial  -1            A1        | A3:33     nobody has that number
    medicare    16            -         | A6:164    no number at all

Not modeled: matching by name and date of birth when the number is wrong.
"""

import numpy as np

from sim.payer.rulebook.policy import status

stage = "front end"
title = "The payer does not have this member ID on file"
fix = "Run eligibility again and copy the member ID from the card or the 271."
statuses = [status("A3", "33", "IL"), status("A6", "164", "IL")]
cite = {"medicare": "CMS 277CA edits spreadsheet, 2010BA NM109", "*": "payer companion guide, 2010BA NM109"}
owner, remedy, never = "front desk", "R_NEW", "bill the patient before checking coverage again; appeal"
cause = "not_our_patient"
box = "claims.member_id"
row = "A1"


def rejects(lines):
    """1: no such member; 2: no member id."""
    return np.where(lines.member_id.is_missing, 2, np.where(lines.plan == lines.no_plan, 1, 0))

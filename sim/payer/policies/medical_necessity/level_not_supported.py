"""A high visit for a small trouble.

This payer denies its highest visit levels where every diagnosis of the line is on its list of small troubles, unless
records came with the claim. It is a rule of the payer, not a reading of the record: so the remark is that nothing sent
supports the level (M25), not that the record does not (N163).

    payer          code   dx         pointers  attachment_control_number | denies
    advantage_hmo  99215  J06.9      1         -                         | CO-150/M25
    advantage_hmo  99215  J06.9      1         ACN1                      | no       the record came with it
    advantage_hmo  99215  J06.9,I10  1,2       -                         | no
    advantage_hmo  99213  J06.9      1         -                         | no

Not modeled: payers that pay the lower level instead of nothing.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "medical necessity"
title = "By the payer's rule these diagnoses do not support this visit level"
fix = (
    "Check the level against the record. If it is supported, dispute it with the record. Otherwise use the level that"
    " is supported."
)
adjustments = [CO("150", "M25")]
cite = "payer policy (teaching estimate): review of high visit levels"
owner, remedy, never = "coder", "R_APPEAL", "add a diagnosis that was not addressed"
cause = "level_too_high"
appeal_ground, record_decides = "level_documented", True
row = "H3"


def denies(lines):
    """Every pointed diagnosis is on the list."""
    number = lines.rule("level_not_supported")
    out = np.zeros(len(lines), bool)
    for mine, row in lines.each_rule("level_not_supported", number) if number.any() else ():
        small = np.array([text.startswith(tuple(row["diagnoses"])) for text in lines.diagnosis_pool], bool)
        out[mine] = lines.points_to(small, mine) & ~lines.points_to(~small, mine)
    return out & lines.attachment_control_number.is_missing if out.any() else out

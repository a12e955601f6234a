"""A visit by video that does not say so.

Payers differ: some know a visit by video from the place of service (02, 10) alone, others want modifier 95 too, or 93
for sound only.

    payer       code   place  modifiers | denies
    commercial  99213  10     95        | no
    commercial  99213  10     -         | CO-4
    commercial  99213  11     -         | no
    medicare    99213  10     -         | no       the place says it

Not modeled: payers that want 95 with the place where the patient would have been seen.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "code validity"
title = "The modifier for a visit by video or telephone is missing"
fix = "Append 95, or 93 if there was no video, as the record says."
adjustments = [CO("4", "N822")]
cite = "provider manual, telehealth (teaching estimate)"
owner, remedy, never = "coder", "R_CORR", "append 95 to a telephone call"
cause = "missing_modifier"
appeal_ground = "complete"
box = "claim_lines.hcpcs_modifier_1"
row = "F5"


def denies(lines):
    """A place of the rule and none of its modifiers."""
    number = lines.rule("telehealth_not_marked")
    if (
        not number.any()
        or not lines.batch.lines.place_of_service_code.pool
        or not {"02", "10"} & set(lines.batch.lines.place_of_service_code.pool)
    ):
        return np.zeros(len(lines), bool)
    out = np.zeros(len(lines), bool)
    for mine, row in lines.each_rule("telehealth_not_marked", number):
        out[mine] = lines.place_of_service_code[mine].isin(row["places"]) & ~lines.has_modifier(*row["modifiers"])[mine]
    return out

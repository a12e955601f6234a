"""The name and the member number do not belong together.

The number is a member's, but the family name on the claim is not the one that the payer has for it. Small slips of the
pen count too; only capitals do not. A claim that gives no name is not compared.

    payer       patient_family_name  member_fact               | denies
    commercial  Miller-Synth         name_on_file=Miller-Synth | no
    commercial  MILLER-SYNTH         name_on_file=Miller-Synth | no       capitals do not count
    commercial  Muller-Synth         name_on_file=Miller-Synth | CO-140
    commercial  -                    name_on_file=Miller-Synth | no
    commercial  Muller-Synth         -                         | no       the payer has no other name

Not modeled: given names, dates of birth, the front-end matching that rejects before anybody decides.
"""

import numpy as np

from sim.ground.coded import Coded
from sim.payer.rulebook.policy import CO

stage = "eligibility"
title = "The member ID belongs to a member with another name"
fix = (
    "Compare card, eligibility response and claim. Enter the name as the payer has it, or have the member correct it"
    " with the payer."
)
adjustments = [CO("140", "N382")]
cite = {
    "medicare": "CMS Claims Processing Manual ch. 1 80.3.2 (name and number must match the Medicare card)",
    "*": "payer companion guide, subscriber name",
}
owner, remedy, never = "front desk", {"medicare": "R_NEW", "*": "R_CORR"}, "change name or date of birth by guess"
cause = "not_our_patient"
row = "A2"


def denies(lines):
    """Both names are there and differ."""
    filed, written = lines.fact_reference("name on file"), lines.patient_family_name
    if not filed.pool or not written.pool:
        return np.zeros(len(lines), bool)
    return ~filed.is_missing & ~written.is_missing & (_folded(filed) != _folded(written))


def _folded(column):
    """The same names without capitals."""
    folded = tuple(dict.fromkeys(text.casefold() for text in column.pool))
    return Coded(column.rows([folded.index(text.casefold()) for text in column.pool]), folded)

"""Two visits on one day.

Visits of one kind by the same group and specialty on one day are one visit. The payer pays the one that came first,
unless the other says that it was separate (25, 27, 24, 57).

    payer       claim  code   modifiers | denies
    commercial  1a     99213  -         | no
    commercial  1b     99214  -         | CO-B14   a second office visit, on another claim
    commercial  2a     99213  -         | no
    commercial  2b     99214  25        | no       separate, and it says so
    medicare    3a     99213  -         | no
    medicare    3b     99214  -         | CO-B14   on one claim the national pair denies the lower one
    medicare    4      99213  -         | no
    medicare    4      36415  -         | no
    commercial  5a     99213  25        | no
    commercial  5b     99214  -         | no   the first one said that it is separate

Not modeled: visits of different kinds (checkup and problem), which the pairs decide; payers that combine the two to
one level.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "visits of a day"
title = "A visit of this kind was already paid for that day"
fix = "Combine both into the one visit that the record supports. Append 25 only if the second was truly separate."
adjustments = [CO("B14", "N20")]
cite = {
    "medicare": "CMS Claims Processing Manual ch. 12 30.6.5 and 30.6.7.B",
    "*": "provider manual, visits of one day",
}
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "move one of them to another day"
row = "G7"


def denies(lines):
    """A visit without a word that it is separate, beside a standing one that came before it."""
    visit = lines.procedure.is_evaluation
    said = lines.has_modifier("24", "25", "27", "57")
    this, that = lines.pairs(
        ("patient_key", "service_date", "billing_npi", "specialty_code"), where=visit & ~said, other=visit & ~said
    )
    kind = lines.procedure.kind.keys
    out = np.zeros(len(lines), bool)
    out[this[(that < this) & (kind[this] == kind[that])]] = True
    return out

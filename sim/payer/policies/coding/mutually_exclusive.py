"""Two services that cannot both have been.

Two first visits of one kind, two lengths of one session: of codes that exclude each other on one day the payer takes
one, the first of the pair in its table.

    payer       claim  code  | denies
    medicare    1      G0439 | no
    medicare    1      G0438 | CO-231   the first yearly visit, and a later one
    commercial  2      90834 | no
    commercial  2      90832 | yes      one session, two lengths
    commercial  3      90832 | no

Not modeled: two sessions on one day, which the record may show. The second code of a pair paid on an earlier claim
does not stop the first.
"""

import numpy as np

from sim.payer.engine.payer_rules import of_codes
from sim.payer.rulebook.policy import CO
from sim.reference.exclusive import excluded, exclusive_columns

stage = "exclusive"
title = "Two services of the same day are mutually exclusive"
fix = "Read the record and bill the one that was done."
adjustments = [CO("231", "M80")]
cite = {"medicare": "NCCI Policy Manual ch. 1 (mutually exclusive procedures)", "*": "provider manual, code editing"}
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "append a modifier to get both paid"
row = "G6"


def denies(lines):
    """The second code of a pair whose first stands."""
    out = np.zeros(len(lines), bool)
    first, second = (
        of_codes(lines, ("exclusive", place), lambda place=place: exclusive_columns()[place]) for place in (0, 1)
    )
    this, that = lines.pairs(("patient_key", "service_date", "billing_npi"), where=second, other=first)
    row = lines.procedure_row
    out[this[excluded(row[this], row[that], lines.service_date[this])]] = True
    return out

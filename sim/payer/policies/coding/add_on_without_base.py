"""An add-on without its base.

An add-on code is further work beside a base, by the same clinician on the same day. Where the list of bases is fixed,
one of them must be there and not denied.

    payer       claim  code   units | denies
    medicare    1      17000  1     | no
    medicare    1      17003  3     | no       its base is on the claim
    medicare    2      17003  3     | CO-107   alone
    commercial  3      17003  3     | CO-B15
    commercial  4a     90471  1     | no
    commercial  4b     90472  1     | no       the base was paid on an earlier claim of that day

Not modeled: add-on codes whose bases the payer decides (types II and III).
"""

import numpy as np

from sim.payer.rulebook.policy import CO
from sim.reference.edits import add_on_bases, is_base, needs_base

stage = "add-on"
title = "The primary procedure of the add-on code is missing or was denied"
fix = "Bill the primary procedure if it was done. If it was denied, correct that first."
adjustments = [CO("107", "N122")]
cite = {"medicare": "CMS add-on code edits; Claims Processing Manual ch. 12 30", "*": "provider manual, add-on codes"}
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "append 59 to the add-on"
row = "G4"


def denies(lines):
    """A fixed list of bases and none of them standing."""
    bases, row = add_on_bases(), lines.procedure_row
    alone = needs_base(row, lines.service_date)
    this, that = lines.pairs(
        ("patient_key", "service_date", "rendering_npi"), where=alone, other=np.append(bases.any(axis=0), False)[row]
    )
    alone[this[is_base(row[this], row[that], lines.service_date[this])]] = False
    return alone

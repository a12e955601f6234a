"""A laboratory test without the clinic's certificate.

Every test is done under a certificate of the clinic (CLIA), whose number stands on the claim, or on the line where
another certificate applies. Without a number of the right form a line cannot be processed.

    payer     code   modifiers  clia_number line_clia_number | denies
    medicare  83036  QW         99D0000001  -                | no
    medicare  83036  QW         -           -                | CO-16    the number is missing
    medicare  83036  QW         -           99D0000001       | no       it stands on the line
    medicare  83036  QW         11          -                | yes      no CLIA number has that form
    medicare  83036  QW         99D0000001  11               | yes      the line's own number counts
    medicaid  99213  -          -           -                | no       no test

Not modeled: whether the number is this clinic's; outside laboratories (modifier 90).
"""

import numpy as np

from sim.payer.rulebook.policy import CO
from sim.reference.identifiers.clia import is_valid

stage = "provider"
title = "The CLIA number is missing or not valid"
fix = "Enter the CLIA number in box 23."
adjustments = [CO("16", "MA120")]
cite = "42 CFR 493; CMS Claims Processing Manual ch. 16 70"
owner, remedy, never = "biller", {"medicare": "R_NEW", "*": "R_CORR"}, "use another laboratory's CLIA number"
cause = "laboratory_certificate"
appeal_ground = "complete"
box = "claims.clia_number"
row = "C5"


def denies(lines):
    """A test, and no number in the right form: the line's own, else the claim's."""
    own = ~lines.line_clia_number.is_missing
    stands = np.where(own, lines.judged("line_clia_number", is_valid), lines.judged("clia_number", is_valid))
    return lines.procedure.needs_clia & ~stands

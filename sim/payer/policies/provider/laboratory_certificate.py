"""A laboratory test without the clinic's certificate.

Every test is done under a certificate of the clinic (CLIA), whose number stands on the claim. Without the number a line
cannot be processed.

    payer     code   modifiers  clia_number | denies
    medicare  83036  QW         99D0000001  | no
    medicare  83036  QW         -           | CO-16    the number is missing
    medicaid  99213  -          -           | no       no test

Not modeled: whether the number is this clinic's; outside laboratories (modifier 90).
"""

from sim.payer.rulebook.policy import CO

stage = "provider"
title = "The CLIA number is missing"
fix = "Enter the CLIA number in box 23."
adjustments = [CO("16", "MA120")]
cite = "42 CFR 493; CMS Claims Processing Manual ch. 16 70"
owner, remedy, never = "biller", {"medicare": "R_NEW", "*": "R_CORR"}, "use another laboratory's CLIA number"
cause = "laboratory_certificate"
appeal_ground = "complete"
box = "claims.clia_number"
row = "C5"


def denies(lines):
    """A test and no number."""
    return lines.procedure.needs_clia & lines.clia_number.is_missing

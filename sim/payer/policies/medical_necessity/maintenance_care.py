"""Chiropractic care that keeps, not heals.

Medicare pays chiropractic treatment only while it is expected to improve the patient, which AT says. Without AT it is
maintenance. With a notice signed in advance it is the patient's.

    payer     code   modifiers  initial_treatment_date | denies
    medicare  98941  AT         2026-04-01             | no
    medicare  98941  -          2026-04-01             | CO-50
    medicare  98941  GA         2026-04-01             | PR-50
    medicare  99213  -          -                      | no

Not modeled: whether the treatment does improve the patient; diagnoses of the spine.
"""

import numpy as np

from sim.payer.rulebook.policy import CO, PR

stage = "medical necessity"
title = "Without AT the treatment counts as maintenance"
fix = "If the record shows active treatment, request a reopening with AT. Otherwise it is not payable."
adjustments = [CO("50", "N180"), PR("50", "N180")]
cite = "CMS Benefit Policy Manual ch. 15 240.1.3; Claims Processing Manual ch. 12 220"
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "append AT to maintenance care"
cause = "missing_modifier"
row = "H4"


def denies(lines):
    """1: no AT; 2: no AT, with a notice."""
    number = lines.rule("maintenance_care")
    if not number.any():
        return number
    return np.where((number > 0) & ~lines.has_modifier("AT"), 1 + lines.has_modifier("GA"), 0)

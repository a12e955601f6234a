"""A code for what has no code, although it has one.

The drug's own number on the line shows that the medicine has a procedure code of its own. Then the code for medicines
without one is not taken.

    payer     code   line_note        drug_code    drug_unit_code  drug_unit_quantity | denies
    medicaid  J3490  ketorolac_15_mg  99999188501  ML              500                | CO-189   it is J1885
    medicaid  J3490  some_other_drug  99999000001  ML              500                | no
    medicaid  J1885  -                99999188501  ML              500                | no

Not modeled: unlisted procedures, where only the description could tell.
"""

import numpy as np

from sim.payer.engine.payer_rules import of_codes
from sim.payer.rulebook.policy import CO
from sim.reference import codes as library
from sim.reference.drug_products import products

stage = "code validity"
title = "The drug has a code of its own"
fix = "Use the code of that drug and count its units again."
adjustments = [CO("189", "N56")]
cite = {"medicare": "CMS Claims Processing Manual ch. 17 10", "*": "provider manual, drugs without a code"}
owner, remedy, never = (
    "coder",
    {"medicare": "R_REOPEN", "*": "R_CORR"},
    "describe the drug so that it looks like another",
)
cause = "invalid_procedure"
row = "F9"

UNLISTED = ("J3490", "J3590")


def denies(lines):
    """Unlisted, and the drug number belongs to a code."""
    out = of_codes(lines, "unlisted drugs", lambda: np.append(library.procedures().code.isin(UNLISTED), False))
    return out & lines.drug_code.isin(tuple(products())) if out.any() else out

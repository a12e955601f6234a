"""A drug without its own number.

Medicaid collects rebates from drug makers, so every drug line names the package: the national drug code in eleven
digits, with a quantity in the package's own unit (not the procedure code's).

    payer       code   units  drug_code    drug_unit_code  drug_unit_quantity | denies
    medicaid    J1885  2      99999188501  ML              1000               | no
    medicaid    J1885  2      -            -               0                  | CO-16/M119   no number
    medicaid    J1885  2      9999918850   ML              1000               | CO-16
        ten digits: the layout of the package, not of the claim
    medicaid    J1885  2      99999188501  ML              0                  | CO-16/N815   no quantity
    medicaid    J1885  2      99999188501  XX              1000               | CO-16/N816   no such unit
    medicaid    J1100  2      99999188501  ML              1000               | CO-16/M119   another medicine's
    medicaid    99213  1      -            -               0                  | no
    commercial  J1885  2      -            -               0                  | no       this payer does not ask

Not modeled: makers without a rebate agreement (211), drugs bought under the 340B program.
"""

import numpy as np

from sim.payer.rulebook.policy import CO
from sim.reference.drug_products import products

stage = "code validity"
title = "The NDC, its unit or its quantity is missing or wrong"
fix = "Copy the NDC from the package in eleven digits and count the quantity in the package's unit."
adjustments = [CO("16", "M119"), CO("16", "N815"), CO("16", "N816")]
cite = "SSA 1927(a)(7); 42 CFR 447.520"
owner, remedy, never = "biller", "R_CORR", "use the NDC of another package"
appeal_ground = "complete"
row = "F11"

UNITS = ("UN", "ML", "GR", "ME", "F2")


def is_number(text: str) -> bool:
    """Eleven digits."""
    return len(text) == 11 and text.isascii() and text.isdigit()


def denies(lines):
    """1: number; 2: quantity; 3: unit."""
    number = lines.rule("drug_code_missing")
    if not number.any():
        return number
    rows, out = np.flatnonzero(number), np.zeros(len(lines), np.int64)
    wrong = ~lines.judged("drug_code", is_number)[rows] | _of_another(lines.drug_code[rows], lines.procedure_code[rows])
    quantity, unit = lines.drug_unit_quantity[rows] > 0, lines.drug_unit_code[rows].isin(UNITS)
    out[rows] = np.where(wrong, 1, np.where(~quantity, 2, np.where(~unit, 3, 0)))
    return out


def _of_another(numbers, codes):
    """The number belongs to a package of another procedure code."""
    own = numbers.lookup({product.drug_code: key for key, product in enumerate(products().values())}, -1)
    meant = codes.lookup({product.code: key for key, product in enumerate(products().values())}, -2)
    return (own >= 0) & (own != meant) & ~codes.isin(("J3490", "J3590"))

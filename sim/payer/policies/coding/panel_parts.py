"""Tests of a panel, one by one.

If all tests of a panel were run on a day for one patient, this payer wants the panel's code and denies the single
ones.

    payer       claim  code  | denies
    commercial  1      80053 | CO-97    with the other two it is the general health panel
    commercial  1      85025 | yes
    commercial  1      84443 | yes
    commercial  2      80053 | no       one is missing
    commercial  2      85025 | no

Not modeled: panels whose single tests the library does not hold; the part arriving on a later claim after the others
were paid.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "procedure pair"
title = "These tests together have a panel code"
fix = "Bill the panel code instead of the single tests."
adjustments = [CO("97", "N642")]
cite = "provider manual (teaching estimate), laboratory panels"
owner, remedy, never = "coder", "R_CORR", "leave one test out so that the others are paid"
row = "G10"

DAY = ("patient_key", "service_date", "billing_npi")


def denies(lines):
    """Every code of the rule stands that day."""
    number = lines.rule("panel_parts")
    out = np.zeros(len(lines), bool)
    for mine, row in lines.each_rule("panel_parts", number) if number.any() else ():
        here, whole = np.zeros(len(lines), bool), np.zeros(len(lines), bool)
        here[mine] = whole[mine] = True
        for code in row["codes"]:
            own = here & (lines.procedure_code == code)
            found = own.copy()
            found[lines.pairs(DAY, where=whole, other=own)[0]] = True
            whole &= found
        out |= whole
    return out

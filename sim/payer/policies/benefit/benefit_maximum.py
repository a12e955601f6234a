"""The yearly number of visits is used up.

Plans limit some benefits to so many visits in a calendar year. Days count, not lines, and only those that this payer
paid.

    payer       claim  past  code   service_date | denies
    commercial  1      yes   97810  2026-01-05   | -
    commercial  1      yes   97810  2026-01-12   | -
    commercial  1      -     97810  2026-05-04   | no       the third visit of twelve
    commercial  2      yes   97810  2026-01-02   | -
    commercial  2      yes   97810  2026-01-05   | -
    commercial  2      yes   97810  2026-01-07   | -
    commercial  2      yes   97810  2026-01-09   | -
    commercial  2      yes   97810  2026-01-12   | -
    commercial  2      yes   97810  2026-01-14   | -
    commercial  2      yes   97810  2026-01-16   | -
    commercial  2      yes   97810  2026-01-19   | -
    commercial  2      yes   97810  2026-01-21   | -
    commercial  2      yes   97810  2026-01-23   | -
    commercial  2      yes   97810  2026-01-26   | -
    commercial  2a     -     97810  2026-01-28   | no       the twelfth
    commercial  2b     -     97810  2026-05-04   | PR-119   the thirteenth

Not modeled: limits in dollars, limits shared by several kinds of service under one plan.
"""

import numpy as np

from sim.ground.files import remembered
from sim.payer.engine.service_counts import days_before, since_new_year
from sim.payer.rulebook.policy import PR

stage = "benefit"
title = "The plan's visits for this year are used up"
fix = "Count the visits that the payer paid this year. If the count is correct, the patient owes the visit."
adjustments = [PR("119", "N362")]
cite = "plan document, limits of benefits (teaching estimate)"
owner, remedy, never = "biller", "R_PATIENT", "move the date of service into another year"
row = "E3"


@remembered
def among(codes: tuple[str, ...]):
    """A mask: one of these codes."""
    return lambda lines: lines.procedure_code.isin(codes)


def denies(lines):
    """As many days as the rule allows lie before in the same year."""
    number = lines.rule("benefit_maximum")
    out = np.zeros(len(lines), bool)
    for mine, row in lines.each_rule("benefit_maximum", number) if number.any() else ():
        where = np.zeros(len(lines), bool)
        where[mine] = True
        used = days_before(lines, among(tuple(row["codes"])), ("patient_key",), where, since_new_year(lines))
        out |= where & (used >= row["limit"])
    return out

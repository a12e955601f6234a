"""The diagnosis does not support the service.

For some services the payer pays only for listed diagnoses. Only the diagnoses that the line points to count. Without a
notice signed in advance the patient does not owe it; with one (modifier GA, where the payer takes such notices) the
patient does.

    payer       code   modifiers  dx         pointers | denies
    medicare    83036  QW         E11.9      1        | no
    medicare    83036  QW         I10        1        | CO-50
    medicare    83036  QW         I10,E11.9  1        | yes
        the diabetes is on the claim, but the line does not point to it
    medicare    83036  QW         I10,E11.9  1,2      | no
    medicare    83036  QW,GA      I10        1        | PR-50    a notice was signed
    commercial  83036  GA         I10        1        | CO-50    notices are Medicare's
    medicare    99213  -          I10        1        | no       no list for visits

Not modeled: lists with several groups of diagnoses; whether the notice was a valid one.
"""

import numpy as np

from sim.payer.rulebook.policy import CO, PR

stage = "medical necessity"
title = "None of the diagnoses the line points to is on the payer's list for this service"
fix = (
    "Read the record again. If a listed diagnosis is documented, point to it. If the criteria are met, appeal with"
    " the record."
)
adjustments = [CO("50", "N115"), PR("50", "N115")]
cite = {
    "medicare": "SSA 1862(a)(1)(A); national and local coverage determinations (lists in data/payers)",
    "*": "medical policy (data/payers)",
}
owner, remedy = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}
never = "swap in a covered diagnosis that is not documented"
row = ("H1", "H9")


def denies(lines):
    """1: a list for the service, and no pointed diagnosis on it; 2: the same with a notice."""
    number = lines.stated("covered_list")
    out = number > 0
    for which, prefixes in enumerate(lines.covered_diagnoses):
        mine = np.flatnonzero(number == which) if which else ()
        if len(mine):
            out[mine] = ~lines.points_to(
                np.array([text.startswith(prefixes) for text in lines.diagnosis_pool], bool), mine
            )
    noticed = lines.has_modifier("GA")
    return np.where(out & noticed & (lines.rule("diagnosis_does_not_support") > 0), 2, out) if noticed.any() else out

"""The diagnosis does not support the service.

For some services the payer pays only for listed diagnoses. Only the diagnoses that the line points to count. Without a
notice signed in advance the patient does not owe it; with one (modifier GA, where the payer takes such notices) the
patient does.

The remark says what the list rests on: a national coverage determination (N386), a local one of Medicare's contractor
(N115), or the plan's own policy (N130). Only Medicare, and plans that stand in for it, have the first two.

    payer       code   modifiers  dx         pointers | denies
    medicare    83036  QW         E11.9      1        | no
    medicare    83036  QW         I10        1        | CO-50/N386   national: NCD 190.21
    medicare    83036  QW         I10,E11.9  1        | yes
        the diabetes is on the claim, but the line does not point to it
    medicare    83036  QW         I10,E11.9  1,2      | no
    medicare    83036  QW,GA      I10        1        | PR-50/N386    a notice was signed
    medicare    69210  -          I10        1        | CO-50/N115    a contractor's own determination
    medicare    69210  GA         I10        1        | PR-50/N115
    medicare    90715  -          Z23        1        | CO-50    a manual, neither national nor local determination
    commercial  83036  -          I10        1        | CO-50/N130    the plan's own policy
    commercial  83036  GA         I10        1        | CO-50    notices are Medicare's
    medicare    99213  -          I10        1        | no       no list for visits

Not modeled: lists with several groups of diagnoses; whether the notice was a valid one. That a commercial plan sends
N130 is our choice among remarks that fit: verify on a remittance.
"""

import numpy as np

from sim.payer.rulebook.policy import CO, PR

stage = "medical necessity"
title = "None of the diagnoses the line points to is on the payer's list for this service"
fix = (
    "Read the record again. If a listed diagnosis is documented, point to it. If the criteria are met, appeal with"
    " the record."
)
# In pairs: without a notice, with one. Which pair, the row of the payer's list says (as = ...); by default the first.
adjustments = [
    *(CO("50", "N130"), PR("50", "N130")),
    *(CO("50", "N386"), PR("50", "N386")),
    *(CO("50", "N115"), PR("50", "N115")),
    *(CO("50"), PR("50")),
]
cite = {
    "medicare": "SSA 1862(a)(1)(A); national and local coverage determinations (lists in data/payers)",
    "*": "medical policy",
}
owner, remedy = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}
never = "swap in a covered diagnosis that is not documented"
row = ("H1", "H9")


def denies(lines):
    """k by what the list rests on, where no pointed diagnosis is on it; k + 1 with a notice."""
    number = lines.stated("covered_list")
    out = np.zeros(len(lines), np.int64)
    for which, prefixes in enumerate(lines.covered_diagnoses):
        mine = np.flatnonzero(number == which) if which else ()
        if len(mine):
            listed = np.array([text.startswith(prefixes) for text in lines.diagnosis_pool], bool)
            out[mine] = np.where(lines.points_to(listed, mine), 0, lines.covered_code[which])
    noticed = lines.has_modifier("GA")
    if not noticed.any():
        return out
    return out + ((out > 0) & noticed & (lines.rule("diagnosis_does_not_support") > 0))

"""A diagnosis that the plan does not cover.

Plans exclude some reasons for a service altogether: examinations for a license or a school, cosmetic wishes. What
counts is the diagnosis that the line points to first.

    payer       dx         pointers | denies
    commercial  I10        1        | no
    commercial  Z02.4      1        | PR-167   an examination for a driver license
    commercial  I10,Z02.4  1,2      | no       it is not the first reason
    commercial  I10,Z02.4  2,1      | yes

Not modeled: contracts that make it the provider's.
"""

import numpy as np

from sim.payer.engine.payer_rules import of_policy
from sim.payer.rulebook.policy import CO, PR

stage = "benefit"
title = "The plan does not cover this reason for the service"
fix = "Check whether the first diagnosis says exactly what the record says. If it does, the patient owes the service."
adjustments = [PR("167", "N569"), CO("167", "N569")]
cite = "plan document, exclusions (teaching estimate)"
owner, remedy, never = "coder", "R_PATIENT", "put another diagnosis first than the record supports"
row = "E9"


def denies(lines):
    """The first pointer names an excluded diagnosis."""
    wanted = lines.batch.once("excluded diagnoses", lambda: _excluded(lines))
    if not wanted.any():
        return np.zeros(len(lines), bool)
    return wanted[lines.payer, lines.pointed(1)]


def _excluded(lines):
    """k of the codes by payer and text of diagnosis_pool; the last place is none."""
    codes = [str(code) for code in adjustments]
    out = np.zeros((len(lines.payers), len(lines.diagnosis_pool) + 1), np.int64)
    for payer, row in of_policy(lines.payers, "diagnosis_not_covered"):
        chosen = [text.startswith(tuple(row["diagnoses"])) for text in lines.diagnosis_pool]
        out[payer, :-1][chosen] = codes.index(row.get("as", codes[0])) + 1
    return out

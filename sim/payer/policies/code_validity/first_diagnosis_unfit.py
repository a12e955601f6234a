"""A first diagnosis that cannot stand first.

How an injury happened, a state such as long use of a medicine, or a manifestation of another disease never stands first
on a claim. The whole claim is sent back.

    payer       dx          | denies
    commercial  S61.411A    | no
    commercial  W26.0XXA    | CO-16    how it happened
    medicare    Z79.4,E11.9 | CO-16    a state
    medicare    E11.9,Z79.4 | no

Not modeled: which of several true reasons is the main one, which only the record says.
"""

import numpy as np

from sim.ground.files import remembered
from sim.payer.rulebook.policy import CO
from sim.reference.code_order import order_findings
from sim.reference.icd10cm import entries

stage = "code validity"
title = "The first diagnosis on the claim cannot be first-listed"
fix = "List first the disease or injury that the visit was for; the others follow."
adjustments = [CO("16", "MA63")]
cite = "ICD-10-CM Guidelines I.A.13, I.C.20.a.6, I.C.21.c.3; CMS Claims Processing Manual ch. 26 10.4, item 21"
owner, remedy, never = (
    "coder",
    {"medicare": "R_NEW", "*": "R_CORR"},
    "list a disease first that the record does not have",
)
cause = "wrong_diagnosis"
box = "claims.diagnosis_code_1"
row = "F1"


def denies(lines):
    """The claim's first diagnosis is one of those."""
    wanted = lines.batch.once("never first", lambda: np.array([*map(_never_first, lines.diagnosis_pool), False]))
    return wanted[lines.claim_diagnosis(1)] if wanted.any() else np.zeros(len(lines), bool)


@remembered
def _never_first(text: str) -> bool:
    entry = entries((text,))[text]
    return entry is not None and "cannot be first" in order_findings([entry], "office", lambda code, what, *_: what)

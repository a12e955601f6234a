"""What the coder sent to billing, as it lies on the desks behind the coder's."""

from typing import Any

import numpy as np

from sim.billing.claims.claim import charge
from sim.ground.coded import Coded
from sim.learn.exercises.case import Case
from sim.learn.grading import error_kinds
from sim.reference.diagnosis_letters import LETTERS


def coder_sent(case: Case) -> dict[str, Any]:
    """What the coder sent, with the clinic's charges: diagnoses [{letter, code, label}], services [{code, label,
    modifiers, units, pointers, charge_amount}].
    """
    visit = case.sent_visit
    letters = dict(zip(visit.diagnoses, LETTERS))
    charges = (
        charge(
            Coded.of([one.code for one in visit.services]), np.array([one.units for one in visit.services], np.int64)
        ).tolist()
        if visit.services
        else []
    )
    return {
        "diagnoses": [
            {"letter": letters[code], "code": code, "label": error_kinds.title(code)} for code in visit.diagnoses
        ],
        "services": [
            {
                "code": one.code,
                "label": error_kinds.facts(one.code).label,
                "modifiers": list(one.modifiers),
                "units": one.units,
                "pointers": [letters[code] for code in one.pointers if code in letters],
                "charge_amount": amount,
            }
            for one, amount in zip(visit.services, charges)
        ],
    }
